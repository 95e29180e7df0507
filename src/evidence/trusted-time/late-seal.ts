import { describeMs } from '../../domain/duration.ts';
import type { ToldStamps } from './told.ts';

/** From here on a delay is told: a moment and its token belong to the same minute. */
export const lateFromMs = 60_000;

/**
 * Says of a token over the seal how late it came, counted from the end of the journal, which the seal followed; undefined
 * when it came in time. A drill has a clock of its own, and nothing is late by it.
 */
export function lateSeal(
  { lastAt, isDrill }: Pick<ToldStamps, 'lastAt' | 'isDrill'>,
  token: { readonly what: string; readonly authority: string; readonly genTime: string },
): string | undefined {
  const lateMs = lastAt === undefined || isDrill ? 0 : Date.parse(token.genTime) - Date.parse(lastAt);
  if (!(lateMs >= lateFromMs)) return undefined;
  return `${token.what} was stamped by ${token.authority} late by ${describeMs(lateMs)}, counted from the last record of the journal`;
}
