import type { Finding } from '../domain/finding.ts';
import type { Known } from '../domain/known.ts';

// Members of the report's model that answer what examiners ask of any such report: who, on whose word, how it was read.

/** One point about the report or the case, by name. Unknown says why, and who would know. */
export interface Particular {
  readonly topic: 'report' | 'people' | 'scope' | 'environment' | 'notification';
  readonly what: string;
  readonly value: Known<string>;
  readonly restsOn: readonly string[];
}

/** How an exhibit was read from a venue: enough to do the same again. */
export interface Acquisition {
  readonly exhibit: string;
  readonly account: string;
  readonly venue: string;
  /** What was read, as firebreak calls it. */
  readonly capability: string;
  /** Masked. */
  readonly readWith: string;
  readonly requests: readonly RequestGroup[];
  /** Requests without a reply or with a status of 400 and above. */
  readonly failed: number;
  readonly rows: Known<number>;
  /** What the pages prove, in words. */
  readonly completeness: Known<string>;
}

/** Requests to one address that differ in their parameters only. */
export interface RequestGroup {
  readonly method: string;
  /** Host and path, without parameters. */
  readonly endpoint: string;
  /** The parameters' names, sorted; values are in the WARC records. */
  readonly parameters: readonly string[];
  readonly times: number;
  /** "200", "401", "unknown: why": each once, in order of appearance, the first six. */
  readonly answers: readonly string[];
  /** Where the first and the last record begin in http/exchanges.warc.gz. */
  readonly firstWarcOffset: number;
  readonly lastWarcOffset: number;
}

/** A finding with how far it carries. */
export interface ReportedFinding extends Finding {
  /** By its basis alone, which is a rule and no feeling: see `confidenceBecause`. */
  readonly confidence?: 'high' | 'medium' | 'low';
  readonly confidenceBecause?: string;
  /** What else would leave the same rows; empty: the rule names nothing. */
  readonly otherwise?: readonly string[];
}

/** What is recommended. Recorded by people in Review, or proposed by a rule that is named. */
export interface Recommendation {
  /** RC-01, in order. */
  readonly id: string;
  readonly what: string;
  readonly because: string;
  readonly priority: Known<'high' | 'medium' | 'low'>;
  readonly owner: Known<string>;
  readonly due: Known<string>;
  readonly status: 'recorded' | 'proposed';
  readonly restsOn: readonly string[];
}
