import type { CaseMode } from '../domain/run-event.ts';
import { displayWidth } from './display-width.ts';
import { drawBanner } from './draw-header.ts';
import { labelled, rule, type Frame } from './layout.ts';
import { createPaint, type Tone } from './palette.ts';
import { showable } from './sanitise.ts';

interface Ending {
  readonly mode: CaseMode;
  readonly verdict: {
    readonly is: 'contained' | 'partly-contained' | 'not-contained' | 'open';
    readonly because: string;
  };
  /** The first page's figures, in words: "Time to key dead", "4 min 12 s". */
  readonly numbers: readonly { readonly name: string; readonly value: string }[];
  /** What was written and where. Paths are broken over lines, never shortened. */
  readonly paths: readonly { readonly what: string; readonly path: string }[];
  /** What to do next, a command a line: "firebreak verify …". */
  readonly next?: readonly string[];
}

/** The last thing on the screen: verdict, figures, where the record lies. */
export function drawEnding(ending: Ending, { columns, color }: Frame): string[] {
  const paint = createPaint(color);
  const verdict = ending.verdict.is.toUpperCase();
  return [
    drawBanner(ending.mode, { columns, color }),
    ...labelled(
      { label: verdict, text: showable(ending.verdict.because), indent: 0, labelWidth: verdict.length + 1 },
      columns,
      (word) => paint(tones[ending.verdict.is], word),
    ),
    rule(columns),
    ...drawRows(ending, columns),
  ];
}

/** Figures, a gap, then paths and commands: one column of labels for all of them. */
function drawRows({ numbers, paths, next = [] }: Ending, columns: number): string[] {
  const figures = numbers.map(({ name, value }) => [showable(name, 40), showable(value)] as const);
  const places = paths.map(({ what, path }) => [showable(what, 40), showable(path)] as const);
  const commands = next.map((line, index) => [index === 0 ? 'Next' : '', showable(line)] as const);
  const labels = [...figures, ...places, ...commands].map(([label]) => displayWidth(label));
  const labelWidth = Math.min(30, Math.max(0, ...labels)) + 1;
  const draw = ([label, text]: readonly [string, string]): string[] =>
    labelled({ label, text, labelWidth }, columns);
  const below = [...places, ...commands].flatMap(draw);
  return [...figures.flatMap(draw), ...(below.length > 0 ? ['', ...below] : [])];
}

const tones: Readonly<Record<Ending['verdict']['is'], Tone>> = {
  contained: 'good',
  'partly-contained': 'warn',
  'not-contained': 'bad',
  open: 'unsure',
};
