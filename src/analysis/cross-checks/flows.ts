import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { add, subtract } from '../../domain/money.ts';
import type { LedgerEntry } from '../../domain/trading.ts';
import { isAmount } from '../amounts.ts';
import { millisOf } from '../moments.ts';
import type { Reading } from './cross-check.ts';

/**
 * A reading of balances takes a while and says only when it was over; what moved in that time may be in it or
 * not, and both are right.
 */
const whileReadingMs = 2 * 60_000;
/** Our clock against the venue's, and lines that are booked a moment before or after they count. */
const afterwardsMs = 10_000;

export interface Window {
  readonly from: number;
  readonly to: number;
}

export const windowOf = ({ at }: Pick<Reading<unknown>, 'at'>): Window => {
  const ms = millisOf(at) ?? Number.NaN;
  return { from: ms - whileReadingMs, to: ms + afterwardsMs };
};

export interface DatedLine {
  readonly line: LedgerEntry;
  readonly ms: number;
}

export interface Flow {
  readonly flow: string;
  /** How many lines it is the sum of, or one more. */
  readonly parts: number;
}

/** With more ways to cut them, some sum would explain any change of a balance. */
const mostCuts = 40_000;

/**
 * All sums that the lines between two readings allow: each cut of what happened while one was made, and both
 * ways to take a fee where nobody knows which is right. First the one that counts by the clock.
 * Undefined: so much moved while the balances were read that nothing can be said.
 */
export function flowsBetween(
  dated: readonly DatedLine[],
  before: Window,
  after: Window,
  fee: Bookkeeping['fee'],
): readonly Flow[] | undefined {
  const lines = dated.filter(({ ms }) => ms >= before.from && ms <= after.to).toSorted((a, b) => a.ms - b.ms);
  const starts = cuts(lines, before);
  const ends = cuts(lines, after);
  if (starts.length * ends.length > mostCuts) return undefined;
  return feeWays[fee].flatMap((changeOf) => {
    const running = ['0'];
    for (const { line } of lines) running.push(add(running.at(-1) ?? '0', changeOf(line)));
    const sumOf = (start: number, end: number): string =>
      subtract(running[end] ?? '0', running[start] ?? '0');
    return ends.flatMap((end) =>
      starts
        .filter((start) => start <= end)
        .map((start) => ({ flow: sumOf(start, end), parts: end - start + 1 })),
    );
  });
}

/** Before which line a reading may have been made; the latest first, as it is known when a reading was over. */
function cuts(lines: readonly DatedLine[], { from, to }: Window): readonly number[] {
  const first = lines.filter(({ ms }) => ms < from).length;
  const last = lines.filter(({ ms }) => ms <= to).length;
  return Array.from({ length: last - first + 1 }, (_, i) => last - i);
}

const ofChange = ({ change }: LedgerEntry): string => change;
const lessFee = ({ change, fee }: LedgerEntry): string =>
  fee.known && isAmount(fee.value) ? subtract(change, fee.value) : change;

const feeWays: Readonly<Record<Bookkeeping['fee'], readonly ((line: LedgerEntry) => string)[]>> = {
  'in-change': [ofChange],
  beside: [lessFee],
  'not-told': [ofChange, lessFee],
};
