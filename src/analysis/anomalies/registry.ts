import { ipAllowlistMissingOrDifferent } from './ip-allowlist-missing-or-different.ts';
import { keyNewerThanExpected } from './key-newer-than-expected.ts';
import { newWithdrawalAddress } from './new-withdrawal-address.ts';
import { offMarketFills } from './off-market-fills.ts';
import { ownOrdersCancelledBySomeone } from './own-orders-cancelled-by-someone.ts';
import { pendingWithdrawal } from './pending-withdrawal.ts';
import { scopeWiderThanExpected } from './scope-wider-than-expected.ts';
import { unknownSymbol } from './unknown-symbol.ts';
import { unrecognisedFills } from './unrecognised-fills.ts';
import { unusualRate } from './unusual-rate.ts';
import { withdrawalNotOurs } from './withdrawal-not-ours.ts';
import type { AnomalyInput, AnomalyRule, NewFinding } from './rule.ts';

/** Every rule, in the order in which findings are shown: what can still be stopped comes first. */
export const anomalyRules: readonly AnomalyRule[] = [
  pendingWithdrawal,
  withdrawalNotOurs,
  newWithdrawalAddress,
  unrecognisedFills,
  offMarketFills,
  unusualRate,
  unknownSymbol,
  ownOrdersCancelledBySomeone,
  scopeWiderThanExpected,
  ipAllowlistMissingOrDifferent,
  keyNewerThanExpected,
];

/** What the rules saw, and where they could not look: "no finding" is only as good as that list. */
interface AnomalyReport {
  readonly findings: readonly NewFinding[];
  readonly blindSpots: readonly { readonly rule: string; readonly title: string; readonly why: string }[];
}

/** Lets every rule look at one account. */
export function lookForAnomalies(input: AnomalyInput): AnomalyReport {
  return {
    findings: anomalyRules.flatMap((rule) => rule.look(input)),
    blindSpots: anomalyRules.flatMap((rule) => {
      const why = rule.blindTo(input);
      return why === undefined ? [] : [{ rule: rule.id, title: rule.title, why }];
    }),
  };
}
