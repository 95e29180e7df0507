import type { Known } from '../../domain/known.ts';
import type { Line } from './table.ts';
import { ink } from './theme.ts';

export {
  amount,
  count,
  coverageSentence,
  duration,
  ids,
  isoOf,
  millis,
  moment,
  rounded,
  shortAmount,
  withKey,
} from '../words.ts';

/** For table cells: what is unknown is set apart from what is known. */
export const cellOr = <T>(fact: Known<T>, say: (value: T) => string): string | Line =>
  fact.known ? say(fact.value) : { text: `unknown: ${fact.why}`, ink: ink.muted };

/** 64 hex characters in two lines of 32: whole, and the same in every table. */
export const hashLines = (hash: string): Line[] =>
  (hash.match(/.{1,32}/gsu) ?? ['']).map((text) => ({ text, face: 'mono' }));
