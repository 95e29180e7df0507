import { describe, expect, it } from 'vitest';
import { fixturesExist, readFixture, skippedWithoutFixtures } from '../../recorded/fixtures.ts';
import type { Parsed } from './client.ts';
import { stage } from './support.ts';
import type { Stage } from './support.ts';

/** Replies of the real venue, recorded by others: the names and kinds of value that our rows must have. */
interface Recorded {
  readonly description: string;
  readonly httpResponse: Parsed;
}

const recording = readFixture('ccxt-static/response/gate.json') as
  { readonly methods: Readonly<Record<string, readonly Recorded[]>> } | undefined;

interface Sample {
  readonly method: string;
  readonly description: string;
  readonly request: string;
  readonly row?: (result: Parsed) => Parsed;
  /** Recorded, but of no document: a member of other times, or of another kind of row. */
  readonly gone?: readonly string[];
  readonly before?: (on: Stage) => Promise<unknown>;
}

const mighty = { key: 'mighty' as const };
const stopSpot = (on: Stage) => on.ask('DELETE /spot/price_orders', mighty);
const stopFutures = (on: Stage) => on.ask('DELETE /futures/usdt/price_orders', mighty);

const samples: readonly Sample[] = [
  { method: 'fetchOpenOrders', description: 'default', request: 'GET /spot/open_orders' },
  {
    method: 'fetchOpenOrders',
    description: 'default',
    request: 'GET /spot/open_orders',
    row: (result) => result[0].orders[0],
  },
  { method: 'fetchOpenOrders', description: 'trigger orders', request: 'GET /spot/price_orders?status=open' },
  {
    method: 'fetchOpenOrders',
    description: 'swap & trigger',
    request: 'GET /futures/usdt/price_orders?status=open',
  },
  {
    method: 'fetchClosedOrders',
    description: 'spot closed orders',
    request: 'GET /spot/orders?status=finished',
  },
  {
    method: 'fetchClosedOrders',
    description: 'spot & trigger',
    request: 'GET /spot/price_orders?status=finished',
    before: stopSpot,
  },
  {
    method: 'fetchClosedOrders',
    description: 'swap & trigger',
    request: 'GET /futures/usdt/price_orders?status=finished',
    before: stopFutures,
  },
  {
    method: 'fetchClosedOrders',
    description: 'closed swap orders',
    request: 'GET /futures/usdt/orders?status=finished',
  },
  { method: 'fetchMyTrades', description: 'Spot trade', request: 'GET /spot/my_trades' },
  {
    method: 'fetchMyTrades',
    description: 'Swap trade',
    request: `GET /futures/usdt/my_trades_timerange?from=1`,
    gone: ['biz_info', 'amend_text'],
  },
  {
    method: 'fetchPositions',
    description: 'Fetch positions with zeroed initial_margin and maintenance_margin (no unified margins)',
    request: 'GET /futures/usdt/positions',
    gone: ['trade_max_size'],
  },
];

const find = ({ method, description }: Sample): Recorded | undefined =>
  recording?.methods[method]?.find((each) => each.description === description);

describe.runIf(fixturesExist)('replies that others recorded', () => {
  it.each(samples)('$method, $description: every field of the row is here, of its kind', async (sample) => {
    const recorded = find(sample);
    expect(recorded, 'the recording has it').toBeDefined();
    const on = await stage();
    await sample.before?.(on);
    const row = sample.row ?? ((result: Parsed) => result[0] as Parsed);
    const theirs = row(recorded?.httpResponse);
    const ours = row((await on.ask(sample.request, mighty)).body);
    const names = Object.keys(theirs as object).filter((name) => !(sample.gone ?? []).includes(name));
    expect(names.filter((name) => !(name in ours))).toEqual([]);
    // The recordings hold numbers as texts, so only what is no text and no number is compared.
    const kinds = (of: Parsed) =>
      names.map((name) => [name, /^(string|number)$/.test(typeof of[name]) ? 'scalar' : typeof of[name]]);
    expect(kinds(ours)).toEqual(kinds(theirs));
  });
});
skippedWithoutFixtures('replies that others recorded', samples.length);
