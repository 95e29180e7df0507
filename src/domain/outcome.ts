/**
 * How a step ended. Only `verified` means that the world was read back and agreed; everything else
 * stays visible in the header, in the report and in the exit code.
 */
export type Outcome =
  | { readonly is: 'verified' }
  | { readonly is: 'unverified'; readonly why: string }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'unknown'; readonly why: string }
  | { readonly is: 'skipped'; readonly why: string; readonly by: string }
  | { readonly is: 'waived'; readonly why: string; readonly by: string };

export type OutcomeName = Outcome['is'];

// From best to worst. `unknown` is worse than `failed`: a failure is at least known.
const order: readonly OutcomeName[] = ['verified', 'waived', 'skipped', 'unverified', 'failed', 'unknown'];

/** Returns the worst of the outcomes; `verified` when there are none. */
export function worstOutcome(outcomes: Iterable<Outcome>): Outcome {
  let worst: Outcome = { is: 'verified' };
  for (const outcome of outcomes) {
    if (order.indexOf(outcome.is) > order.indexOf(worst.is)) worst = outcome;
  }
  return worst;
}

/** Whether a step ended so that nobody need look at it again. */
export const isSettledWell = ({ is }: Outcome): boolean => is === 'verified' || is === 'waived';
