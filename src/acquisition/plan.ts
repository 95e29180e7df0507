import type { Account } from '../domain/account.ts';
import { type KeyReport, type PermissionScope, permissionScopes } from '../domain/api-key.ts';
import type { ExhibitKind } from '../domain/exhibit.ts';
import type { ByApi, Capability, CapabilityName, Paging, ReadPages, Venue } from '../venues/contract.ts';
import { toMs } from './interval.ts';
import type { Query } from './pager.ts';

/** One thing to acquire, by whom, and why at this place in the order. */
export interface PlannedRead {
  readonly what: ExhibitKind;
  readonly title: string;
  readonly capability: CapabilityName;
  readonly by: 'api' | 'hand' | 'nobody';
  /** Why now; for by hand and by nobody, why not by API. */
  readonly why: string;
  /** The venue's page, for what is read by hand. */
  readonly page?: string;
  readonly query: Query;
  /** Read in the first snapshot, or after containment. */
  readonly part: 'first-snapshot' | 'histories';
  /** Scopes that the read needs and this key is known not to have: another key must read it. */
  readonly lacks: readonly PermissionScope[];
  /** A guess at its duration, in milliseconds; undefined when it depends on what is found. */
  readonly expectedMs: number | undefined;
}

export interface PlanRequest {
  readonly venue: Venue;
  readonly account: Account;
  /** The time under suspicion: ISO 8601 UTC. */
  readonly window: { readonly from: string; readonly to: string };
  /** What the venue said of the key that will read; absent before it was asked. */
  readonly keyReport?: KeyReport;
  /** For the whole first snapshot. Containment does not wait longer than this. */
  readonly timeBudgetMs?: number;
}

const defaultTimeBudgetMs = 10_000;

// One round trip with the venue's own throttle, measured between 0.1 s and 0.3 s (ccxt-hazards §5);
// doubled, because a plan that is too slow is better than a snapshot that is cut off.
const expectedMsPerRequest = 600;

interface Kind {
  readonly capability: ReadingCapability;
  readonly what: ExhibitKind;
  readonly title: string;
  readonly why: string;
  /** Whether the query is about a stretch of time. */
  readonly timed: boolean;
}

type ReadingCapability = Extract<CapabilityName, 'introspectKey' | 'endSessions' | `list${string}`>;

// The order of volatility at an exchange (RFC 3227 §2.1 carried over), with one change: the key is
// introspected first, because at some venues the first call with a key overwrites its "last used",
// which is the attacker's trace.
const inOrderOfVolatility: readonly Kind[] = [
  {
    capability: 'introspectKey',
    what: 'key-report',
    title: 'the key as found',
    why: 'any other call may overwrite when and from where it was last used, and the attacker can delete it',
    timed: false,
  },
  {
    capability: 'listOpenOrders',
    what: 'open-orders',
    title: 'open orders',
    why: 'they change by the second, and cancelled ones are forgotten first',
    timed: false,
  },
  {
    capability: 'listWithdrawals',
    what: 'withdrawals',
    title: 'withdrawals, pending ones first of all',
    why: 'a pending withdrawal is the only theft that can still be stopped',
    timed: true,
  },
  {
    capability: 'listWithdrawalAddresses',
    what: 'withdrawal-addresses',
    title: 'withdrawal addresses',
    why: 'an address that was added now is where the money will go next',
    timed: false,
  },
  {
    capability: 'endSessions',
    what: 'attachment',
    title: 'sessions, devices and login addresses',
    why: 'they vanish when the sessions are ended: take a picture before',
    timed: false,
  },
  {
    capability: 'listBalances',
    what: 'balances',
    title: 'balances',
    why: 'they show what can still be lost, and which assets the attacker bought',
    timed: false,
  },
  {
    capability: 'listMarketPrices',
    what: 'market-prices',
    title: 'market prices',
    why: 'the yardstick for off-market fills is only public now',
    timed: false,
  },
  {
    capability: 'listOrders',
    what: 'orders',
    title: 'order history',
    why: 'orders cancelled without a fill are kept for hours or days only at some venues',
    timed: true,
  },
  {
    capability: 'listTrades',
    what: 'trades',
    title: 'trades',
    why: 'kept for months: no hurry, but the damage is computed from them',
    timed: true,
  },
  {
    capability: 'listDeposits',
    what: 'deposits',
    title: 'deposits',
    why: 'kept for months: they complete the books',
    timed: true,
  },
];

/**
 * Returns what to read, most volatile first. The first snapshot holds the reads that fit the time
 * budget: those of unknown length (one for each symbol) come after containment, and so does what no
 * longer fits. Pure: nothing is asked or read.
 */
export function planAcquisition(request: PlanRequest): readonly PlannedRead[] {
  let leftMs = request.timeBudgetMs ?? defaultTimeBudgetMs;
  return inOrderOfVolatility.map((kind) => {
    const capability: Capability<unknown> = request.venue.capabilities[kind.capability];
    const query = queryFor(kind, capability, request);
    const expectedMs = expectedDuration(capability, query);
    const lacks = capability.by === 'api' ? lackedScopes(capability, request.keyReport) : [];
    const fits = expectedMs !== undefined && expectedMs <= leftMs && lacks.length === 0;
    if (fits) leftMs -= expectedMs;
    return {
      what: kind.what,
      title: kind.title,
      capability: kind.capability,
      ...doneBy(kind, capability),
      query,
      part: fits ? 'first-snapshot' : 'histories',
      lacks,
      expectedMs,
    };
  });
}

function doneBy(kind: Kind, capability: Capability<unknown>): Pick<PlannedRead, 'by' | 'why' | 'page'> {
  if (capability.by === 'api') return { by: 'api', why: kind.why };
  const why = `${kind.why}; not by API: ${capability.why}`;
  return capability.by === 'hand' ? { by: 'hand', why, page: capability.page } : { by: 'nobody', why };
}

// Which symbols else is found out from balances and open orders: `symbolsInQuestion`.
function queryFor(kind: Kind, capability: Capability<unknown>, { account, window }: PlanRequest): Query {
  const paging = pagingOf(capability);
  const bySymbol = paging !== undefined && 'bySymbol' in paging && paging.bySymbol;
  return {
    ...(kind.timed ? { from: window.from, to: window.to } : {}),
    ...(bySymbol ? { symbols: account.pattern.usualSymbols } : {}),
  };
}

function expectedDuration(capability: Capability<unknown>, query: Query): number | undefined {
  if (capability.by !== 'api') return undefined;
  const paging = pagingOf(capability);
  if (paging === undefined || paging.style === 'single' || paging.style === 'cursor') {
    return expectedMsPerRequest;
  }
  if (paging.bySymbol || paging.style === 'ascending-id') return undefined;
  if (query.from === undefined || query.to === undefined) return expectedMsPerRequest;
  const windows = Math.max(1, Math.ceil((toMs(query.to) - toMs(query.from)) / paging.windowMs));
  return windows * expectedMsPerRequest;
}

/** Undefined for what is one call and no list. */
function pagingOf(capability: Capability<unknown>): Paging | undefined {
  if (capability.by !== 'api' || !isReader(capability.run)) return undefined;
  return capability.run.paging;
}

const isReader = (run: unknown): run is ReadPages<unknown> =>
  typeof run === 'object' && run !== null && 'paging' in run;

// Only what the venue denied: a scope it will not talk about may well be there.
function lackedScopes(
  capability: ByApi<unknown>,
  keyReport: KeyReport | undefined,
): readonly PermissionScope[] {
  return permissionScopes.filter(
    (scope) => capability.needs.includes(scope) && keyReport?.scopes[scope] === 'denied',
  );
}
