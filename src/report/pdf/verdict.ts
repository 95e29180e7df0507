import type { OutcomeName } from '../../domain/outcome.ts';
import type { Verdict } from '../model.ts';
import type { Canvas } from './canvas.ts';
import { ink } from './theme.ts';

export { verdictWords as verdictWord } from '../five-numbers.ts';

export const verdictInk: Readonly<Record<Verdict['is'], string>> = {
  contained: ink.good,
  'partly-contained': ink.doubtful,
  'not-contained': ink.bad,
  open: ink.open,
};

export const outcomeInk: Readonly<Record<OutcomeName | 'not-reached', string>> = {
  verified: ink.good,
  unverified: ink.doubtful,
  failed: ink.bad,
  unknown: ink.bad,
  skipped: ink.doubtful,
  waived: ink.doubtful,
  'not-reached': ink.muted,
};

/** A tick, a half, a cross or a ring in a square: tells the verdicts apart without colour. */
export function drawVerdictSign(canvas: Canvas, is: Verdict['is'], x: number, y: number, size: number): void {
  const at = (dx: number, dy: number): [number, number] => [x + dx * size, y + dy * size];
  canvas.frame(x, y, size, size, ink.paper, 1.4);
  if (is === 'contained') canvas.polyline([at(0.22, 0.52), at(0.43, 0.73), at(0.79, 0.29)], ink.paper, 2);
  if (is === 'partly-contained') canvas.polygon([at(0, 0), at(1, 0), at(0, 1)], ink.paper);
  if (is === 'not-contained') {
    canvas.polyline([at(0.25, 0.25), at(0.75, 0.75)], ink.paper, 2);
    canvas.polyline([at(0.75, 0.25), at(0.25, 0.75)], ink.paper, 2);
  }
}
