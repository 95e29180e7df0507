import { add } from '../../domain/money.ts';
import type { AccountReport, StrangeFill } from '../model.ts';
import { millis } from '../words.ts';
import { drawn, frameOf, stairs, type Frame, type Sample } from './line-chart.ts';

/** Units that a label of an amount takes. */
const labelRoom = 130;

export interface LossChart {
  readonly frame: Frame;
  readonly way: readonly (readonly [number, number])[];
  readonly fills: number;
  /** Decimal string, and where it stands. */
  readonly end: {
    readonly total: string;
    readonly x: number;
    readonly y: number;
    /** Where its label has room: left of it stand the values of the axis when there is one fill alone. */
    readonly labelAt: 'left' | 'right';
  };
  /** Fills that are in no sum, because their loss is not known. */
  readonly withoutValue: number;
}

/** The loss as it grew, fill by fill that is not ours; undefined when none has a value. */
export function lossChart(
  { strangeFills }: AccountReport,
  size: { width: number; height: number },
): LossChart | undefined {
  if (!strangeFills?.known) return undefined;
  const { samples, total, withoutValue } = accumulate(strangeFills.value);
  const [first] = samples;
  if (!first) return undefined;
  const frame = frameOf(samples, { ...size, zero: true });
  const way = stairs([{ at: first.at, value: 0 }, ...samples], frame);
  const last = samples.at(-1) ?? first;
  const x = frame.x(last.at);
  return {
    frame,
    way,
    fills: samples.length,
    end: { total, x, y: frame.y(last.value), labelAt: x - frame.left < labelRoom ? 'right' : 'left' },
    withoutValue,
  };
}

/** Looks at one fill after the other and keeps none: there may be ten thousand. */
function accumulate(fills: readonly StrangeFill[]): {
  readonly samples: readonly Sample[];
  readonly total: string;
  readonly withoutValue: number;
} {
  let total = '0';
  let withoutValue = 0;
  const samples: Sample[] = [];
  for (const { recognised, at, loss } of fills) {
    if (recognised !== 'not-ours') continue;
    const ms = millis(at);
    if (ms === undefined || !loss.known || drawn(loss.value) === undefined) {
      withoutValue += 1;
      continue;
    }
    total = add(total, loss.value);
    samples.push({ at: ms, value: Number(total) });
  }
  return { samples, total, withoutValue };
}
