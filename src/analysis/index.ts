export { count, isAmount, listWords } from './amounts.ts';
export { lookForAnomalies } from './anomalies/registry.ts';
export type { AnomalyInput, Looked } from './anomalies/rule.ts';
export { burnRate } from './burn-rate.ts';
export type { CrossCheckInput, Readings } from './cross-checks/cross-check.ts';
export { crossCheck, type CrossCheckReport } from './cross-checks/registry.ts';
export {
  assessDamage,
  assessEach,
  assetsOf,
  chooseAsset,
  damageMethod,
  explainUnpriced,
  valueWithdrawals,
  type Damage,
} from './damage.ts';
export { groupBy } from './group.ts';
export { describeHarm, ordersCancelledByUs, type Harm } from './harm.ts';
export { findIncidentWindow, isInWindow, type IncidentWindow } from './incident-window.ts';
export { keysInScope, nameKey, stateOf, type KeyInScope } from './keys-in-scope.ts';
export { between, computeMetrics, findMoments, type Moments } from './metrics.ts';
export { dateAndTime, latest, millisOf } from './moments.ts';
export { openHoles } from './open-holes.ts';
export { decideOrder, type RecentFacts } from './order.ts';
export { hasOwnPrefix, recogniseOrders, recogniseTrades, type RecognisedTrade } from './recognition.ts';
export { checkScope, type ScopeLine } from './scope-check.ts';
export { judgeSeverity, type Leaked } from './severity.ts';
export { joinListings, nameOf, sharedReadings } from './shared-readings.ts';
export { followSteps, type StepRun } from './step-runs.ts';
export { splitSymbol } from './symbols.ts';
export { scopesExpected } from './task-scopes.ts';
export { buildTimeline, type AccountTraces } from './timeline.ts';
export { judgeContainment, worseOf, type Containment, type TracesAfterDeath } from './verdict.ts';
export { diffWhitelist } from './whitelist-diff.ts';
export {
  hasLeft,
  isOlder,
  leavingSince,
  recogniseWithdrawals,
  stayed,
  type RecognisedWithdrawal,
} from './withdrawal-recognition.ts';
