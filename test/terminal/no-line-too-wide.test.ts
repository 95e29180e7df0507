import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawEnding, createScreen } from '../../src/terminal/index.ts';
import { displayWidth } from '../../src/terminal/display-width.ts';
import { drawBoard, drawHappened } from '../../src/terminal/draw-board.ts';
import { drawHeader } from '../../src/terminal/draw-header.ts';
import { drawStepCard } from '../../src/terminal/draw-step-card.ts';
import { emptyScreen, nextScreen } from '../../src/terminal/screen-state.ts';
import type { RunEvent } from '../../src/domain/run-event.ts';
import { drawMenu, drawText } from '../../src/terminal/draw-question.ts';
import { anyEvent, anyMoment, hostile } from './support/any-event.ts';
import { SmallTerminal } from './support/small-terminal.ts';

const run = fc.array(fc.tuple(anyEvent, anyMoment), { maxLength: 25 });
const columns = fc.integer({ min: 20, max: 120 });
const color = fc.boolean();
const now = '2026-11-21T03:05:00.000Z';

const stateAfter = (events: readonly (readonly [RunEvent, string])[]) =>
  events.reduce((state, [event, at]) => nextScreen(state, event, at), emptyScreen);

/** Colours may only be the ones the palette knows; beside them no control character is left. */
function expectCalm(lines: readonly string[], width: number): void {
  for (const line of lines) {
    const plain = line.replaceAll(/\u001b\[(?:0|1|2|32|33|1;31|1;35|1;30;46|1;37;41)m/g, '');
    expect(plain).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(displayWidth(plain)).toBeLessThanOrEqual(width);
  }
}

describe('every drawing, after any events with hostile strings', () => {
  it('keeps the header and the board within the columns', () => {
    fc.assert(
      fc.property(run, columns, color, fc.integer({ min: 0, max: 12 }), (events, width, paints, rows) => {
        const state = stateAfter(events);
        expectCalm(drawHeader(state, { columns: width, color: paints, now }), width);
        const board = drawBoard(state, { columns: width, color: paints, now, rows, last: 4 });
        expectCalm(board, width);
        expect(board.length).toBeLessThanOrEqual(rows);
        for (const one of state.happened)
          expectCalm(drawHappened(one, { columns: width, color: paints }), width);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the step card and the ending within the columns', () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 9, maxLength: 9 }),
        columns,
        color,
        (strings, width, paints) => {
          const [
            title = '',
            purpose = '',
            breaks = '',
            undo = '',
            check = '',
            needs = '',
            account = '',
            a = '',
            b = '',
          ] = strings;
          const card = { title, purpose, breaks, undo, check, needs, account, why: a };
          const frame = { columns: width, color: paints };
          expectCalm(
            drawStepCard({ ...card, stuck: { outcome: { is: 'unknown', why: a }, summary: b } }, frame),
            width,
          );
          expectCalm(drawStepCard(card, { ...frame, rows: 4 }), width);
          const ending = {
            mode: 'drill' as const,
            verdict: { is: 'partly-contained' as const, because: a },
            numbers: [{ name: title, value: purpose }],
            paths: [{ what: breaks, path: undo }],
            next: [check],
          };
          expectCalm(drawEnding(ending, frame), width);
        },
      ),
    );
  });

  it('keeps questions within columns and rows, the cursor inside', () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 1, maxLength: 30 }),
        hostile,
        columns,
        fc.integer({ min: 8, max: 30 }),
        (labels, prompt, width, rows) => {
          const frame = { columns: width, rows, color: false };
          const choices = labels.map((label) => ({
            key: 'k',
            label: label.slice(0, 20),
            hint: label.slice(0, 9),
          }));
          const focus = labels.length - 1;
          const menu = drawMenu(
            { prompt: prompt.slice(0, 60), why: prompt, choices, focus, note: prompt.slice(0, 30) },
            frame,
          );
          expectCalm(menu.lines, width);
          expect(menu.lines[menu.cursor.row]).toMatch(/^>/);
          const text = drawText(
            { prompt, why: undefined, input: 'x'.repeat(width * 3), before: 'xx', note: '' },
            frame,
          );
          expectCalm(text.lines, width);
          expect(text.cursor.column).toBeLessThan(width);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps a whole live screen readable, at any size and through resizes', () => {
    fc.assert(
      fc.property(run, columns, fc.integer({ min: 8, max: 40 }), columns, (events, width, rows, later) => {
        const terminal = new SmallTerminal(width, rows);
        const screen = createScreen({ stdout: terminal, color: true, interactive: true, now: () => now });
        for (const [event, at] of events) screen.read(event, at);
        screen.live?.refresh();
        terminal.resize(later, rows);
        for (const line of terminal.lines()) expect(displayWidth(line)).toBeLessThanOrEqual(later);
        screen.close();
      }),
      { numRuns: 100 },
    );
  });
});
