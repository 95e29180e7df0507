/** A text with its escapes undone, and for each character where in the original it began. */
export interface Unescaped {
  readonly text: string;
  /** One longer than `text`: the last entry is the original's length. */
  readonly origins: readonly number[];
}

/** Undoes \uXXXX and \x as JSON writes them. Text in and out: latin1 of UTF-8. Undefined: no escapes. */
export const undoJsonEscapes = (text: string): Unescaped | undefined =>
  text.includes('\\') ? undo(text, jsonEscape, decodeJsonEscape) : undefined;

/** Undoes %XX, also of characters that need no escape. */
export const undoPercentEscapes = (text: string): Unescaped | undefined =>
  text.includes('%')
    ? undo(text, /%[0-9A-Fa-f]{2}/g, (escape) => String.fromCharCode(parseInt(escape.slice(1), 16)))
    : undefined;

// A pair of surrogates is one character, and one piece.
const jsonEscape = /\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[^u]/g;

function decodeJsonEscape(escape: string): string {
  const plain = shortEscapes.get(escape);
  if (plain !== undefined) return plain;
  if (!escape.startsWith('\\u')) return escape.slice(1);
  const units = escape.match(/[0-9A-Fa-f]{4}/g) ?? [];
  const character = String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
  return Buffer.from(character, 'utf8').toString('latin1');
}

const shortEscapes = new Map([
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\t', '\t'],
  ['\\b', '\b'],
  ['\\f', '\f'],
]);

function undo(text: string, escapes: RegExp, decode: (escape: string) => string): Unescaped | undefined {
  const parts: string[] = [];
  const origins: number[] = [];
  let from = 0;
  for (const match of text.matchAll(escapes)) {
    parts.push(text.slice(from, match.index));
    for (let at = from; at < match.index; at++) origins.push(at);
    const plain = decode(match[0]);
    parts.push(plain);
    // A character of several bytes began where its escape began.
    for (let i = 0; i < plain.length; i++) origins.push(match.index);
    from = match.index + match[0].length;
  }
  if (from === 0) return undefined;
  parts.push(text.slice(from));
  for (let at = from; at <= text.length; at++) origins.push(at);
  return { text: parts.join(''), origins };
}
