import type { PageRequest } from '../contract.ts';
import { millisFromIso } from '../rows.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** "Record query time range cannot exceed 30 days"; each end is moved outwards by up to a second. */
export const monthMs = 30 * dayMs - 2_000;
/** For a list without pages: few lines fall into one window. */
export const dayOfSecondsMs = dayMs - 2_000;

/** All of Gate's `from` and `to` are seconds. Windows share their edges, whichever end counts itself in. */
export const inSeconds = ({ from, to }: PageRequest): Readonly<Record<string, number>> => ({
  ...(from === undefined ? {} : { from: Math.floor(millisFromIso(from) / 1000) }),
  ...(to === undefined ? {} : { to: Math.ceil(millisFromIso(to) / 1000) }),
});
