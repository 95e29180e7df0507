import { displayWidth, fitText, padText, wrapText } from './display-width.ts';
import { atMost, clockTime, elapsed, labelled, spread, type Frame } from './layout.ts';
import { laneName } from './names.ts';
import { createPaint } from './palette.ts';
import type { Happened, Running, ScreenState } from './screen-state.ts';

interface BoardFrame extends Frame {
  readonly now: string;
  /** Lines at most; what does not fit is counted in a line. */
  readonly rows: number;
  /** How many of the last happenings to show. The live screen shows none: they stand above it. */
  readonly last?: number;
}

/** What goes on beside the operator: acts and steps at work with their progress, waits, what happened last. */
export function drawBoard(state: ScreenState, frame: BoardFrame): string[] {
  const { rows, last = 0 } = frame;
  const work = workOf(state, frame.now);
  const waits = timersOf(state, frame.now);
  const happened = lastOf(state, last);
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

/** One thing on the board: its words, and figures that stand at the right edge and are never cut. */
interface Entry {
  readonly text: string;
  readonly figures: string;
}

function workOf(state: ScreenState, now: string): Entry[] {
  const steps = [...state.running.values()];
  const names = steps.map((step) => laneName(state, step.lane));
  const nameWidth = Math.min(14, Math.max(0, ...names.map(displayWidth)));
  const acts = [...state.acting.values()].map(({ text }) => ({ text: `acting now: ${text}`, figures: '' }));
  return [
    ...acts,
    ...steps.map((step, index) => runningOf(step, padText(names[index] ?? '', nameWidth), now)),
  ];
}

function runningOf(step: Running, name: string, now: string): Entry {
  const attempt = step.attempt > 1 ? ` (attempt ${step.attempt})` : '';
  const text = step.text === undefined ? '' : `: ${step.text}`;
  const figures = [counted(step), elapsed(step.since, now)].filter((part) => part !== '').join('  ');
  return { text: `${name}  ${step.title}${attempt}${text}`, figures };
}

function counted({ done, total }: Running): string {
  if (done === undefined) return '';
  return total === undefined ? `${done}` : `${done}/${total}`;
}

function timersOf(state: ScreenState, now: string): Entry[] {
  const timers = [...state.timers.values()].sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  return timers.map(({ name, dueAt }) => {
    const left = elapsed(now, dueAt);
    return { text: `${clockTime(dueAt)}  ${name}${left === '' ? ', due' : `, in ${left}`}`, figures: '' };
  });
}

function lastOf(state: ScreenState, last: number): Entry[] {
  if (last <= 0) return [];
  const said = state.happened.filter(({ minor }) => !minor).slice(-last);
  return said.map(({ at, word, lane, text }) => {
    const whose = lane === '' ? '' : `${lane}: `;
    return { text: `${clockTime(at)}  ${padText(word, 10)} ${whose}${text}`, figures: '' };
  });
}

/** Lines beside a heading; nothing where there are none. */
function section(title: string, entries: readonly Entry[], rows: number, frame: BoardFrame): string[] {
  if (rows <= 0) return [];
  const paint = createPaint(frame.color);
  return drawEntries(entries, rows, frame.columns - margin).map((line, index) => {
    const heading = index === 0 ? paint('quiet', padText(title, margin)) : ' '.repeat(margin);
    return `${heading}${line}`.trimEnd();
  });
}

/**
 * Wrapped where there is room for it, else a line each; with a single row to spare, the first of
 * several is worth more than their number alone.
 */
function drawEntries(entries: readonly Entry[], rows: number, width: number): string[] {
  const whole = entries.flatMap((entry) => wrapEntry(entry, width));
  if (whole.length <= rows) return whole;
  const [first] = entries;
  const rest = ` (+${entries.length - 1})`;
  if (first && rows === 1 && entries.length > 1) return [`${cutEntry(first, width - rest.length)}${rest}`];
  const cut = entries.map((entry) => cutEntry(entry, width));
  return atMost(cut, rows, '').map((line) => fitText(line, width));
}

const cutEntry = ({ text, figures }: Entry, width: number): string =>
  figures === '' ? fitText(text, width) : spread(text, figures, width);

function wrapEntry(entry: Entry, width: number): string[] {
  const room = width - (entry.figures === '' ? 0 : displayWidth(entry.figures) + 2);
  if (room < 20) return [cutEntry(entry, width)];
  const [first = '', ...rest] = wrapText(entry.text, room);
  return [cutEntry({ ...entry, text: first }, width), ...rest];
}

const trailing = (label: string): string => ' '.repeat(label.length - label.trimEnd().length);
