import type { AccountId } from './account.ts';
import type { ExhibitId } from './exhibit.ts';

/** Something that the record shows or suggests. Basis and confidence are part of it. */
export interface Finding {
  /** FD-001, in order. */
  readonly id: string;
  /** The rule that made it: "unrecognised-fills". */
  readonly rule: string;
  readonly title: string;
  readonly detail: string;
  readonly severity: 'note' | 'low' | 'high' | 'critical';
  readonly basis: 'fact' | 'inference' | 'assumption';
  readonly account?: AccountId;
  readonly exhibits: readonly ExhibitId[];
  /** What it is about, each by a name that no count and no later exhibit changes: the same is said once. */
  readonly about?: readonly string[];
}
