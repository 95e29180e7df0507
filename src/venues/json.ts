/**
 * Parses JSON without losing a digit: a number that a double would write differently ("1.10",
 * 769800519366885377, 1e400) becomes the string that stood in the text. Throws SyntaxError.
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown);
}

// ECMAScript "JSON.parse source text access": the reviver of a primitive is given its source.
function keepDigits(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context.source === undefined) return value;
  return String(value) === context.source ? value : context.source;
}

/** Whether a body can be a venue's reply at all: a JSON object or array, not `null`, text or a number. */
export const isJsonContainer = (body: unknown): body is object => typeof body === 'object' && body !== null;
