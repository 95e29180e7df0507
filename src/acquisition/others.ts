import { othersAt, usedBy } from './alike.ts';
import type { Counter } from './admission.ts';
import type { Tally } from './tally.ts';

/** What a header of the venue said last, and since when it counts, at the earliest. */
export interface Reading {
  readonly atMs: number;
  readonly used: number;
  readonly sinceMs: number;
  /** The most that others seemed to take within a window, and when that was seen. */
  readonly theirs: number;
  readonly theirsMs: number;
  /** Since when replies have followed each other closely, and since when no window passed without one. */
  readonly closelyMs: number;
  readonly knownMs: number;
}

// Requests that were on their way when the venue began to count anew.
const underWayMs = 2_000;
// What is over by then need not be told apart so finely.
const shortWindowMs = 10_000;

/**
 * Takes over what the venue counted beyond ours: other programs spend from the same limit. A venue that
 * counts by the clock's minute begins again at 0 sooner than our sliding window: no reason to forget, but
 * from then on it is what we asked since then that is taken off.
 */
export function noteUsage(
  tally: Tally,
  counter: Counter,
  headers: Readonly<Record<string, string>>,
  { nowMs, roundTripMs }: { readonly nowMs: number; readonly roundTripMs: number },
): void {
  const { name, limit } = counter;
  const { header, windowMs } = limit;
  const said = header === undefined ? undefined : headers[header.name];
  if (header === undefined || said === undefined || !/^\d{1,12}$/.test(said.trim())) return;
  const used = header.says === 'used' ? Number(said) : Math.max(0, limit.limit - Number(said));
  const last = tally.reading(name);
  const gapMs = nowMs - (last?.atMs ?? Number.NEGATIVE_INFINITY);
  // All that the venue can have counted: it looked back from some moment of the round trip.
  const wholeMs = nowMs - roundTripMs - windowMs;
  const sinceMs = windowMs > shortWindowMs ? Math.max(wholeMs, countedSince(last, used)) : wholeMs;
  const ours = usedBy(tally, counter, { sinceMs, nowMs });
  if (used > ours) {
    tally.forget(othersAt(name), nowMs - windowMs);
    // Somewhere since the last reply, evenly for all that is known; what is yet to come is kept free besides.
    // Before the first one nothing is known: all of it may have been spent just now.
    const atMs = last === undefined ? nowMs : nowMs - Math.min(gapMs, windowMs) / 2;
    tally.add(othersAt(name), { units: used - ours, atMs, isOpen: false });
  }
  const closelyMs = last !== undefined && gapMs < windowMs / parts ? last.closelyMs : nowMs;
  const knownMs = last !== undefined && gapMs < windowMs ? last.knownMs : nowMs;
  const theirs = theirsNow(tally, counter, { last, closelyMs, nowMs });
  tally.setReading(name, { atMs: nowMs, used, sinceMs, closelyMs, knownMs, ...theirs });
}

/** A number that falls by more than half is of another window; by less, replies came in another order. */
function countedSince(last: Reading | undefined, used: number): number {
  if (last === undefined) return Number.NEGATIVE_INFINITY;
  return used < last.used / 2 ? last.atMs - underWayMs : last.sinceMs;
}

// Their pace of the last sixth of a window: what they have begun is seen before the window is over. A
// sixtieth is the least that tells anything: in a second of a minute whoever takes an even half of the limit
// has sent some requests.
const parts = 6;
const partsAtFirst = 60;
// More than half is nobody's due: whoever floods a limit must not keep us from reading.
const mostDue = 0.5;
const rememberedWindows = 5;

const takenBy = (tally: Tally, { name }: Counter, sinceMs: number, nowMs: number): number =>
  tally.used(othersAt(name), { sinceMs, nowMs });

interface Seen {
  readonly last: Reading | undefined;
  readonly closelyMs: number;
  readonly nowMs: number;
}

/**
 * Their pace as it shows in this reply. A faster one is remembered until replies that followed each other
 * closely have shown a slower: while we wait nothing shows.
 */
function theirsNow(
  tally: Tally,
  counter: Counter,
  { last, closelyMs, nowMs }: Seen,
): Pick<Reading, 'theirs' | 'theirsMs'> {
  const { windowMs } = counter.limit;
  const partMs = windowMs / parts;
  const isKnown = last !== undefined && nowMs - last.theirsMs < rememberedWindows * windowMs;
  // What the first reply told was taken nobody knows when.
  const forMs = Math.min(partMs, nowMs - closelyMs);
  const taken = takenBy(tally, counter, nowMs - forMs, nowMs);
  const pace = taken * (windowMs / Math.max(forMs, windowMs / partsAtFirst));
  const theirs = Math.max(pace, takenBy(tally, counter, nowMs - windowMs, nowMs));
  const isShown = nowMs - closelyMs >= partMs && nowMs - (last?.theirsMs ?? 0) >= windowMs;
  const isKept = isKnown && last.theirs > theirs && !isShown;
  return isKept ? { theirs: last.theirs, theirsMs: last.theirsMs } : { theirs, theirsMs: nowMs };
}

/**
 * Whether nobody knows yet what others spend, at a limit where the venue tells it: no reply within a window,
 * or only for so short a time that an even half of theirs would not have shown.
 */
export function isUnseen(
  tally: Tally,
  { name, limit: { header, windowMs } }: Counter,
  nowMs: number,
): boolean {
  if (header === undefined || windowMs < shortWindowMs) return false;
  const reading = tally.reading(name);
  if (reading === undefined || nowMs - reading.atMs >= windowMs) return true;
  return nowMs - reading.knownMs < windowMs / partsAtFirst;
}

/** For how long replies that came will not have shown yet what others spend; undefined where they have, or none came. */
export function unseenForMs(tally: Tally, counter: Counter, nowMs: number): number | undefined {
  const { windowMs } = counter.limit;
  const reading = tally.reading(counter.name);
  if (reading === undefined || !isUnseen(tally, counter, nowMs)) return undefined;
  const leftMs = reading.knownMs + windowMs / partsAtFirst - nowMs;
  return leftMs > 0 ? leftMs : undefined;
}

/**
 * Returns how much of the limit others are going to take within the next window, beyond what they have
 * taken in this one. It is left to them, or our burst would have them refused, and a client that goes on
 * after that gets everybody's address banned.
 */
export function dueToOthers(tally: Tally, counter: Counter, nowMs: number): number {
  const { name, limit } = counter;
  const reading = limit.header === undefined ? undefined : tally.reading(name);
  if (reading === undefined || nowMs - reading.theirsMs >= rememberedWindows * limit.windowMs) return 0;
  const due = Math.min(limit.limit * mostDue, reading.theirs);
  return Math.max(0, due - takenBy(tally, counter, nowMs - limit.windowMs, nowMs));
}
