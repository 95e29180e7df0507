export { anomalyRules, lookForAnomalies, type AnomalyReport } from './registry.ts';
export type {
  AnomalyEvidence,
  AnomalyInput,
  AnomalyRule,
  Looked,
  LookedAtKey,
  NewFinding,
  WatchedAccount,
} from './rule.ts';
