import type { Tally } from './tally.ts';

/** The share of a limit that is ours, while others seem to spend from it. */
export interface Pace {
  readonly setMs: number;
  readonly share: number;
}

const leastShare = 1 / 32;
// Half of a limit in ten minutes: whoever spends beside us is met again by few refusals an hour.
const regainedPerMs = 0.5 / 600_000;

/**
 * Returns how much of the limit may be taken now, 1 being all of it. A venue that refuses what we counted
 * room for has someone else to serve and does not say how much he takes: half is left to him, and more at
 * each refusal that follows; what was given up is taken back slowly.
 */
export function paceOf(tally: Tally, counter: string, nowMs: number): number {
  const pace = tally.pace(counter);
  if (pace === undefined) return 1;
  return Math.min(1, pace.share + Math.max(0, nowMs - pace.setMs) * regainedPerMs);
}

/** The venue has refused a request of this counter for coming too soon. Returns the new pace. */
export function slowDown(tally: Tally, counter: string, nowMs: number): number {
  const share = Math.max(leastShare, paceOf(tally, counter, nowMs) / 2);
  tally.setPace(counter, { setMs: nowMs, share });
  return share;
}
