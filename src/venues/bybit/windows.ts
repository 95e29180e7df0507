import type { PageRequest } from '../contract.ts';
import { millisFromIso } from '../rows.ts';

const dayMs = 24 * 60 * 60 * 1000;

// "endTime - startTime <= 7 days", both ends counted in: a millisecond less.
export const weekMs = 7 * dayMs - 1;
/** For lists that count in seconds: each end is moved outwards by up to a second. */
export const weekOfSecondsMs = 7 * dayMs - 2_000;
// "should be less than 30 days".
export const monthMs = 30 * dayMs - 1;
export const monthOfSecondsMs = 30 * dayMs - 2_000;

export const twoYearsMs = 730 * dayMs;

type Query = Readonly<Record<string, number>>;

export const inMillis = ({ from, to }: PageRequest): Query => ({
  ...(from === undefined ? {} : { startTime: millisFromIso(from) }),
  ...(to === undefined ? {} : { endTime: millisFromIso(to) }),
});

/** Bybit cuts these times to seconds by itself; which way stands nowhere, so whole ones are sent. */
export const inMillisOfWholeSeconds = (request: PageRequest): Query => ({
  ...(request.from === undefined ? {} : { startTime: secondBefore(request.from) * 1000 }),
  ...(request.to === undefined ? {} : { endTime: secondAfter(request.to) * 1000 }),
});

/** The only list with both times in seconds; neither is taken without the other. */
export const inSeconds = ({ from, to }: PageRequest): Query =>
  from === undefined || to === undefined
    ? {}
    : { createTimeFrom: secondBefore(from), createTimeTo: secondAfter(to) };

const secondBefore = (iso: string): number => Math.floor(millisFromIso(iso) / 1000);
const secondAfter = (iso: string): number => Math.ceil(millisFromIso(iso) / 1000);
