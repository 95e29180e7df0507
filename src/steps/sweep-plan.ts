import {
  planReadings,
  rankMarkets,
  readAll,
  type RankedMarket,
  type ReadingPlan,
} from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import type { Json } from '../domain/json.ts';
import type { MarketDay } from '../domain/trading.ts';
import { questionsOf } from './seeds.ts';
import { readersOf, readListing, whyIncomplete } from './reading.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

/** Every market that the venue lists now; or why nobody knows. */
export async function listMarkets(
  account: Account,
  world: CaseWorld,
): Promise<{ readonly symbols: readonly string[] } | { readonly why: string }> {
  const prices = await readListing('listMarketPrices', {}, account, world);
  const why = whyIncomplete(prices);
  if (!prices.read || why !== undefined) return { why: why ?? 'the prices were not read' };
  const symbols = prices.listing.rows.map(({ symbol }) => symbol);
  // "All 0 markets" would be a false "fine".
  return symbols.length === 0 ? { why: 'the venue lists no market at all' } : { symbols };
}

interface Days {
  readonly days: readonly MarketDay[];
  /** By what the markets are ranked, in words. */
  readonly rankedBy: string;
  readonly exchanges: readonly string[];
}

/** The public figures of every market; where they cannot be had, the ranking goes without and says so. */
async function readDays(account: Account, world: CaseWorld): Promise<Days> {
  const capability = world.venueOf(account).marketDays;
  const without = (why: string): Days => ({
    days: [],
    rankedBy: `by what is known of the account alone: ${why}`,
    exchanges: [],
  });
  if (capability === undefined) return without('no list of this venue tells figures of all markets');
  const { listing, failure } = await withSession(account, 'public', world, (session) =>
    readAll({
      capability,
      session,
      query: {},
      budget: world.budgetOf(account, 'public'),
      clock: world.clock,
      signal: world.signal,
      what: 'public figures of the markets',
    }),
  );
  if (failure) {
    await world.failed(failure);
    return without(`public figures could not be read (${failure.code} while ${failure.doing})`);
  }
  return {
    days: listing.rows,
    rankedBy: 'by what is known of the account, then by public figures of the last day',
    exchanges: listing.pages.map(({ exchange }) => exchange),
  };
}

export interface SweepPlan {
  readonly markets: readonly RankedMarket[];
  readonly rankedBy: string;
  readonly plan: ReadingPlan;
}

/**
 * Ranks every market, the most suspicious first, and keeps the order with its reasons and its price as an
 * exhibit. `isRead` tells what needs no reading any more.
 */
export async function planSweep(
  account: Account,
  {
    symbols,
    from,
    isRead,
  }: { readonly symbols: readonly string[]; readonly from: string; isRead(symbol: string): boolean },
  world: CaseWorld,
): Promise<SweepPlan> {
  const { days, rankedBy, exchanges } = await readDays(account, world);
  const listed = new Set(symbols);
  const inQuestion = await questionsOf(account, world);
  const ranked = rankMarkets({
    // A contract, or what was delisted: no market of the sweep, whoever named it.
    inQuestion: inQuestion.filter(({ symbol }) => listed.has(symbol)),
    markets: symbols,
    days,
  });
  const left = ranked.flatMap(({ symbol }) => (isRead(symbol) ? [] : [symbol]));
  const plan = planReadings({
    venue: world.venueOf(account),
    lists: ['listTrades'],
    now: world.clock.now().toISO() ?? '',
    from,
    symbols: left,
    keys: readersOf(account, world).map((holder) => ({ holder })),
  });
  await world.acquire({
    kind: 'reading-plan',
    title: `the sweep over every market of ${account.label}, the most suspicious first`,
    content: {
      sweep: { rankedBy, exchanges, markets: ranked, alreadyRead: ranked.length - left.length },
      ...plan,
    } as unknown as Json,
    source: {
      from: 'firebreak',
      why: 'ranked from what the case knows and from public figures of the venue',
    },
  });
  return { markets: ranked, rankedBy, plan };
}
