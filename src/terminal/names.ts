import type { LaneId, StepId } from '../domain/run-event.ts';
import { showable } from './sanitise.ts';

/** What people call the lanes and steps of this run, as learned from its events. */
export interface Names {
  /** By lane. */
  readonly lanes: ReadonlyMap<LaneId, { readonly name: string }>;
  /** By `stepKey`. */
  readonly titles: ReadonlyMap<string, string>;
}

/** One step of one lane, as a map's key. A lane's id holds no blank. */
export const stepKey = (at: { readonly lane: LaneId; readonly step: StepId }): string =>
  `${at.lane} ${at.step}`;

/** The account's label, or the lane's id when no account was said for it. */
export function laneName(names: Names, lane: LaneId): string {
  return names.lanes.get(lane)?.name ?? showable(lane.replace(/^account:/, ''), longestName);
}

/** The step's title, or its id when it was never shown. */
export function stepTitle(names: Names, at: { readonly lane: LaneId; readonly step: StepId }): string {
  return names.titles.get(stepKey(at)) ?? showable(at.step, longestName);
}

export const longestName = 40;
