import type { RateLimit } from '../venues/index.ts';
import { containedBy, spentBy, usedBy, type Alike } from './alike.ts';
import { dueToOthers, isUnseen, unseenForMs } from './others.ts';
import { paceOf } from './pace.ts';
import type { Tally } from './tally.ts';

/** Whose share a request is paid from. Evidence never takes what containment may need. */
export type Reserve = 'containment' | 'evidence';

/** One of a venue's limits, for one address, account or key. */
export interface Counter {
  readonly name: string;
  readonly limit: RateLimit;
  /** Of an account that may be another's: what that one spent counts here, too. Not of a limit that leaks. */
  readonly alike?: Alike;
}

export interface Charge {
  readonly counter: Counter;
  readonly units: number;
}

export interface BudgetWait {
  readonly ms: number;
  readonly why: string;
}

/** What an admitted request was charged, until its answer is there. */
export interface Receipt {
  readonly sentMs: number;
  readonly entries: readonly { readonly counter: Counter; readonly entry: number }[];
}

// A fifth of every window is kept for revoking, cancelling and proving dead, while that goes on.
export const reservedShare = 0.2;
// After so long without a request of containment evidence may have nearly all ...
const quietMs = 120_000;
const quietShare = 0.03;
// ... and all where the whole wait is no longer than this: what it uses up is soon free again.
const shortWindowMs = 10_000;

// A reply tells of the window that ended while it was on its way.
const lookedBackMs = 10_000;
// Where others may spend as much, and nothing tells, or only a ban would.
const shareUnseen = 0.5;

interface Looking {
  readonly reserve: Reserve;
  readonly nowMs: number;
  /** When the process began, on the tally's scale. */
  readonly openedMs: number;
  /** Whether room is kept for what others are going to spend: where this tally knows who is no other. */
  readonly looksAhead: boolean;
}

/** Returns how long these charges have to wait, and for which limit. */
export function waitFor(
  tally: Tally,
  charges: readonly Charge[],
  { reserve, nowMs, openedMs, looksAhead }: Looking,
): BudgetWait {
  let longest: BudgetWait = { ms: 0, why: '' };
  for (const { counter, units } of charges) {
    if (units === 0) continue;
    const { name, limit } = counter;
    const lastMs = Math.max(openedMs, containedBy(tally, counter) ?? Number.NEGATIVE_INFINITY);
    const quietForMs = nowMs - lastMs;
    const share = reserve === 'containment' ? 1 : shareOf(tally, counter, { nowMs, quietForMs, looksAhead });
    const pace = paceOf(tally, name, nowMs);
    // What leaks is slowed by dearer requests: it sinks as fast as ever.
    const due = limit.leaks ? units / pace : units;
    const theirs = reserve === 'containment' || !looksAhead ? 0 : dueToOthers(tally, counter, nowMs);
    // One dear request may exceed the share, but only when nothing else was spent.
    const roof = Math.max(limit.limit * share * (limit.leaks ? 1 : pace) - theirs, due);
    const ms = limit.leaks
      ? waitToLeak(tally, counter, roof - due, nowMs)
      : waitToSlide(tally, counter, roof - due, nowMs);
    // Half of the limit may only be closed until it shows what others spend: then is soon enough to look again.
    const unseenMs =
      reserve === 'containment' || !looksAhead ? undefined : unseenForMs(tally, counter, nowMs);
    const untilMs = Math.ceil(Math.min(ms, unseenMs ?? ms));
    if (untilMs > longest.ms) longest = { ms: untilMs, why: `the venue's limit ${limit.id} is used up` };
  }
  return longest;
}

/** How much of a limit evidence may take. */
function shareOf(
  tally: Tally,
  counter: Counter,
  { nowMs, quietForMs, looksAhead }: Pick<Looking, 'nowMs' | 'looksAhead'> & { readonly quietForMs: number },
): number {
  const { bans, windowMs } = counter.limit;
  if (bans === true || (looksAhead && isUnseen(tally, counter, nowMs))) return shareUnseen;
  if (quietForMs < quietMs) return 1 - reservedShare;
  return windowMs <= shortWindowMs ? 1 : 1 - quietShare;
}

function waitToSlide(tally: Tally, counter: Counter, room: number, nowMs: number): number {
  const { limit } = counter;
  const since = { sinceMs: nowMs - limit.windowMs, nowMs };
  let over = usedBy(tally, counter, since) - room;
  if (over <= 0) return 0;
  for (const { atMs, units } of spentBy(tally, counter, since)) {
    over -= units;
    if (over <= 0) return atMs + limit.windowMs - nowMs;
  }
  return limit.windowMs;
}

const waitToLeak = (tally: Tally, counter: Counter, room: number, nowMs: number): number =>
  Math.max(0, Math.ceil((levelOf(tally, counter, nowMs) - room) / perMs(counter)));

const perMs = ({ limit: { limit, windowMs } }: Counter): number => limit / windowMs;

function levelOf(tally: Tally, counter: Counter, nowMs: number): number {
  const before = tally.level(counter.name);
  if (before === undefined) return 0;
  return Math.max(0, before.level - Math.max(0, nowMs - before.atMs) * perMs(counter));
}

/** Counts the charges, whatever room there is. */
export function charge(
  tally: Tally,
  charges: readonly Charge[],
  { reserve, nowMs, isOpen }: { readonly reserve: Reserve; readonly nowMs: number; readonly isOpen: boolean },
): Receipt {
  const entries: { counter: Counter; entry: number }[] = [];
  for (const { counter, units } of charges) {
    if (units === 0) continue;
    const { name, limit } = counter;
    if (reserve === 'containment') tally.noteContainment(name, nowMs);
    if (limit.leaks) {
      const due = units / paceOf(tally, name, nowMs);
      tally.setLevel(name, { atMs: nowMs, level: levelOf(tally, counter, nowMs) + due });
      continue;
    }
    tally.forget(name, nowMs - limit.windowMs - lookedBackMs);
    const entry = tally.add(name, { units, atMs: nowMs, isOpen });
    if (isOpen) entries.push({ counter, entry });
  }
  return { sentMs: nowMs, entries };
}

/**
 * The answer is there, and the venue may have counted the request up to `lateMs` after it was sent:
 * until then, its window has not begun.
 */
export function settle(tally: Tally, { sentMs, entries }: Receipt, lateMs: number): void {
  for (const { counter, entry } of entries) tally.settle(counter.name, entry, sentMs + lateMs);
}

/** Throws RangeError for charges that no waiting would ever make room for. */
export function refuseImpossible(charges: readonly Charge[]): void {
  for (const { counter, units } of charges) {
    const { id, limit } = counter.limit;
    if (!(units >= 0 && units <= limit)) {
      throw new RangeError(`a request of ${units} units can never fit ${limit} of ${id}`);
    }
  }
}
