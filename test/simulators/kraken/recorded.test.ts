import { describe, expect, it } from 'vitest';
import { fixturesExist, readFixture, skippedWithoutFixtures } from '../../recorded/fixtures.ts';
import type { Parsed } from './client.ts';
import { stage } from './support.ts';
import type { Stage } from './support.ts';

/** Replies of the real venue, recorded by others: the names and kinds of value that our rows must have. */
interface Recorded {
  readonly description: string;
  readonly httpResponse: { readonly result: Parsed };
}

const recording = readFixture('ccxt-static/response/kraken.json') as
  { readonly methods: Readonly<Record<string, readonly Recorded[]>> } | undefined;

interface Sample {
  readonly method: string;
  readonly description: string;
  readonly ours: (on: Stage) => Promise<Parsed>;
  readonly row: (result: Parsed) => Parsed;
  /** Recorded, but of other assets or other orders. */
  readonly gone?: readonly string[];
}

const first = (result: Parsed): Parsed => Object.values(result as object)[0];
const asked =
  (method: string, form = {}) =>
  (on: Stage): Promise<Parsed> =>
    on.ask(method, form);
const published = (method: string) => async (on: Stage) => (await on.get(method)).body.result as Parsed;
const openOrder = (id: string): Sample['ours'] => asked('OpenOrders', { cl_ord_id: id });

const samples: readonly Sample[] = [
  {
    method: 'fetchCurrencies',
    description: 'default',
    ours: published('Assets'),
    row: first,
    gone: ['collateral_value', 'margin_rate'],
  },
  { method: 'fetchTicker', description: 'public spot ticker', ours: published('Ticker'), row: first },
  {
    method: 'fetchOpenOrders',
    description: 'spot open order with clientOrderId',
    ours: openOrder('mm-1'),
    row: (result) => first(result.open),
  },
  {
    method: 'fetchOpenOrders',
    description: 'open stop-loss-limit order',
    ours: openOrder('stop-1'),
    row: (result) => first(result.open),
  },
  {
    method: 'fetchOrder',
    description: 'closed market order',
    ours: asked('ClosedOrders', { trades: true }),
    row: (result) =>
      Object.values((result.closed ?? result) as object).find(({ status }: Parsed) => status === 'closed'),
  },
  {
    method: 'fetchClosedOrders',
    description: 'spot closed orders with clientorderId',
    ours: asked('ClosedOrders', { cl_ord_id: 'gone-1' }),
    row: (result) => first(result.closed),
  },
  {
    method: 'fetchPositions',
    description: 'fetchPositions',
    ours: asked('OpenPositions', { docalcs: true, consolidation: 'market' }),
    row: first,
  },
  { method: 'fetchDeposits', description: 'fetchDeposits', ours: asked('DepositStatus'), row: first },
  { method: 'fetchWithdrawals', description: 'fetchWithdrawals', ours: asked('WithdrawStatus'), row: first },
  {
    method: 'createOrder',
    description: 'conditional close',
    ours: (on) =>
      on.ask(
        'AddOrder',
        { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', volume: '0.1', price: '18000' },
        { key: 'bot' },
      ),
    row: (result) => result,
  },
  {
    method: 'cancelOrder',
    description: 'spot cancel order by client order id',
    ours: (on) => on.ask('CancelOrder', { cl_ord_id: 'mm-1' }, { key: 'bot' }),
    row: (result) => result,
  },
];

describe.runIf(fixturesExist)('replies that others recorded', () => {
  it.each(samples)(
    '$method, $description: every field of the row is here, of the same kind',
    async (sample) => {
      const recorded = recording?.methods[sample.method]?.find(
        ({ description }) => description === sample.description,
      );
      expect(recorded, 'the recording has it').toBeDefined();
      const theirs = sample.row(recorded?.httpResponse.result);
      const ours = sample.row(await sample.ours(await stage()));
      const names = Object.keys(theirs as object).filter((name) => !(sample.gone ?? []).includes(name));
      expect(names.filter((name) => !(name in ours))).toEqual([]);
      // The recordings hold numbers as texts, and what was not given as null or "0".
      const kind = (value: unknown): string =>
        value === null || /^(string|number)$/.test(typeof value) ? 'scalar' : typeof value;
      const kinds = (row: Parsed) => names.map((name) => [name, kind(row[name])]);
      expect(kinds(ours)).toEqual(kinds(theirs));
    },
  );

  it('an order is described by the same members', async () => {
    const recorded = recording?.methods['fetchOpenOrders']?.[0];
    const theirs = first(recorded?.httpResponse.result.open).descr;
    const ours = first((await (await stage()).ask('OpenOrders')).open).descr;
    expect(Object.keys(ours as object).sort()).toEqual(Object.keys(theirs as object).sort());
  });

  it('a pair has every member of the recorded one, under its recorded names', async () => {
    const markets = readFixture('ccxt-static/markets/kraken.json') as Record<string, Parsed>;
    const theirs = markets['BTC/USDT'];
    const ours = (await (await stage()).get('AssetPairs')).body.result[theirs.id];
    const gone = ['long_position_limit', 'short_position_limit'];
    const names = Object.keys(theirs.info as object).filter((name) => !gone.includes(name));
    expect(names.filter((name) => !(name in ours))).toEqual([]);
    for (const name of ['altname', 'wsname', 'base', 'quote', 'lot', 'fee_volume_currency', 'tick_size']) {
      expect([name, ours[name]]).toEqual([name, theirs.info[name]]);
    }
  });

  it('the names of pairs are those of the recorded markets', async () => {
    const { kraken } = await import('../../../src/simulators/kraken/simulate-kraken.ts');
    const markets = Object.values(readFixture('ccxt-static/markets/kraken.json') as Record<string, Parsed>);
    expect(markets.map(({ base, quote }) => kraken.symbolOf(base as string, quote as string))).toEqual(
      markets.map(({ id }) => id as string),
    );
  });
});
skippedWithoutFixtures('replies that others recorded', samples.length + 3);
