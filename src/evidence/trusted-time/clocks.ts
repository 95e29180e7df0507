import { describeMs } from '../../domain/duration.ts';
import { lateFromMs } from './late-seal.ts';
import type { ToldStamps } from './told.ts';

interface Token {
  /** What it is over, in words. */
  readonly what: string;
  readonly authority: string;
  /** The authority's time, ISO 8601. */
  readonly genTime: string;
}

/**
 * Says of a token over the journal's head that its time cannot be, by the times of the records: before the record that it
 * is over, or after the record that says it came. Undefined where they agree to the minute. Whoever writes a journal anew
 * dates its records as he likes, and not the token; a clock that was set wrong looks the same. A drill has a clock of its own.
 */
export function clocksOfHead(
  { isDrill }: Pick<ToldStamps, 'isDrill'>,
  token: Token & { readonly head: string; readonly received: string },
): string | undefined {
  const { what, genTime, head, received } = token;
  if (isDrill) return undefined;
  if (isAtOdds(genTime, head)) return inWords(token, `${what} dates itself ${head}`, { later: head });
  return isAtOdds(received, genTime)
    ? inWords(token, `by the journal a token over ${what} came ${received}`, { earlier: received })
    : undefined;
}

/** The same of a token over the seal, which is made after the last record; one that is later is late, no more. */
export function clocksOfSeal(
  { isDrill, lastAt }: Pick<ToldStamps, 'isDrill' | 'lastAt'>,
  token: Token,
): string | undefined {
  if (isDrill || lastAt === undefined || !isAtOdds(token.genTime, lastAt)) return undefined;
  return inWords(token, `the last record in ${token.what} dates itself ${lastAt}`, { later: lastAt });
}

/** Whether what must come after the other comes a minute or more before it; no, where one is no time. */
const isAtOdds = (after: string, before: string): boolean =>
  Date.parse(before) - Date.parse(after) >= lateFromMs;

function inWords(
  { authority, genTime }: Token,
  says: string,
  off: { readonly later?: string; readonly earlier?: string },
): string {
  const other = off.later ?? off.earlier ?? genTime;
  const apart = describeMs(Math.abs(Date.parse(genTime) - Date.parse(other)));
  const how = off.later === undefined ? 'earlier' : 'later';
  return `${says}, ${apart} ${how} than ${authority} says (${genTime}): a clock was wrong, or that is not when it was written`;
}
