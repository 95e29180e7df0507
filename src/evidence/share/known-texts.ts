import { pieces } from './telling.ts';

// Less of a text than this may be the beginning of another one.
const leastBeginning = 16;

/** Texts of more than one piece that must not stay, found wherever they stand in another text. */
export interface KnownTexts {
  add(text: string): void;
  /** How many characters from `at` on are one of them, and which; the longest counts. `at` is where a piece begins. */
  at(
    text: string,
    at: number,
    piece: string,
  ): { readonly whole: string; readonly length: number } | undefined;
}

/**
 * Looks each text up by its first piece, so that a hundred thousand of them cost no more than one. A text is known again
 * with another case of its first letter, other blanks, without its full stop, and cut off with "…".
 */
export function createKnownTexts(): KnownTexts {
  const byFirst = new Map<string, Map<string, string>>();
  return {
    add(text) {
      const first = text.match(pieces)?.[0];
      if (first === undefined) return;
      const body = text.slice(text.indexOf(first)).replace(/[\s.!?…]+$/u, '');
      const known = byFirst.get(keyOf(first)) ?? new Map<string, string>();
      known.set(body, text);
      byFirst.set(keyOf(first), known);
    },
    at(text, at, piece) {
      let best: { whole: string; length: number } | undefined;
      for (const [body, whole] of byFirst.get(keyOf(piece)) ?? []) {
        const length = agreement(text, at, body);
        if (length > (best?.length ?? 0)) best = { whole, length };
      }
      return best;
    },
  };
}

const keyOf = (piece: string): string => piece.toLowerCase();

/** How many characters of `text` from `from` on say what `body` says: all of it, or its beginning before "…". */
function agreement(text: string, from: number, body: string): number {
  let [at, inBody] = [from, 0];
  while (inBody < body.length && at < text.length) {
    const [here, there] = [text[at] ?? '', body[inBody] ?? ''];
    if (isBlank(here) && isBlank(there)) {
      while (isBlank(text[at] ?? '')) at += 1;
      while (isBlank(body[inBody] ?? '')) inBody += 1;
      continue;
    }
    if (here !== there && !(inBody === 0 && here.toLowerCase() === there.toLowerCase())) break;
    at += 1;
    inBody += 1;
  }
  if (inBody >= body.length) return isInsideWord(text, at) ? 0 : at - from;
  const isCut = at - from >= leastBeginning && /^\s?(?:…|\.\.\.|$)/.test(text.slice(at, at + 4));
  return isCut ? at - from : 0;
}

const isBlank = (character: string): boolean => /^\s$/u.test(character);

const isInsideWord = (text: string, at: number): boolean =>
  /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at] ?? '');
