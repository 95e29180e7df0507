import type { CaseMode } from '../domain/run-event.ts';
import { drawBoard, drawHappened } from './draw-board.ts';
import { drawGuide } from './draw-guide.ts';
import { drawBanner, drawHeader } from './draw-header.ts';
import { cardOf, drawStepCard } from './draw-step-card.ts';
import type { ReadEvent } from './json-stream.ts';
import type { Frame } from './layout.ts';
import { createLiveRegion, type DrawAbove, type LiveRegion, type TerminalOutput } from './live-region.ts';
import { emptyScreen, nextScreen, type Happened, type ScreenState } from './screen-state.ts';

/** A reader of the run for people. It decides nothing and asks nothing. */
interface Screen {
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
  /** Shown by the banner until the case is open; absent: nothing is shown before. */
  readonly mode?: CaseMode;
  /** ISO 8601 UTC; drill time in a drill. */
  now(): string;
}): Screen {
  const { stdout, color, interactive } = parts;
  let state = emptyScreen;
  const live = interactive
    ? createLiveRegion({
        stdout,
        above: (size) => drawAbove(state, { ...size, color, mode: parts.mode, now: parts.now() }),
      })
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
function plainLine({ at, word, lane, text }: Happened): string {
  return `${at}  ${word.padEnd(10)}  ${(lane === '' ? 'case' : lane).padEnd(14)}  ${text}`;
}

/**
 * The header always, then what is at work, then what the question is about. The last is worth more
 * than the board, which keeps two lines of its own.
 */
function drawAbove(
  state: ScreenState,
  frame: Parameters<DrawAbove>[0] & {
    readonly color: boolean;
    readonly mode: CaseMode | undefined;
    readonly now: string;
  },
): readonly string[] {
  const header = state.opened ? drawHeader(state, frame) : frame.mode ? [drawBanner(frame.mode, frame)] : [];
  const room = Math.max(0, frame.rows - header.length);
  const about = subjectOf(state, frame.question);
  const wanted = about({ ...frame, rows: Infinity, page: 0 }).length;
  const forBoard = wanted === 0 ? room : Math.max(Math.min(leastBoard, room), room - wanted - 1);
  const board = drawBoard(state, { ...frame, rows: forBoard });
  const gap = wanted > 0 && board.length > 0 && room > board.length + wanted ? [''] : [];
  return [...header, ...board, ...gap, ...about({ ...frame, rows: room - board.length - gap.length })];
}

const leastBoard = 2;

type DrawSubject = (frame: Frame & { readonly rows: number; readonly page?: number }) => string[];

/** The card of the step that is offered, or the guide for what is done by hand. */
function subjectOf({ offered, guide }: ScreenState, question: string | undefined): DrawSubject {
  if (question === undefined) return () => [];
  if (offered && isAbout(offered.step, question)) return (frame) => drawStepCard(cardOf(offered), frame);
  if (guide && (guide.step === undefined || isAbout(guide.step, question)))
    return (frame) => drawGuide(guide, frame);
  return () => [];
}

/** Questions about a step: "contain.revoke/menu", "contain.revoke@main/reason". */
function isAbout(step: string, question: string): boolean {
  return question.startsWith(`${step}/`) || question.startsWith(`${step}@`);
}
