import { add } from '../../domain/money.ts';
import type { AccountReport, StrangeFill } from '../model.ts';
import { millis } from '../words.ts';
import { drawn, frameOf, stairs, type Frame, type Sample } from './line-chart.ts';

export interface LossChart {
  readonly frame: Frame;
  readonly way: readonly (readonly [number, number])[];
  readonly fills: number;
  /** Decimal string, and where it stands. */
  readonly end: { readonly total: string; readonly x: number; readonly y: number };
  /** Fills that are in no sum, because their loss is not known. */
  readonly withoutValue: number;
}

/** The loss as it grew, fill by fill that is not ours; undefined when none has a value. */
export function lossChart(
  { strangeFills }: AccountReport,
  size: { width: number; height: number },
): LossChart | undefined {
  if (!strangeFills?.known) return undefined;
  const strangers = strangeFills.value.filter(({ recognised }) => recognised === 'not-ours');
  const { samples, total } = accumulate(strangers);
  const [first] = samples;
  if (!first) return undefined;
  const frame = frameOf(samples, { ...size, zero: true });
  const way = stairs([{ at: first.at, value: 0 }, ...samples], frame);
  const last = samples.at(-1) ?? first;
  return {
    frame,
    way,
    fills: samples.length,
    end: { total, x: frame.x(last.at), y: frame.y(last.value) },
    withoutValue: strangers.length - samples.length,
  };
}

function accumulate(fills: readonly StrangeFill[]): { samples: readonly Sample[]; total: string } {
  let total = '0';
  const samples = fills.flatMap(({ at, loss }): Sample[] => {
    const ms = millis(at);
    if (ms === undefined || !loss.known || drawn(loss.value) === undefined) return [];
    total = add(total, loss.value);
    return [{ at: ms, value: Number(total) }];
  });
  return { samples, total };
}
