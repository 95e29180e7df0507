import { drawBoard, drawHappened } from './draw-board.ts';
import { drawHeader } from './draw-header.ts';
import { cardOf, drawStepCard } from './draw-step-card.ts';
import type { ReadEvent } from './json-stream.ts';
import { createLiveRegion, type DrawAbove, type LiveRegion, type TerminalOutput } from './live-region.ts';
import { emptyScreen, nextScreen, type Happened, type ScreenState } from './screen-state.ts';

/** A reader of the run for people. It decides nothing and asks nothing. */
export interface Screen {
  /** Shows an event. */
  readonly read: ReadEvent;
  /** Takes an event in without showing it: what an earlier process already showed, before `resume`. */
  readonly catchUp: ReadEvent;
  /** The block that the operator's questions are drawn in; absent when there is no terminal. */
  readonly live: LiveRegion | undefined;
  state(): ScreenState;
  /** Removes the board. What happened stays on the screen. */
  close(): void;
}

/**
 * On a terminal: a live board, and one line above it for each thing that happened. Elsewhere: one
 * plain line for each, with time and lane, and nothing else; no colour, no wrapping, made for `grep`.
 */
export function createScreen(parts: {
  readonly stdout: TerminalOutput;
  readonly color: boolean;
  readonly interactive: boolean;
  /** ISO 8601 UTC; drill time in a drill. */
  now(): string;
}): Screen {
  const { stdout, color, interactive } = parts;
  let state = emptyScreen;
  const live = interactive
    ? createLiveRegion({ stdout, above: (size) => drawAbove(state, { ...size, color, now: parts.now() }) })
    : undefined;

  const catchUp: ReadEvent = (event, at) => {
    state = nextScreen(state, event, at);
  };

  const read: ReadEvent = (event, at) => {
    const before = state.happened.at(-1);
    catchUp(event, at);
    const last = state.happened.at(-1);
    if (last === undefined || last === before) return;
    if (!live) stdout.write(`${plainLine(last)}\n`);
    else if (!last.minor) live.leave(drawHappened(last, { columns: stdout.columns ?? 80, color }));
  };

  return { read, catchUp, live, state: () => state, close: () => live?.close() };
}

/** "2026-11-21T03:12:44.120Z  VERIFIED  main  Revoke the key: …" */
export function plainLine({ at, word, lane, text }: Happened): string {
  return `${at}  ${word.padEnd(10)}  ${(lane === '' ? 'case' : lane).padEnd(12)}  ${text}`;
}

/** The header always; of what is left the board gets two lines before the card gets them all. */
function drawAbove(
  state: ScreenState,
  frame: Parameters<DrawAbove>[0] & { readonly color: boolean; readonly now: string },
): readonly string[] {
  const header = drawHeader(state, frame);
  const room = Math.max(0, frame.rows - header.length);
  if (!isAbout(state.offered, frame.question))
    return [...header, ...drawBoard(state, { ...frame, rows: room })];
  const whole = drawStepCard(cardOf(state.offered), frame).length;
  const board = drawBoard(state, { ...frame, rows: Math.max(Math.min(2, room), room - whole - 1) });
  const gap = board.length > 0 && room > board.length + whole ? [''] : [];
  const card = drawStepCard(cardOf(state.offered), { ...frame, rows: room - board.length - gap.length });
  return [...header, ...board, ...gap, ...card];
}

/** The card belongs to the questions about its step: "contain.revoke/menu", "contain.revoke@main/reason". */
function isAbout(
  offered: ScreenState['offered'],
  question: string | undefined,
): offered is NonNullable<typeof offered> {
  if (!offered || question === undefined || !question.startsWith(offered.step)) return false;
  return ['/', '@'].includes(question.charAt(offered.step.length));
}
