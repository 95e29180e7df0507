import { isOfSystem, isOutOfMemory } from '../domain/system-error.ts';
import { EvidenceError } from '../evidence/index.ts';
import type { SignedComparison } from './compare-signed.ts';

/** A file of the bag's report that is not what the record gives. */
export interface ReportDifference {
  /** Below data/report. */
  readonly path: string;
  /** "differs at byte 1203 (of 88210, made again: 88214)", "missing", "not drawn from the record". */
  readonly what: string;
}

export interface ReportComparison {
  /** "same": every view, byte for byte. "not made": nothing was compared, `because` and `why` say it. */
  readonly is: 'same' | 'differs' | 'not made';
  readonly because?: NotMadeBecause;
  /** The cause in words, e.g. the system's or an error's own; may hold strings of the bag. */
  readonly why?: string;
  /** What the views were made from: a copy's record has no amounts to make them from. */
  readonly from: 'record' | 'report.json';
  /** Views that were made again. */
  readonly views: number;
  readonly differences: readonly ReportDifference[];
  /** Same when unpacked: compressed by another version of zlib, which another Node or processor may have. */
  readonly packedOtherwise: readonly string[];
  /** What the case was opened by: "firebreak 0.1.0"; undefined where nothing says it. */
  readonly madeBy?: string;
  /** The copy with a person's signature, drawn again with that signature put in; absent: there is none. */
  readonly signed?: SignedComparison;
  /** Files in the report's folder that could not be made again: a signed copy whose signature cannot be read. */
  readonly notRemade: readonly string[];
}

/**
 * `not-asked`, `no-report`, `bag-broken`: there is nothing to compare. `changed`: the bag is not what it was a moment ago.
 * `out-of-memory`, `unreadable`: this machine could not; another may. `failed`: the record was read, and gives no report.
 */
export type NotMadeBecause =
  'not-asked' | 'no-report' | 'bag-broken' | 'changed' | 'out-of-memory' | 'unreadable' | 'failed';

/** Said of a report that was not compared. */
export const notMade = (
  because: NotMadeBecause,
  about: Pick<ReportComparison, 'why' | 'madeBy'> & { readonly from?: ReportComparison['from'] } = {},
): ReportComparison => ({
  is: 'not made',
  because,
  from: 'record',
  views: 0,
  differences: [],
  packedOtherwise: [],
  notRemade: [],
  ...about,
});

/** The same of what was thrown while it was made. */
export const notMadeBy = (
  error: unknown,
  about: Omit<Parameters<typeof notMade>[1] & object, 'why'> = {},
): ReportComparison => {
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (error instanceof EvidenceError && error.code === 'BAG_DAMAGED')
    return notMade('changed', { ...about, why: error.message });
  if (isOutOfMemory(error)) return notMade('out-of-memory', { ...about, why });
  if (isOfSystem(error)) return notMade('unreadable', { ...about, why: error.message });
  return notMade('failed', { ...about, why });
};
