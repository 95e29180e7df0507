import { describe, expect, it } from 'vitest';
import { fixturesExist, readFixture, skippedWithoutFixtures } from '../../recorded/fixtures.ts';
import type { Parsed } from './client.ts';
import { accountOf, stage } from './support.ts';
import type { Stage } from './support.ts';

/** Replies of the real venue, recorded by others: the names and kinds of value that our rows must have. */
interface Recorded {
  readonly description: string;
  readonly httpResponse: Parsed;
}

const recording = readFixture('ccxt-static/response/coinbase.json') as
  { readonly methods: Readonly<Record<string, readonly Recorded[]>> } | undefined;
const markets = readFixture('ccxt-static/markets/coinbase.json') as
  Readonly<Record<string, Parsed>> | undefined;

interface Sample {
  readonly method: string;
  readonly description: string;
  readonly ours: (on: Stage) => Promise<Parsed>;
  readonly row: (reply: Parsed) => Parsed;
  /** Recorded, but not in the documents of the lists that we serve. */
  readonly gone?: readonly string[];
}

const first =
  (name: string) =>
  (reply: Parsed): Parsed =>
    reply[name][0];

const of =
  (path: string, query = '') =>
  async (on: Stage): Promise<Parsed> =>
    (await on.get(path, query)).body;

const ofAccount =
  (asset: string, list: string, query = '') =>
  async (on: Stage): Promise<Parsed> => {
    const { id } = await accountOf(on, asset);
    return (await on.get(`/v2/accounts/${id}/${list}`, query)).body;
  };

const intxPositions = async (on: Stage): Promise<Parsed> => {
  const { uuid } = (await on.get('portfolios', 'portfolio_type=INTX')).body.portfolios[0];
  return (await on.get(`intx/positions/${uuid}`)).body;
};

const samples: readonly Sample[] = [
  {
    method: 'fetchMyTrades',
    description: 'Spot trade',
    ours: of('orders/historical/fills', 'product_type=SPOT'),
    row: first('fills'),
  },
  {
    method: 'fetchMyTrades',
    description: 'swap trade',
    ours: of('orders/historical/fills', 'product_type=FUTURE'),
    row: first('fills'),
  },
  {
    method: 'fetchClosedOrders',
    description: 'Spot closed order',
    ours: of('orders/historical/batch', 'order_status=FILLED'),
    row: first('orders'),
  },
  { method: 'fetchPositions', description: 'ada position', ours: intxPositions, row: first('positions') },
  {
    method: 'fetchBalance',
    description: 'v2 balance',
    ours: of('/v2/accounts', 'limit=2'),
    row: first('data'),
  },
  {
    method: 'fetchDepositAddresses',
    description: 'fetch deposit addresses',
    ours: ofAccount('USDT', 'addresses'),
    row: first('data'),
    // Recorded of this one list; every other one turns its pages as the documents say.
    gone: ['page'],
  },
  {
    method: 'fetchTicker',
    description: 'fetchTicker',
    ours: of('market/products/BTC-USDT/ticker'),
    row: first('trades'),
  },
  {
    method: 'fetchDepositsWithdrawals',
    description: 'spot',
    ours: async (on) => {
      const send = { type: 'send', to: '0x1', amount: '1', currency: 'USDT', idem: 'x' };
      await on.post('/v2/accounts/USDT/transactions', send, { key: 'payout' });
      await on.clock.advance(300_000);
      return ofAccount('USDT', 'transactions')(on);
    },
    row: first('data'),
  },
];

const kindOf = (value: Parsed): string => (/^(string|number)$/.test(typeof value) ? 'scalar' : typeof value);

function expectSameForm(ours: Parsed, theirs: Parsed, path: string): void {
  for (const [name, value] of Object.entries(theirs as object)) {
    expect(Object.keys(ours as object), `${path}.${name}`).toContain(name);
    // Nothing is known of what was recorded as null, or is null in ours by what it is (a reward, a time).
    if (value === null || ours[name] === null) continue;
    // The recordings hold numbers as texts, so only what is no text and no number is compared.
    expect(kindOf(ours[name]), `${path}.${name}`).toBe(kindOf(value));
    if (typeof value === 'object' && !Array.isArray(value))
      expectSameForm(ours[name], value, `${path}.${name}`);
  }
}

describe.runIf(fixturesExist)('replies that others recorded', () => {
  const theirsOf = ({ method, description }: Sample): Parsed => {
    const recorded = recording?.methods[method]?.find((each) => each.description === description);
    expect(recorded, 'the recording has it').toBeDefined();
    return recorded?.httpResponse;
  };

  it.each(samples)(
    '$method, $description: every field of the row is here, and of its kind',
    async (sample) => {
      const theirs = sample.row(theirsOf(sample));
      const ours = sample.row(await sample.ours(await stage()));
      // An order's configuration has one member, named after its kind: another order, another name.
      const { order_configuration: _configuration, ...rest } = theirs as Readonly<Record<string, unknown>>;
      expectSameForm(ours, sample.method === 'fetchClosedOrders' ? rest : theirs, 'row');
    },
  );

  it.each(samples)('$method, $description: the list has every member beside its rows', async (sample) => {
    const theirs = theirsOf(sample);
    const ours = await sample.ours(await stage());
    const names = (reply: Parsed): string[] => [
      ...Object.keys(reply as object),
      ...Object.keys((reply.pagination ?? {}) as object),
    ];
    const wanted = names(theirs).filter((name) => !(sample.gone ?? []).includes(name));
    expect(wanted.filter((name) => !names(ours).includes(name))).toEqual([]);
  });

  it.each([
    ['BTC/USDT', 'BTC-USDT'],
    ['ADA/USDC:USDC', 'ADA-PERP-INTX'],
  ])('the product %s has every field that %s has here', async (symbol, id) => {
    const theirs = Object.values(markets ?? {}).find((market) => market.symbol === symbol)?.info;
    expect(theirs, 'the recording has it').toBeDefined();
    const { body } = await (await stage()).get(`market/products/${id}`);
    expectSameForm(body, theirs, 'product');
  });
});
skippedWithoutFixtures('replies that others recorded', samples.length * 2 + 2);
