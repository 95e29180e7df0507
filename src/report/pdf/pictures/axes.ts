import { groupDigits } from '../../../domain/money.ts';
import type { Frame } from '../../charts/line-chart.ts';
import type { Tick } from '../../charts/time-axis.ts';
import { ink } from '../theme.ts';
import type { Picture } from './picture.ts';
import { points, tinyBold } from './picture.ts';

/** Grid, values at the left below what they are in, times below with their day. */
export function drawAxes(
  picture: Picture,
  { left, right, bottom, day, xTicks, yTicks }: Frame,
  unit: string,
): void {
  picture.text(unit, [0, 10], { style: tinyBold });
  for (const { value, y } of yTicks) {
    const isZero = value === 0;
    picture.line([left, y], [right, y], isZero ? ink.muted : ink.hair, isZero ? 0.6 : 0.4);
    picture.text(tickText(value), [left - 8, y], { align: 'right', down: 2.3, within: points(left - 10) });
  }
  drawTimeAxis(picture, { left, right, y: bottom, ticks: xTicks });
  picture.text(day, [left - 8, bottom + 5], { align: 'right', down: 7.2 });
}

/** A line with its times below it. */
export function drawTimeAxis(
  picture: Picture,
  {
    left,
    right,
    y,
    ticks,
  }: {
    readonly left: number;
    readonly right: number;
    readonly y: number;
    readonly ticks: readonly (Tick & { readonly x: number })[];
  },
): void {
  picture.line([left, y], [right, y], ink.text, 0.6);
  for (const { x, label } of ticks) {
    picture.line([x, y], [x, y + 5], ink.text, 0.6);
    // At the edges a label in the middle would stand out of the picture.
    const align = x - left < 12 ? 'left' : right - x < 12 ? 'right' : 'centre';
    picture.text(label, [x, y + 5], { align, down: 7.2 });
  }
}

/** Of a tick: no more digits than it has. */
function tickText(value: number): string {
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? groupDigits(text) : text;
}
