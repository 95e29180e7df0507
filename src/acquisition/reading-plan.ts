import type { KeyHolder } from '../domain/account.ts';
import type { Grant, PermissionScope } from '../domain/api-key.ts';
import type {
  Capability,
  CapabilityName,
  EvidenceDeadline,
  Paging,
  ReadPages,
  Venue,
} from '../venues/index.ts';
import { reservedShare } from './admission.ts';
import { toMs } from './interval.ts';
import { windowCount } from './paging/time-window.ts';
import { listsBySymbol } from './plan.ts';
import { withinMs } from './within.ts';

/** What is going to be read of one account, in which order and at what price; and what is not, and why. */
export interface ReadingPlan {
  readonly venue: string;
  /** ISO 8601 UTC, on the host's clock. */
  readonly madeAt: string;
  /** How far back the histories are asked; absent where only what is now is read. */
  readonly from?: string;
  readonly reads: readonly PlannedRead[];
  readonly leftOut: readonly LeftOut[];
}

export interface PlannedRead {
  readonly list: CapabilityName;
  /** The keys that it is tried with, the best first. */
  readonly keys: readonly KeyHolder[];
  /** What the venue forgets of it first, and how soon: why it stands where it stands. */
  readonly forgets?: Pick<EvidenceDeadline, 'what' | 'within'>;
  /** Why it may bring less than all, as far as is known before it is tried. */
  readonly doubts: readonly string[];
  /** One for each window of time, section and symbol that is known beforehand. */
  readonly requestsAtLeast: number;
  /** Of the venue's limits, by id: what those requests count. */
  readonly units: Readonly<Record<string, number>>;
  /** At the venue's sustained limits less what is kept for containment. */
  readonly secondsAtLeast: number;
}

export interface LeftOut {
  readonly list: CapabilityName;
  readonly why: string;
}

export interface PlanningOptions {
  readonly venue: Venue;
  /** The lists that are wanted, in the order that counts where no deadline does. */
  readonly lists: readonly CapabilityName[];
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly from?: string;
  /** What is asked of lists that the venue keeps by symbol. */
  readonly symbols: readonly string[];
  /** The keys at hand, the best first, and what the venue said that each may; absent: it was not asked. */
  readonly keys: readonly {
    readonly holder: KeyHolder;
    readonly scopes?: Readonly<Record<PermissionScope, Grant>>;
  }[];
}

/**
 * Plans the reading of one account: first what the venue forgets within a week, the soonest first
 * (venues-core A.2), then in the order given. Asks the venue nothing. What no key can list is left out with the reason.
 */
export function planReadings(options: PlanningOptions): ReadingPlan {
  const { venue, lists, now, from } = options;
  const byApi = lists.filter((list) => venue.capabilities[list].by === 'api');
  const reads = byApi
    .map((list) => plannedRead(list, options))
    .toSorted((a, b) => compareTimes(forgottenIn(a), forgottenIn(b)));
  const leftOut = lists.flatMap((list): readonly LeftOut[] => {
    const capability = venue.capabilities[list];
    return capability.by === 'api' ? [] : [{ list, why: `${byWhom[capability.by]}: ${capability.why}` }];
  });
  return { venue: venue.id, madeAt: now, ...(from === undefined ? {} : { from }), reads, leftOut };
}

const byWhom = { hand: 'a person reads it at the venue’s page', nobody: 'nobody can read it' } as const;

/** What is kept for longer than a response takes is in no hurry: then the order given counts. */
function forgottenIn({ forgets }: PlannedRead): number {
  const ms = forgets === undefined ? Infinity : withinMs(forgets.within);
  return ms <= weekMs ? ms : Infinity;
}

function plannedRead(list: CapabilityName, options: PlanningOptions): PlannedRead {
  const { venue, keys } = options;
  const capability = venue.capabilities[list] as Capability<ReadPages<unknown>>;
  if (capability.by !== 'api') throw new RangeError(`${list} is not read by API`);
  const requestsAtLeast = requestsOf(capability.run, options);
  const units = unitsOf(capability.cost, requestsAtLeast, venue);
  const forgets = soonest(venue.deadlines.filter(({ read }) => read === list));
  return {
    list,
    keys: keys.map(({ holder }) => holder),
    ...(forgets === undefined ? {} : { forgets: { what: forgets.what, within: forgets.within } }),
    doubts: doubtsOf(capability, options),
    requestsAtLeast,
    units,
    secondsAtLeast: secondsOf(units, venue),
  };
}

const soonest = (deadlines: readonly EvidenceDeadline[]): EvidenceDeadline | undefined =>
  deadlines.toSorted((a, b) => withinMs(a.within) - withinMs(b.within))[0];

function requestsOf({ paging, sections, reachMs }: ReadPages<unknown>, options: PlanningOptions): number {
  const inSections = Array.isArray(sections) ? Math.max(1, sections.length) : 1;
  const bySymbol = listsBySymbol(paging) ? options.symbols.length : 1;
  return inSections * bySymbol * windowsOf(paging, reachMs, options);
}

function windowsOf(paging: Paging, reachMs: number | undefined, { now, from }: PlanningOptions): number {
  if (paging.style !== 'time-window' || from === undefined) return 1;
  const asked = toMs(now) - toMs(from);
  return windowCount(Math.max(0, Math.min(asked, reachMs ?? asked)), paging);
}

function unitsOf(
  cost: Readonly<Record<string, number>> | undefined,
  requests: number,
  { limits = [] }: Venue,
): Readonly<Record<string, number>> {
  const each = cost ?? Object.fromEntries(limits.map(({ id }) => [id, 1]));
  return Object.fromEntries(Object.entries(each).map(([id, units]) => [id, units * requests]));
}

function secondsOf(units: Readonly<Record<string, number>>, { limits = [] }: Venue): number {
  const seconds = limits.map(({ id, limit, windowMs }) => {
    const rate = (limit * shareForEvidence) / (windowMs / 1000);
    const beyond = (units[id] ?? 0) - limit * shareForEvidence;
    // What fits into one window goes out at once.
    return beyond <= 0 ? 0 : beyond / rate;
  });
  return Math.ceil(Math.max(0, ...seconds));
}

function doubtsOf(
  { needs, needsForAll = [], suffices = [], run }: Extract<Capability<ReadPages<unknown>>, { by: 'api' }>,
  { keys, symbols, from, now }: PlanningOptions,
): readonly string[] {
  const isDenied = (scope: string): boolean =>
    keys.length > 0 && keys.every(({ scopes }) => scopes?.[scope as PermissionScope] === 'denied');
  const lacking = needs.filter(isDenied);
  const isRefused = lacking.length > 0 && suffices.every(isDenied);
  const partly = needsForAll.filter(isDenied);
  const reach = run.reachMs;
  return [
    ...(keys.length === 0 ? ['no key at hand lives'] : []),
    ...(isRefused ? [`no key at hand has ${lacking.join(', ')}`] : []),
    ...(partly.length > 0 ? [`a part of it wants ${partly.join(', ')}, which no key at hand has`] : []),
    ...(listsBySymbol(run.paging) && symbols.length === 0 ? ['no symbol is named'] : []),
    ...(reach !== undefined && from !== undefined && toMs(now) - toMs(from) > reach
      ? [`the venue tells nothing older than ${Math.round(reach / dayMs)} days`]
      : []),
  ];
}

/** Infinity less Infinity is no number. */
const compareTimes = (a: number, b: number): number => (a === b ? 0 : a - b);

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

// While somebody contains.
const shareForEvidence = 1 - reservedShare;
