import { groupDigits } from '../domain/money.ts';

const decimal = /^-?\d{1,40}(\.\d{1,40})?(e-?\d{1,2})?$/i;

/**
 * Whether a text is a decimal amount. Rows may come from an exhibit that somebody else wrote: what is
 * no number must become "unknown", never a thrown error or a zero.
 */
export const isAmount = (text: string): boolean => decimal.test(text);

/** "1 fill", "1,240 fills". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${groupDigits(String(n))} ${n === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c"; at most `most` names, then how many more. */
export function listWords(words: readonly string[], most = 8): string {
  if (words.length > most) return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
