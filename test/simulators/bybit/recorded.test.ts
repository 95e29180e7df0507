import { describe, expect, it } from 'vitest';
import { fixturesExist, readFixture, skippedWithoutFixtures } from '../../recorded/fixtures.ts';
import type { Parsed } from './client.ts';
import { stage } from './support.ts';
import type { Stage } from './support.ts';

/** Replies of the real venue, recorded by others: the names and kinds of value that our rows must have. */
interface Recorded {
  readonly description: string;
  readonly httpResponse: { readonly result: Readonly<Record<string, Parsed>> };
}

const recording = readFixture('ccxt-static/response/bybit.json') as
  { readonly methods: Readonly<Record<string, readonly Recorded[]>> } | undefined;

interface Sample {
  readonly method: string;
  readonly description: string;
  readonly ours: (on: Stage) => Promise<Parsed>;
  readonly row: (result: Parsed) => Parsed;
  /** Recorded, but of other times or other accounts: no document has them any more. */
  readonly gone?: readonly string[];
}

const list = (result: Parsed): Parsed => result.list[0];
const of =
  (path: string, query: string) =>
  async (on: Stage): Promise<Parsed> =>
    (await on.get(path, query)).body.result;

const samples: readonly Sample[] = [
  {
    method: 'fetchOpenOrder',
    description: 'Fetch an open swap order by its ID and symbol',
    ours: of('order/realtime', 'category=linear&settleCoin=USDT'),
    row: list,
  },
  {
    method: 'fetchOrder',
    description: 'Spot sell closed order',
    ours: of('order/history', 'category=spot'),
    row: list,
    gone: ['nextPageCursor'],
  },
  {
    method: 'fetchClosedOrder',
    description: 'Fetch swap closed order by its ID and symbol',
    ours: of('order/history', 'category=linear'),
    row: list,
  },
  {
    method: 'fetchMyTrades',
    description: 'spot private trade',
    ours: of('execution/list', 'category=spot'),
    row: list,
    gone: ['nextPageCursor'],
  },
  {
    method: 'fetchMyTrades',
    description: 'swap trades without symbol',
    ours: of('execution/list', 'category=linear'),
    row: list,
    gone: ['nextPageCursor', 'marketUnit'],
  },
  {
    method: 'fetchPositions',
    description: 'positions with realisedPNL',
    ours: of('position/list', 'category=linear&settleCoin=USDT'),
    row: list,
    gone: ['liqPriceByMp'],
  },
  {
    method: 'fetchPosition',
    description: 'inverse swap fetch position',
    ours: of('position/list', 'category=inverse'),
    row: list,
  },
  {
    method: 'fetchBalance',
    description: 'balance after availableToWithdraw update',
    ours: of('account/wallet-balance', 'accountType=UNIFIED'),
    row: (result) => result.list[0].coin[0],
  },
  {
    method: 'fetchLedger',
    description: 'fetch ledger',
    ours: of('account/transaction-log', ''),
    row: list,
    gone: ['nextPageCursor'],
  },
  {
    method: 'fetchTransfers',
    description: 'fetchTransfers',
    ours: of('asset/transfer/query-inter-transfer-list', ''),
    row: list,
    gone: ['nextPageCursor'],
  },
  {
    method: 'fetchCurrencies',
    description: 'default',
    ours: of('asset/coin/query-info', 'coin=USDT'),
    row: (result) => result.rows[0].chains[0],
  },
  {
    method: 'fetchTicker',
    description: 'swap ticker',
    ours: of('market/tickers', 'category=linear'),
    row: list,
  },
  {
    method: 'cancelAllOrders',
    description: 'cancel spot orders',
    ours: async (on) => (await on.post('order/cancel-all', { category: 'spot' })).body.result,
    row: list,
  },
  {
    method: 'fetchMarginMode',
    description: 'fetch margin mode',
    ours: of('account/info', ''),
    row: (result) => result,
  },
];

describe.runIf(fixturesExist)('replies that others recorded', () => {
  it.each(samples)(
    '$method, $description: every field of the row is here, as a text or as none',
    async (sample) => {
      const recorded = recording?.methods[sample.method]?.find(
        ({ description }) => description === sample.description,
      );
      expect(recorded, 'the recording has it').toBeDefined();
      const theirs = sample.row(recorded?.httpResponse.result);
      const ours = sample.row(await sample.ours(await stage()));
      const names = Object.keys(theirs as object).filter((name) => !(sample.gone ?? []).includes(name));
      expect(names.filter((name) => !(name in ours))).toEqual([]);
      // The recordings hold numbers as texts, so only what is no text and no number is compared.
      const kinds = (row: Parsed) =>
        names.map((name) => [name, /^(string|number)$/.test(typeof row[name]) ? 'scalar' : typeof row[name]]);
      expect(kinds(ours)).toEqual(kinds(theirs));
    },
  );

  it.each(samples.filter(({ method }) => !/cancel|Margin/.test(method)))(
    '$method, $description: the list has the same members beside its rows',
    async (sample) => {
      const recorded = recording?.methods[sample.method]?.find(
        ({ description }) => description === sample.description,
      );
      const ours = await sample.ours(await stage());
      expect(Object.keys(ours as object).sort()).toEqual(
        Object.keys(recorded?.httpResponse.result ?? {}).sort(),
      );
    },
  );
});
skippedWithoutFixtures('replies that others recorded', samples.length);
