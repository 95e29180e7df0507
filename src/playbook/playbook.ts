import type { Json, JsonObject } from '../domain/json.ts';
import type { Phase } from '../domain/phase.ts';

/** A playbook after loading: shapes checked, every reference resolved, nothing compiled yet. */
export interface Playbook {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly sections: readonly Section[];
}

/** One phase. A section with tracks runs once for each account in scope, its tracks in parallel. */
export type Section = CaseSection | AccountSection;

interface CaseSection {
  readonly phase: Phase;
  readonly title: string;
  readonly purpose: string;
  readonly per: 'case';
  readonly steps: readonly Step[];
}

export interface AccountSection {
  readonly phase: Phase;
  readonly title: string;
  readonly purpose: string;
  readonly per: 'account';
  readonly tracks: readonly Track[];
}

export interface Track {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly needs: {
    /** Scopes of the key that the step reads or acts with. */
    readonly scopes: readonly string[];
    /** Who must say yes first: nobody (runs by itself), or the operator (shown as the next action). */
    readonly approval: 'none' | 'operator';
  };
  readonly do: Work;
  /** How we know: a step kind that confirms, run after `do`. */
  readonly check: Work;
  /** "none" is said, not left out. */
  readonly undo: string;
  /** What the operator loses by it: which bots go blind. Empty when nothing. */
  readonly harm: string;
  readonly required: boolean;
  /** Cannot be skipped or left open: verified, or waived by name. The proof that a key is dead is one. */
  readonly mandatory?: boolean;
  /** Run only when the fact has this value; else the step is passed over. */
  readonly when?: Condition;
  /** The step after this one, in the same track; absent = the next in the list. */
  readonly next?: string;
  /** The return edge: when the fact holds after this step, go back to the phase. */
  readonly returns?: { readonly to: Phase; readonly when: Condition };
}

export interface Work {
  readonly kind: string;
  /** May hold templates: "{{ account.key }}". */
  readonly with: JsonObject;
}

/** A fact by name, written "<step>.<fact>", and the value it must have. */
export interface Condition {
  readonly fact: string;
  readonly is: Json;
}
