/** What was proven read, and what was not: "none" is only said over a proven interval. */
export interface Coverage {
  /** ISO 8601 UTC bounds that the pages prove; absent where the kind has no time. */
  readonly from?: string;
  readonly to?: string;
  readonly symbols: readonly string[] | 'all' | 'not-by-symbol';
  /** The only compartments that were asked for; absent: every one that the list has. */
  readonly sections?: readonly string[];
  readonly holes: readonly Hole[];
  /** A part of a sweep over every market: it speaks for its own symbols and closes no other hole. */
  readonly isPortion?: true;
}

/** What was asked and not proven read. Without bounds or symbol it stands for all that was asked. */
export interface Hole {
  readonly what: string;
  readonly why: string;
  /** ISO 8601 UTC. */
  readonly from?: string;
  readonly to?: string;
  readonly symbol?: string;
  /** The venue's compartment that it lies in; absent: in any, or there is only one. */
  readonly section?: string;
  /** The venue tells nothing of then to any key any more: reading again closes nothing. */
  readonly beyondReach?: true;
}

/** Why the part of a query that lies ahead of the venue's clock is a hole: a later reading closes it. */
export const notYet = 'not yet';

/** Holes that another reading, or another key, may still close. */
export const closableHoles = (holes: readonly Hole[]): readonly Hole[] =>
  holes.filter(({ beyondReach }) => beyondReach !== true);

/** Why a reader stopped turning pages. */
export type StopReason =
  'single-page' | 'short-page' | 'empty-page' | 'window-end' | 'last-cursor' | 'failed';

/** How rows were read, and what that proves: all of a listing but the rows themselves. */
export interface Proof {
  readonly coverage: Coverage;
  readonly pages: readonly {
    readonly exchange: string;
    readonly request: Readonly<Record<string, string>>;
    readonly rows: number;
  }[];
  readonly stop: StopReason;
}

/** What stands behind the rows in an exhibit: whoever opens the file alone sees whose rows these are. */
export interface KeptProof extends Proof {
  /** The key, masked. */
  readonly acquiredWith?: string;
  /** The exhibit whose holes these rows were read for. */
  readonly continues?: string;
}

/** Rows of one kind with the proof of how they were read. This is an exhibit's content. */
export interface Listing<Row> extends Proof {
  readonly rows: readonly Row[];
}
