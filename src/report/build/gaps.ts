import type { Gap } from '../model.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import type { CaseView } from './case-view.ts';
import type { KindedGap } from './gap.ts';
import { gapsOfEvidence } from './gaps-of-evidence.ts';
import { gapsOfKeys } from './gaps-of-keys.ts';
import { gapsOfRun } from './gaps-of-run.ts';
import { gapsOfTime, trustedTimeOf } from './trusted-time.ts';

/**
 * Everything that the record does not know, or that was not done: with its kind, and as the report has it; and how
 * much of it is unknown.
 */
export function buildGaps(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
): { readonly gaps: readonly Gap[]; readonly kinded: readonly KindedGap[]; readonly unknowns: number } {
  const all: readonly KindedGap[] = [
    ...gapsOfRun(view),
    ...gapsOfKeys(view),
    ...gapsOfEvidence(view, analyses),
    ...gapsOfTime(view),
    selfAttested(view),
  ].filter((one) => one !== undefined);
  return {
    kinded: all,
    gaps: all.map(({ what, why, restsOn }) => ({ what, why, restsOn })),
    unknowns: all.filter(({ kind }) => kind === 'unknown').length,
  };
}

function selfAttested(view: CaseView): KindedGap | undefined {
  if (trustedTimeOf(view) !== undefined) return undefined;
  return {
    kind: 'limit',
    what: 'The record attests itself',
    why: 'no outside authority has confirmed when it existed',
    restsOn: [],
  };
}
