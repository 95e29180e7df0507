export { count, isAmount, listWords } from './amounts.ts';
export {
  anomalyRules,
  lookForAnomalies,
  type AnomalyEvidence,
  type AnomalyInput,
  type AnomalyReport,
  type AnomalyRule,
  type Looked,
  type LookedAtKey,
  type NewFinding,
  type WatchedAccount,
} from './anomalies/index.ts';
export { diffBalances, type BalanceChange } from './balance-diff.ts';
export { changesOf, diffKeyReports, type KeyChange } from './baseline-diff.ts';
export { burnRate, costOfSeconds, type BurnRate } from './burn-rate.ts';
export {
  assessDamage,
  assetsOf,
  chooseAsset,
  damageMethod,
  explainUnpriced,
  valueWithdrawals,
  type Damage,
  type SymbolDamage,
  type Unpriced,
} from './damage.ts';
export { groupBy } from './group.ts';
export { describeHarm, ordersCancelledByUs, type Harm } from './harm.ts';
export { findIncidentWindow, isInWindow, type IncidentWindow } from './incident-window.ts';
export { keysInScope, nameKey, stateOf, type KeyInScope } from './keys-in-scope.ts';
export { between, computeMetrics, findMoments, type Metric, type Moments } from './metrics.ts';
export { clockTime, dateAndTime, earliest, isoOf, latest, millisOf, spanOf } from './moments.ts';
export { decideOrder, type OrderOfWork, type RecentFacts } from './order.ts';
export { priceBook, type PriceBook } from './prices.ts';
export {
  hasOwnPrefix,
  isUnusualRate,
  recogniseOrders,
  recogniseTrades,
  type Recognition,
  type RecognisedOrder,
  type RecognisedTrade,
} from './recognition.ts';
export { checkScope, sameAllowlist, scopeHolds, scopesTooWide, type ScopeLine } from './scope-check.ts';
export {
  judgeSeverity,
  type Leaked,
  type Severity,
  type SeverityFacts,
  type SeverityJudgement,
} from './severity.ts';
export { followSteps, type Entry, type StepRun } from './step-runs.ts';
export { bareSymbol, sameSymbol, splitSymbol, type Pair } from './symbols.ts';
export { isTask, scopesExpected, type Task } from './task-scopes.ts';
export { buildTimeline, type AccountTraces, type TimelineEntry, type TimelineLane } from './timeline.ts';
export { judgeContainment, worseOf, type Containment, type TracesAfterDeath } from './verdict.ts';
export { diffWhitelist, sameDestination, type WhitelistDiff } from './whitelist-diff.ts';
export {
  hasLeft,
  mayStillLeave,
  recogniseWithdrawals,
  stayed,
  type RecognisedWithdrawal,
} from './withdrawal-recognition.ts';
