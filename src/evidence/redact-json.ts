/** What becomes of one scalar in a JSON text, judged by the key nearest above it ('' at the top). */
type JudgeScalar = (key: string, scalar: { readonly token: string; readonly value: string }) => string;

/**
 * Rewrites the scalars of a JSON text and leaves every other byte as it was sent: a parsed and
 * rewritten body would lose repeated keys, number forms and spaces. Undefined for what is not JSON.
 */
export function rewriteJsonScalars(text: string, judge: JudgeScalar): string | undefined {
  if (!isJson(text)) return undefined;
  const keys: string[] = [''];
  // Sticky pieces of a text that is known to be JSON: one token at a time, nothing is skipped.
  return text.replace(token, (piece, offset: number) => {
    if (piece === '{' || piece === '[') keys.push(keys.at(-1) ?? '');
    if (piece === '}' || piece === ']') keys.pop();
    if (!isScalar(piece)) return piece;
    const value = piece.startsWith('"') ? String(JSON.parse(piece)) : piece;
    if (isKey(text, offset + piece.length, piece)) {
      keys[keys.length - 1] = value;
      return piece;
    }
    return judge(keys.at(-1) ?? '', { token: piece, value });
  });
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\]]|[-+.0-9A-Za-z]+/g;

const isScalar = (piece: string): boolean => !/^[{}[\]]$/.test(piece);

/** A string followed by a colon names the value after it. */
function isKey(text: string, end: number, piece: string): boolean {
  if (!piece.startsWith('"')) return false;
  for (let at = end; at < text.length; at++) {
    if (text[at] === ':') return true;
    if (!/\s/.test(text[at] ?? '')) return false;
  }
  return false;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
