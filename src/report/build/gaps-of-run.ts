import { count, groupBy, type StepRun } from '../../analysis/index.ts';
import type { Failure } from '../../domain/failure.ts';
import { recordId, type CaseView } from './case-view.ts';
import { gap, type KindedGap } from './gap.ts';

/** What the run itself left open: steps, acts, failures, timers, clocks, the journal. */
export function gapsOfRun(view: CaseView): readonly KindedGap[] {
  return [
    ...view.steps.flatMap(gapOfStep),
    ...gapsOfActs(view),
    ...gapsOfFailures(view),
    ...gapsOfTimers(view),
    ...gapsOfClocks(view),
    ...gapsOfTakenBack(view),
    ...gapsOfJournal(view),
  ];
}

function gapOfStep({ title, lane, outcome, attempts, records }: StepRun): readonly KindedGap[] {
  const name = lane === 'case' ? `“${title}”` : `“${title}” (${lane})`;
  const restsOn = records.slice(-1).map(recordId);
  if (!outcome) {
    return attempts > 0
      ? [gap('unknown', `${name} was started and has no result`, 'the record ends before it', restsOn)]
      : [];
  }
  switch (outcome.is) {
    case 'verified':
      return [];
    case 'skipped':
    case 'waived':
      return [gap('not-done', `${name} was ${outcome.is} by ${outcome.by}`, outcome.why, restsOn)];
    case 'failed':
      return [gap('failed', `${name} failed`, outcome.why, restsOn)];
    case 'unverified':
      return [gap('not-done', `${name} is not verified`, outcome.why, restsOn)];
    case 'unknown':
      return [gap('unknown', `The outcome of ${name} is unknown`, outcome.why, restsOn)];
  }
}

function gapsOfActs({ records }: CaseView): readonly KindedGap[] {
  const results = new Map(
    records.flatMap(({ event, seq }) =>
      event.type === 'act.finished' ? [[event.act, { event, seq }] as const] : [],
    ),
  );
  return records.flatMap(({ event, seq }) => {
    if (event.type !== 'act.intended') return [];
    const end = results.get(event.act);
    const name = `${event.what}: ${event.target}`;
    if (!end)
      return [
        gap('unknown', `Whether this happened: ${name}`, 'it was begun and has no result', [recordId(seq)]),
      ];
    const restsOn = [recordId(seq), recordId(end.seq)];
    if (end.event.result === 'unknown')
      return [gap('unknown', `Whether this happened: ${name}`, end.event.how, restsOn)];
    return end.event.result === 'not-done'
      ? [gap('failed', `Not done: ${name}`, end.event.how, restsOn)]
      : [];
  });
}

/** The same failure a hundred times is one gap with its count. */
function gapsOfFailures({ records }: CaseView): readonly KindedGap[] {
  const failures = records.flatMap(({ event, seq }) =>
    event.type === 'failure.recorded' ? [{ failure: event.failure, seq }] : [],
  );
  const alike = groupBy(failures, ({ failure: { venue, code, venueCode, doing } }) =>
    JSON.stringify([venue, code, venueCode ?? '', doing]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const times = group.length > 1 ? `, ${count(group.length, 'time')}` : '';
    const what = `${first.failure.venue} failed while ${first.failure.doing}${times}`;
    return [
      gap(
        'failed',
        what,
        describeFailure(first.failure),
        group.slice(0, 5).map(({ seq }) => recordId(seq)),
      ),
    ];
  });
}

function describeFailure({ code, venueCode, httpStatus, detail }: Failure): string {
  const own = venueCode === undefined ? '' : ` (${venueCode})`;
  const status = httpStatus === undefined ? '' : `, HTTP ${httpStatus}`;
  return `${code}${own}${status}${detail === undefined ? '' : `: ${detail}`}`;
}

function gapsOfTimers({ records }: CaseView): readonly KindedGap[] {
  return records.flatMap(({ event, seq }) => {
    if (event.type !== 'timer.set') return [];
    const isDone = records.some(
      ({ event: other }) =>
        other.type === 'timer.due' && other.timer === event.timer && other.lane === event.lane,
    );
    return isDone
      ? []
      : [
          gap('not-done', `${event.timer} is due at ${event.dueAt}`, 'the record ends before it', [
            recordId(seq),
          ]),
        ];
  });
}

/** Whoever reads the record later must see that something was there, and whose decision it was. */
function gapsOfTakenBack({ records, exhibits }: CaseView): readonly KindedGap[] {
  return records.flatMap(({ event, seq }) => {
    if (event.type !== 'custody.recorded' || event.takenBack === undefined) return [];
    const title = exhibits.get(event.takenBack)?.title ?? 'a file';
    const what = `The content of ${event.takenBack} (${title}) is not in the bag: ${event.by} took it back before sealing`;
    return [gap('not-done', what, event.reason, [event.takenBack, recordId(seq)])];
  });
}

/** A clock that was read at one end only leaves the error of every time in between open. */
function gapsOfClocks(view: CaseView): readonly KindedGap[] {
  const venues = [...new Map(view.accounts.map(({ venue, venueName }) => [venue, venueName]))];
  return venues.flatMap(([venue, name]) =>
    (['start', 'end'] as const).flatMap((moment) => {
      const isMeasured = view.records.some(
        ({ event }) =>
          event.type === 'clock.measured' && event.moment === moment && event.offset.venue === venue,
      );
      if (isMeasured) return [];
      const why = 'no measurement is in the record';
      return [gap('unknown', `The clock of ${name} against the host’s at the ${moment}`, why)];
    }),
  );
}

function gapsOfJournal({ records, closed }: CaseView): readonly KindedGap[] {
  const gaps = records.flatMap(({ event, seq }) => {
    if (event.type === 'journal.recovered') {
      const what = `${count(event.bytes, 'byte')} at the journal’s end were torn`;
      return [gap('unknown', what, `an interruption; they were kept as ${event.movedTo}`, [recordId(seq)])];
    }
    if (event.type !== 'run.resumed' || event.uncertain.length === 0) return [];
    const what = `After an interruption ${count(event.uncertain.length, 'act')} had to be looked up`;
    return [gap('limit', what, event.uncertain.join(', '), [recordId(seq)])];
  });
  return closed ? gaps : [...gaps, gap('not-done', 'The case is not closed', 'this report is a draft')];
}
