import { describe, expect, it } from 'vitest';
import { fixturesExist, readFixture, skippedWithoutFixtures } from '../../recorded/fixtures.ts';
import type { Parsed } from './client.ts';
import { rowsOf, stage } from './support.ts';
import type { Stage } from './support.ts';

/** Replies of the real venue, recorded by others: the names and kinds of value that our rows must have. */
interface Recorded {
  readonly description: string;
  readonly httpResponse: { readonly data: Parsed[] };
}

const recording = readFixture('ccxt-static/response/okx.json') as
  { readonly methods: Readonly<Record<string, readonly Recorded[]>> } | undefined;

interface Sample {
  readonly method: string;
  readonly description: string;
  readonly ours: (on: Stage) => Promise<Parsed[]>;
  /** Part of the row that is meant; absent: all of it. */
  readonly part?: (row: Parsed) => Parsed;
}

const of =
  (path: string, query = '') =>
  (on: Stage) =>
    rowsOf(on, path, query);

const samples: readonly Sample[] = [
  { method: 'fetchTime', description: 'Fetch time', ours: of('public/time') },
  { method: 'fetchAccounts', description: 'Fetch accounts', ours: of('account/config') },
  { method: 'fetchBalance', description: 'funding balance', ours: of('asset/balances') },
  { method: 'fetchBalance', description: 'spot balance', ours: of('account/balance') },
  {
    method: 'fetchBalance',
    description: 'spot balance',
    ours: of('account/balance'),
    part: (row) => row.details[0],
  },
  { method: 'fetchCurrencies', description: 'default', ours: of('asset/currencies') },
  {
    method: 'fetchOpenOrders',
    description: 'fetchOpenOrders trigger with since = 0',
    ours: of('trade/orders-algo-pending', 'ordType=conditional'),
  },
  {
    method: 'fetchOpenOrders',
    description: 'fetch swap limit open order with take profit and stop loss',
    ours: of('trade/orders-pending', 'instType=SWAP'),
  },
  {
    method: 'fetchOrder',
    description: 'fetch spot order',
    ours: of('trade/order', 'instId=BTC-USDT&clOrdId=h2'),
  },
  { method: 'fetchMyTrades', description: 'Fetch spot trade', ours: of('trade/fills') },
  {
    method: 'fetchPosition',
    description: 'Inverse swap cross fetch position',
    ours: of('account/positions', 'instId=BTC-USD-SWAP'),
  },
  { method: 'fetchLedger', description: 'fetch ledger', ours: of('account/bills', 'type=2') },
  { method: 'fetchTransfers', description: 'fetch transfers', ours: of('account/bills', 'type=1') },
  {
    method: 'fetchTransfer',
    description: 'FetchTransfer',
    ours: of('asset/transfer-state', 'transId=248424899'),
  },
  { method: 'fetchTicker', description: 'public spot ticker', ours: of('market/tickers', 'instType=SPOT') },
  {
    method: 'cancelOrders',
    description: 'cancel trigger orders by clientOrderId',
    ours: async (on) =>
      (await on.post('trade/cancel-algos', [{ instId: 'BTC-USDT', algoClOrdId: 'dip1' }])).body.data,
  },
];

describe.runIf(fixturesExist)('replies that others recorded', () => {
  it.each(samples)(
    '$method, $description: every field of the row is here, and of the same kind',
    async ({ method, description, ours: ask, part = (row) => row }) => {
      const recorded = recording?.methods[method]?.find((each) => each.description === description);
      expect(recorded, 'the recording has it').toBeDefined();
      const theirs = part(recorded?.httpResponse.data[0]);
      const ours = part((await ask(await stage()))[0]);
      const names = Object.keys(theirs as object);
      expect(names.filter((name) => !(name in ours))).toEqual([]);
      const kinds = (row: Parsed) => names.map((name) => [name, typeof row[name]]);
      expect(kinds(ours)).toEqual(kinds(theirs));
    },
  );

  it('instruments have the fields that they have there', async () => {
    const markets = readFixture('ccxt-static/markets/okx.json') as Record<string, { info: Parsed }>;
    const on = await stage();
    const pairs = [
      ['BTC/USDT', await rowsOf(on, 'public/instruments', 'instType=SPOT')],
      ['BTC/USDT:USDT', await rowsOf(on, 'public/instruments', 'instType=SWAP')],
    ] as const;
    for (const [symbol, rows] of pairs) {
      const theirs = markets[symbol]?.info as object;
      expect(Object.keys(theirs).filter((name) => !(name in rows[0]))).toEqual([]);
    }
  });
});
skippedWithoutFixtures('replies that others recorded', samples.length + 1);
