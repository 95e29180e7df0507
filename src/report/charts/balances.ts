import { compare } from '../../domain/money.ts';
import type { AccountReport, AssetHistory, StrangeFill } from '../model.ts';
import { millis } from '../words.ts';
import { drawn, frameOf, stairs, type Frame, type Sample } from './line-chart.ts';

export interface BalanceChart {
  readonly asset: string;
  readonly frame: Frame;
  /** Each time that it was read. */
  readonly readings: readonly {
    readonly x: number;
    readonly y: number;
    readonly at: string;
    readonly total: string;
    readonly exhibit: string;
  }[];
  /** Between the readings, through fills and transfers; empty where that cannot be told. */
  readonly way: readonly (readonly [number, number])[];
  /** Why there is no way between the readings. */
  readonly why?: string;
  /** Readings so long after the rest that they stand at the right edge, out of scale. */
  readonly late: number;
}

/** One picture for each asset whose total changed while the case was open; at most `most`. */
export function balanceCharts(
  account: AccountReport,
  size: { width: number; height: number; most: number },
): readonly BalanceChart[] {
  const { balanceHistory = [] } = account;
  const changed = balanceHistory.filter(hasChanged).slice(0, size.most);
  if (changed.length === 0) return [];
  const begin = beginOf(account);
  return changed.flatMap((history) => chartOf(history, size, begin));
}

/**
 * A minute before the first fill that is not ours: hours of quiet before it need no room. Earlier where funds were
 * withdrawn in the three days before it, by whomever: a picture of balances that begins after that would hide it.
 */
function beginOf({ strangeFills, withdrawals }: AccountReport): number | undefined {
  const fill = strangeFills?.known ? firstStrange(strangeFills.value) : undefined;
  if (fill === undefined) return undefined;
  let begin = fill;
  for (const seen of [withdrawals.first, withdrawals.later]) {
    if (!seen.known) continue;
    for (const { requestedAt } of seen.value.rows) {
      const ms = millis(requestedAt);
      if (ms !== undefined && ms >= fill - windowMs) begin = Math.min(begin, ms);
    }
  }
  return begin - 60_000;
}

/** As far back as the incident is looked for without an earlier trace. */
const windowMs = 72 * 60 * 60_000;

function firstStrange(fills: readonly StrangeFill[]): number | undefined {
  for (const { recognised, at } of fills) if (recognised === 'not-ours') return millis(at);
  return undefined;
}

/** The samples from there on; what held before stands at the beginning. */
function since(samples: readonly Sample[], begin: number | undefined): readonly Sample[] {
  if (begin === undefined) return samples;
  const after = samples.filter(({ at }) => at >= begin);
  // The first sample is what there was before the first move, see `AssetHistory`.
  const held = samples.findLast(({ at }) => at < begin) ?? samples[0];
  return held ? [{ at: begin, value: held.value }, ...after] : after;
}

/** Assets that moved, whether they are drawn or not. */
export const hasChanged = ({ readings, computed }: AssetHistory): boolean =>
  (computed.known && computed.value.length > 0) ||
  readings.some(({ total }) => differ(total, readings[0]?.total ?? total));

/** Amounts are compared as numbers: 1.0 is 1. What is no amount can only be the same text or another. */
const differ = (a: string, b: string): boolean =>
  drawn(a) === undefined || drawn(b) === undefined ? a !== b : compare(a, b) !== 0;

function chartOf(
  history: AssetHistory,
  size: { width: number; height: number },
  begin: number | undefined,
): BalanceChart[] {
  const moves = history.computed.known ? since(samplesOf(history.computed.value), begin) : [];
  const readings = history.readings.flatMap((reading) => {
    const [sample] = samplesOf([reading]);
    return sample ? [{ ...reading, ...sample }] : [];
  });
  const cut = lastInScale([...moves, ...readings.slice(0, -1)]);
  const shown = readings.filter(({ at }) => at <= cut);
  const inScale = [...moves, ...shown];
  if (inScale.length === 0 || readings.length === 0) return [];
  const late = readings.filter(({ at }) => at > cut);
  const frame = frameOf([...inScale, ...late.map(({ value }) => ({ at: cut, value }))], {
    ...size,
    width: size.width,
  });
  return [
    {
      asset: history.asset,
      frame,
      readings: readings.map((reading, i) => ({
        x: reading.at > cut ? frame.right + 6 : frame.x(reading.at),
        y: frame.y(reading.value),
        at: history.readings[i]?.at ?? '',
        total: reading.total,
        exhibit: reading.exhibit,
      })),
      way: stairs(moves, frame, cut),
      late: late.length,
      ...(history.computed.known ? {} : { why: history.computed.why }),
    },
  ];
}

/** A last look a day later would press the minutes that count into a line. */
function lastInScale(samples: readonly Sample[]): number {
  return samples.reduce((max, { at }) => Math.max(max, at), samples[0]?.at ?? Infinity);
}

const samplesOf = (points: readonly { readonly at: string; readonly total: string }[]): readonly Sample[] =>
  points.flatMap(({ at, total }) => {
    const ms = millis(at);
    const value = drawn(total);
    return ms === undefined || value === undefined ? [] : [{ at: ms, value }];
  });
