import type { RateLimit } from '../venues/index.ts';
import type { Tally } from './tally.ts';

/** Whose share a request is paid from. Evidence never takes what containment may need. */
export type Reserve = 'containment' | 'evidence';

/** One of a venue's limits, for one address, account or key. */
export interface Counter {
  readonly name: string;
  readonly limit: RateLimit;
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

/** Returns how long these charges have to wait, and for which limit. */
export function waitFor(
  tally: Tally,
  charges: readonly Charge[],
  {
    reserve,
    nowMs,
    openedMs,
  }: { readonly reserve: Reserve; readonly nowMs: number; readonly openedMs: number },
): BudgetWait {
  let longest: BudgetWait = { ms: 0, why: '' };
  for (const { counter, units } of charges) {
    if (units === 0) continue;
    const { name, limit } = counter;
    const lastMs = Math.max(openedMs, tally.containedMs(name) ?? Number.NEGATIVE_INFINITY);
    const share = reserve === 'containment' ? 1 : 1 - reserved(limit, nowMs - lastMs);
    // One dear request may exceed the share, but only when nothing else was spent.
    const roof = Math.max(limit.limit * share, units);
    const ms = limit.leaks
      ? waitToLeak(tally, counter, roof - units, nowMs)
      : waitToSlide(tally, counter, roof - units, nowMs);
    if (ms > longest.ms) longest = { ms, why: `the venue's limit ${limit.id} is used up` };
  }
  return longest;
}

const reserved = ({ windowMs }: RateLimit, quietForMs: number): number => {
  if (quietForMs < quietMs) return reservedShare;
  return windowMs <= shortWindowMs ? 0 : quietShare;
};

function waitToSlide(tally: Tally, { name, limit }: Counter, room: number, nowMs: number): number {
  const since = { sinceMs: nowMs - limit.windowMs, nowMs };
  let over = tally.used(name, since) - room;
  if (over <= 0) return 0;
  for (const { atMs, units } of tally.spent(name, since)) {
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
      tally.setLevel(name, { atMs: nowMs, level: levelOf(tally, counter, nowMs) + units });
      continue;
    }
    tally.forget(name, nowMs - limit.windowMs);
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

/**
 * Takes over what the venue counted beyond ours: other programs spend from the same limit. A venue
 * that counts by the clock's minute starts again at 0 sooner than our sliding window, so a lower
 * number than ours is no reason to forget.
 */
export function noteUsage(
  tally: Tally,
  { name, limit }: Counter,
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): void {
  const { header, windowMs } = limit;
  const said = header === undefined ? undefined : headers[header.name];
  if (header === undefined || said === undefined || !/^\d{1,12}$/.test(said.trim())) return;
  const used = header.says === 'used' ? Number(said) : Math.max(0, limit.limit - Number(said));
  const units = used - tally.used(name, { sinceMs: nowMs - windowMs, nowMs });
  if (units > 0) tally.add(name, { units, atMs: nowMs, isOpen: false });
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
