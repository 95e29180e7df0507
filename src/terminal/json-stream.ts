import type { RunEvent } from '../domain/run-event.ts';

/** Something that reads a run: every event, journaled or passing, in order, with when it happened (ISO 8601 UTC). */
export type ReadEvent = (event: RunEvent, at: string) => void;

/**
 * The run as JSON, one object a line: the event with `at` first. For programs; what people read goes
 * to stderr then. Characters that could act on a terminal are written as JSON escapes: it is the same
 * text to a program, and harmless to whoever looks at it with `cat`.
 */
export function createJsonStream(write: (line: string) => void): ReadEvent {
  return (event, at) => write(`${escapeActing(JSON.stringify({ at, ...event }))}\n`);
}

// Inside JSON these can only stand in strings: everything else JSON is made of is ASCII.
function escapeActing(json: string): string {
  return json.replaceAll(acting, (character) =>
    Array.from({ length: character.length }, (_, unit) => escapeUnit(character.charCodeAt(unit))).join(''),
  );
}

// JSON has no form for code points beyond the first plane: such a character is two escapes.
const escapeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

// What JSON.stringify leaves: DEL and the second set of controls, format characters (bidi, zero
// width, tags) and line separators.
const acting = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;
