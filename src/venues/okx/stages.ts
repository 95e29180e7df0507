import type { Endpoint, PageRequest, Reply } from '../contract.ts';
import { millisFromIso } from '../rows.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** "The last three months": the shortest three that the calendar has. */
export const threeMonthsMs = 89 * dayMs;

/**
 * OKX keeps most histories twice: what is recent, at once and complete, and what is older, elsewhere.
 * A list is read stage after stage, and the cursor says where: "recent", "archive:680800019754098688".
 */
export interface Stage {
  readonly name: string;
  readonly endpoint: Endpoint;
  /** What happened less than this ago is in this stage for certain; absent: it is the last one. */
  readonly surelyMs?: number;
}

/** Each half a day short of what is promised: by which clock and calendar a day is counted is not said. */
export const surely = { days: (days: number): number => (days - 0.5) * dayMs } as const;

export interface Place {
  readonly stage: Stage;
  readonly next: Stage | undefined;
  /** What stands behind the name of the stage. */
  readonly after: string | undefined;
}

/** Throws RangeError: cursors are written by us. */
export function placeOf(stages: readonly Stage[], cursor: string | undefined): Place {
  const [name, after] = cursor?.split(':') ?? [stages[0]?.name];
  const at = stages.findIndex((stage) => stage.name === name);
  const stage = stages[at];
  if (stage === undefined) throw new RangeError(`no stage of this list begins with ${cursor}`);
  return { stage, next: stages[at + 1], after };
}

/** The stage after this one; undefined where all that was asked for lies within this one. */
export function stageAfter(
  { stage, next }: Place,
  { from }: PageRequest,
  reply: Pick<Reply, 'receivedAt'>,
): Stage | undefined {
  if (from === undefined || stage.surelyMs === undefined) return next;
  const isCovered = millisFromIso(reply.receivedAt) - millisFromIso(from) < stage.surelyMs;
  return isCovered ? undefined : next;
}
