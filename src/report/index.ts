export { buildReport } from './build.ts';
export type { CaseRecord } from './case-record.ts';
export { readBag } from './read-bag.ts';
export { readRecord, type RecordSource } from './read-record.ts';
export { reportJson } from './report-json.ts';
export { shareReport } from './share/index.ts';
export type {
  AccountReport,
  Action,
  CustodyEntry,
  Gap,
  Identification,
  Integrity,
  Loss,
  Report,
  Seen,
  Sentence,
  StepReport,
  Subject,
  TimelineEntry,
  UnrecognisedTrades,
  Verdict,
} from './model.ts';
