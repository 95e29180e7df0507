import type { CaseMode } from '../domain/run-event.ts';
import { worstOutcome } from '../domain/outcome.ts';
import { phases } from '../domain/phase.ts';
import { fitText, wrapText } from './display-width.ts';
import { clockTime, rule, spread, type Frame } from './layout.ts';
import { createPaint, toneOf, type Paint } from './palette.ts';
import type { ScreenState } from './screen-state.ts';
import { inWord } from './tell.ts';

/**
 * The lines that are always on the screen: whether this is a drill, which case, when, where in the
 * response, the worst outcome so far, the money. Empty before a case is open.
 */
export function drawHeader(state: ScreenState, { columns, color, now }: Frame & { now: string }): string[] {
  if (!state.opened) return [];
  const paint = createPaint(color);
  return [
    drawBanner(state.opened.mode, { columns, color }),
    drawIdentity(state.opened, now, columns),
    drawStanding(state, columns, paint),
    ...drawMoney(state, columns, paint),
    ...drawDoubt(state, columns, paint),
    rule(columns),
  ];
}

/** A full line that no one can take for the other mode's, with or without colour. */
export function drawBanner(mode: CaseMode, { columns, color }: Frame): string {
  const words = mode === 'drill' ? drillWords(columns) : '=== REAL CASE ';
  return createPaint(color)(mode, fitText(words, columns).padEnd(columns, '='));
}

function drillWords(columns: number): string {
  const wordings = [
    '=== DRILL === simulated venues, no real account is touched ',
    '=== DRILL === simulated venues ',
  ];
  return wordings.find((words) => words.length <= columns) ?? '=== DRILL ';
}

function drawIdentity(opened: NonNullable<ScreenState['opened']>, now: string, columns: number): string {
  const date = columns >= 80 ? `${now.slice(0, 10)} ` : '';
  const time = `${date}${clockTime(now)} UTC${opened.mode === 'drill' ? ' (drill time)' : ''}`;
  return spread(`${opened.caseId}  ${opened.title}`, time, columns);
}

function drawStanding(state: ScreenState, columns: number, paint: Paint): string {
  const right = worstInWords(state);
  const line = spread(phaseInWords(state), right.text, columns);
  if (!line.endsWith(right.text)) return line;
  return `${line.slice(0, line.length - right.text.length)}${right.paint(paint)}`;
}

function phaseInWords(state: ScreenState): string {
  if (state.verdict) return `CLOSED: ${state.verdict.is.toUpperCase()}`;
  if (!state.phase) return '';
  return `${state.phase.toUpperCase()}  ${phases.indexOf(state.phase) + 1} of ${phases.length}`;
}

/** Nothing finished is not "verified": it says so. An act in doubt outweighs every outcome. */
function worstInWords(state: ScreenState): { text: string; paint: (paint: Paint) => string } {
  if (state.outcomes.size === 0 && state.uncertain.length === 0) {
    const text = 'no step has ended yet';
    return { text, paint: () => text };
  }
  const all = [...state.outcomes.values()];
  const worst =
    state.uncertain.length > 0 ? ({ is: 'unknown', why: 'in doubt' } as const) : worstOutcome(all);
  const same = all.filter(({ is }) => is === worst.is).length;
  const before = 'worst so far: ';
  const after = same > 0 ? ` (${same} of ${all.length} steps)` : '';
  return {
    text: `${before}${inWord(worst)}${after}`,
    paint: (paint) => `${before}${paint(toneOf(worst.is), inWord(worst))}${after}`,
  };
}

function drawMoney(state: ScreenState, columns: number, paint: Paint): string[] {
  if (!state.money) return [];
  const { lost, perMinute, asset } = state.money;
  const leaving = Number(perMinute) > 0;
  const rate = leaving ? `Losing ${grouped(perMinute)} ${asset} a minute` : 'No money is seen leaving now';
  const lines = wrapText(`${rate}; ${grouped(lost)} ${asset} lost so far`, columns);
  return lines.map((line) => (leaving ? paint('bad', line) : line));
}

function drawDoubt(state: ScreenState, columns: number, paint: Paint): string[] {
  if (state.uncertain.length === 0) return [];
  const count = `${state.uncertain.length} act${state.uncertain.length === 1 ? '' : 's'}`;
  return [
    paint(
      'unsure',
      fitText(`In doubt since the interruption: ${count}; looked up before anything is sent`, columns),
    ),
  ];
}

/**
 * "1204.11" → "1,204.11". domain/money has it too, with the decimal library behind it: that takes a
 * fifth of the time an empty Node needs to start, and this is on the way to the first question.
 */
function grouped(amount: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(amount) ?? [];
  return whole === '' ? amount : `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`;
}
