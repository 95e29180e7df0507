import { followSteps, keysInScope, type KeyInScope, type StepRun } from '../../analysis/index.ts';
import type { Exhibit, ExhibitKind } from '../../domain/exhibit.ts';
import { BadInput } from '../../domain/failure.ts';
import type {
  AccountInCase,
  CaseClosed,
  CaseOpened,
  JournalRecord,
  ObservationMade,
} from '../../domain/run-event.ts';
import type { CaseRecord } from '../case-record.ts';
import { openExhibits, type ExhibitReader } from './exhibit-reader.ts';

/** The record, indexed once for all parts of the report. */
export interface CaseView {
  readonly record: CaseRecord;
  readonly records: readonly JournalRecord[];
  readonly opened: CaseOpened;
  readonly openedAt: string;
  readonly closed: CaseClosed | undefined;
  /** Accounts in scope; before a scope was set, all accounts of the case. */
  readonly accounts: readonly AccountInCase[];
  readonly keys: readonly KeyInScope[];
  readonly steps: readonly StepRun[];
  readonly exhibits: ReadonlyMap<string, Exhibit>;
  readonly observations: readonly Observation[];
  readonly reader: ExhibitReader;
}

export interface Observation {
  readonly seq: number;
  readonly at: string;
  readonly event: ObservationMade;
}

/** @throws BadInput when the first record does not open a case: there is nothing to report on. */
export function viewCase(record: CaseRecord): CaseView {
  const { records } = record;
  const first = records[0];
  if (first?.event.type !== 'case.opened') {
    throw new BadInput('the journal does not begin with the opening of a case', {
      hint: 'a report is built from a case folder or a sealed bag',
    });
  }
  const opened = first.event;
  const keys = keysInScope(records);
  const inScope = opened.accounts.filter(({ id }) => keys.some(({ account }) => account === id));
  const closed = records.findLast(({ event }) => event.type === 'case.closed')?.event;
  return {
    record,
    records,
    opened,
    openedAt: first.at,
    closed: closed?.type === 'case.closed' ? closed : undefined,
    accounts: inScope.length > 0 ? inScope : opened.accounts,
    keys,
    steps: followSteps(records),
    exhibits: new Map(
      records.flatMap(({ event }) =>
        event.type === 'exhibit.acquired' ? [[event.exhibit.id, event.exhibit]] : [],
      ),
    ),
    observations: records.flatMap(({ seq, at, event }) =>
      event.type === 'observation.made' ? [{ seq, at, event }] : [],
    ),
    reader: openExhibits(record),
  };
}

/** Readings of one kind on one account, in order; what a person's file tells is none of them. */
export const observed = (
  view: CaseView,
  account: string,
  what: ExhibitKind,
  holder?: ObservationMade['holder'],
): readonly Observation[] =>
  view.observations.filter(
    ({ event }) =>
      event.toldBy === undefined &&
      event.account === account &&
      event.what === what &&
      (holder === undefined || event.holder === holder),
  );

/** What files of the operator tell, in order; `attempt` counts the imports. */
export const toldByExport = (view: CaseView, account: string, what: ExhibitKind): readonly Observation[] =>
  view.observations.filter(
    ({ event }) => event.toldBy === 'export' && event.account === account && event.what === what,
  );

/** When the thing was read: the exhibit's own time, else the record's. */
export const readAt = (view: CaseView, { event, at }: Observation): string =>
  view.exhibits.get(event.exhibit)?.acquiredAt ?? at;

/** "J-12": how the report points at a record. */
export const recordId = (seq: number): string => `J-${seq}`;

/** The last fact of this name that any step left, with its record. */
export function lastFact(view: CaseView, name: string, step?: string) {
  const found = view.records.findLast(
    ({ event }) =>
      event.type === 'step.finished' && name in event.facts && (step === undefined || event.step === step),
  );
  return found?.event.type === 'step.finished'
    ? { value: found.event.facts[name], seq: found.seq }
    : undefined;
}

/** Venue − host in ms, as first measured. */
export function offsetsMs({ records }: CaseView): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  for (const { event } of records) {
    if (event.type !== 'clock.measured' || offsets.has(event.offset.venue)) continue;
    offsets.set(event.offset.venue, event.offset.offsetMs);
  }
  return offsets;
}
