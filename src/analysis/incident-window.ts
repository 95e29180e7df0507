import { isoOf, millisOf } from './moments.ts';

/** Known attackers came back within three days; a longer quiet separates two stories. */
const quietMs = 72 * 60 * 60_000;

export interface IncidentWindow {
  /** What happened before this moment is not judged: it is someone's older story. */
  readonly from: string;
  /** The first trace of somebody else inside the window; absent when there is none. */
  readonly firstTrace?: string;
}

/**
 * How far back the incident reaches: three days before the case was opened, and on through earlier
 * traces as long as no quiet of three days lies between. Histories are read much farther back, and a
 * fill that the owner made by hand two months ago must not count as stolen at today's price.
 *
 * @param traces ISO times of what is not the owner's system's: fills, withdrawals, addresses.
 */
export function findIncidentWindow(input: {
  readonly openedAt: string;
  readonly traces: Iterable<string>;
}): IncidentWindow {
  const opened = millisOf(input.openedAt);
  if (opened === undefined) return { from: input.openedAt };
  const traces = [...input.traces].flatMap((time) => millisOf(time) ?? []).sort((a, b) => b - a);

  let from = opened - quietMs;
  let first: number | undefined;
  for (const trace of traces) {
    const reach = first === undefined ? from : first - quietMs;
    if (trace < Math.min(from, reach)) break;
    first = trace;
    from = Math.min(from, trace);
  }
  const firstTrace = first === undefined ? undefined : isoOf(first);
  return { from: isoOf(from) ?? input.openedAt, ...(firstTrace === undefined ? {} : { firstTrace }) };
}

/** Whether a moment lies in the window; one that cannot be read does, so that nothing drops out unseen. */
export function isInWindow(at: string, window: IncidentWindow): boolean {
  const moment = millisOf(at);
  const from = millisOf(window.from);
  return moment === undefined || from === undefined || moment >= from;
}
