import { displayWidth, fitText, padText } from './display-width.ts';
import { atMost, clockTime, elapsed, labelled, spread, type Frame } from './layout.ts';
import { laneName } from './names.ts';
import { createPaint } from './palette.ts';
import type { Happened, Running, ScreenState } from './screen-state.ts';

export interface BoardFrame extends Frame {
  readonly now: string;
  /** Lines at most; what does not fit is counted in a line. */
  readonly rows: number;
  /** How many of the last happenings to show. The live screen shows none: they stand above it. */
  readonly last?: number;
}

/** What goes on beside the operator: acts and steps at work with their progress, waits, what happened last. */
export function drawBoard(state: ScreenState, frame: BoardFrame): string[] {
  const { rows, last = 0 } = frame;
  const work = drawWork(state, frame);
  const waits = drawTimers(state, frame);
  const happened = drawLast(state, last);
  // Work is the last to give way; a wait and a happening keep a line each while there is one.
  const forWork = Math.max(1, rows - Math.min(1, waits.length) - Math.min(1, happened.length));
  const shownWork = section('Work', work, Math.min(rows, forWork), frame);
  const forWaits = Math.max(0, rows - shownWork.length - Math.min(1, happened.length));
  const shownWaits = section('Wait', waits, Math.min(forWaits, mostWaits), frame);
  const forLast = rows - shownWork.length - shownWaits.length;
  return [...shownWork, ...shownWaits, ...section('Last', happened, forLast, frame)];
}

/** One line of what happened: when, how it ended, whose lane, what. Wrapped, nothing left out. */
export function drawHappened(happened: Happened, { columns, color }: Frame): string[] {
  const { tone } = happened;
  const paint = createPaint(color);
  const time = clockTime(happened.at);
  const said = happened.lane === '' ? happened.text : `${happened.lane}: ${happened.text}`;
  return labelled(
    { label: `${time}  ${happened.word}`, text: said, indent: 0, labelWidth: 20 },
    columns,
    (label) =>
      tone === undefined
        ? label
        : label.slice(0, 10) + paint(tone, label.slice(10).trimEnd()) + trailing(label),
  );
}

const margin = 7;
const mostWaits = 3;

/** A line of the board, drawn once its width is known. */
type DrawLine = (width: number) => string;

function drawWork(state: ScreenState, { now }: BoardFrame): DrawLine[] {
  const steps = [...state.running.values()];
  const names = steps.map((step) => laneName(state, step.lane));
  const nameWidth = Math.min(14, Math.max(0, ...names.map(displayWidth)));
  const acts = [...state.acting.values()].map(({ text }) => cutTo(`acting now: ${text}`));
  return [
    ...acts,
    ...steps.map((step, index) => drawRunning(step, padText(names[index] ?? '', nameWidth), now)),
  ];
}

function drawRunning(step: Running, name: string, now: string): DrawLine {
  const attempt = step.attempt > 1 ? ` (attempt ${step.attempt})` : '';
  const text = step.text === undefined ? '' : `: ${step.text}`;
  const figures = [counted(step), elapsed(step.since, now)].filter((part) => part !== '').join('  ');
  return (width) => spread(`${name}  ${step.title}${attempt}${text}`, figures, width);
}

function counted({ done, total }: Running): string {
  if (done === undefined) return '';
  return total === undefined ? `${done}` : `${done}/${total}`;
}

function drawTimers(state: ScreenState, { now }: BoardFrame): DrawLine[] {
  const timers = [...state.timers.values()].sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  return timers.map(({ name, dueAt }) => {
    const left = elapsed(now, dueAt);
    return cutTo(`${clockTime(dueAt)}  ${name}${left === '' ? ', due' : `, in ${left}`}`);
  });
}

function drawLast(state: ScreenState, last: number): DrawLine[] {
  if (last <= 0) return [];
  const said = state.happened.filter(({ minor }) => !minor).slice(-last);
  return said.map((one) => {
    const lane = one.lane === '' ? '' : `${one.lane}: `;
    return cutTo(`${clockTime(one.at)}  ${padText(one.word, 10)} ${lane}${one.text}`);
  });
}

const cutTo =
  (line: string): DrawLine =>
  (width) =>
    fitText(line, width);

/** Lines beside a heading; nothing where there are none. */
function section(title: string, lines: readonly DrawLine[], rows: number, frame: BoardFrame): string[] {
  if (rows <= 0) return [];
  const paint = createPaint(frame.color);
  return drawLines(lines, rows, frame.columns - margin).map((line, index) => {
    const heading = index === 0 ? paint('quiet', padText(title, margin)) : ' '.repeat(margin);
    return `${heading}${line}`.trimEnd();
  });
}

/** With a single row to spare, the first of several lines is worth more than their number alone. */
function drawLines(lines: readonly DrawLine[], rows: number, width: number): string[] {
  const [first] = lines;
  const rest = ` (+${lines.length - 1})`;
  if (first && rows === 1 && lines.length > 1) return [`${first(width - rest.length)}${rest}`];
  return atMost(
    lines.map((draw) => draw(width)),
    rows,
    '',
  );
}

const trailing = (label: string): string => ' '.repeat(label.length - label.trimEnd().length);
