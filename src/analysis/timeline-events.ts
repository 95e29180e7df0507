import { describeFailure } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { JournaledEvent } from '../domain/run-event.ts';
import { keysInScope, nameKey, type KeyInScope } from './keys-in-scope.ts';
import { followSteps, type Entry } from './step-runs.ts';
import type { TimelineEntry, TimelineLane } from './timeline.ts';

/** Turns the journal into timeline entries; records that only bear on bytes or state have none. */
export function describeEvents(entries: readonly Entry[]): readonly TimelineEntry[] {
  const context = contextOf(entries);
  return entries.flatMap(({ event, at, seq }) => {
    const told = describe(event, context);
    if (!told) return [];
    const account = told.account ?? accountOf(event, context);
    return [
      {
        at,
        lane: told.lane,
        what: told.what,
        clock: 'host' as const,
        ...(account === undefined ? {} : { account }),
        restsOn: [`J-${seq}`, ...(told.restsOn ?? [])],
      },
    ];
  });
}

interface Told {
  readonly lane: TimelineLane;
  readonly what: string;
  readonly account?: string;
  readonly restsOn?: readonly string[];
}

interface Context {
  readonly titles: ReadonlyMap<string, string>;
  readonly accountOfLane: ReadonlyMap<string, string>;
  readonly acts: ReadonlyMap<string, string>;
  readonly keys: readonly KeyInScope[];
}

function contextOf(entries: readonly Entry[]): Context {
  const keys = keysInScope(entries);
  return {
    titles: new Map(followSteps(entries).map(({ step, title }) => [step, title])),
    accountOfLane: new Map(keys.flatMap(({ account, lanes }) => lanes.map((lane) => [lane, account]))),
    acts: new Map(
      entries.flatMap(({ event: e }) =>
        e.type === 'act.intended' ? [[e.act, `${e.what}: ${e.target}`]] : [],
      ),
    ),
    keys,
  };
}

const accountOf = (event: JournaledEvent, context: Context): string | undefined =>
  'lane' in event ? context.accountOfLane.get(event.lane) : undefined;

const responder = (what: string): Told => ({ lane: 'responder', what });
const firebreak = (what: string, more: Omit<Told, 'lane' | 'what'> = {}): Told => ({
  lane: 'firebreak',
  what,
  ...more,
});
const venue = (what: string): Told => ({ lane: 'venue', what });

function describe(event: JournaledEvent, context: Context): Told | undefined {
  switch (event.type) {
    case 'case.opened':
      return responder(`opened ${event.mode === 'drill' ? 'drill' : 'case'} ${event.caseId}`);
    case 'answer.given':
      return responder(`answered "${event.prompt}" with ${[event.answer].flat().join(', ') || 'nothing'}`);
    case 'step.chosen':
      return describeChoice(event.choice, title(event.step, context), event.reason);
    case 'decision.recorded':
      return responder(`decided on ${event.what}: ${event.chosen} (recommended: ${event.recommended})`);
    case 'note.added':
      return responder(`noted: ${event.text}`);
    case 'act.intended':
      return responder(
        `began to ${event.what}: ${event.target}, ${event.by === 'api' ? 'by API' : 'by hand'}`,
      );
    case 'act.finished':
      return firebreak(`${context.acts.get(event.act) ?? event.act} → ${event.result}: ${event.how}`, {
        restsOn: event.exhibits,
      });
    case 'drill.notice':
      return venue(event.text);
    case 'failure.recorded':
      return tellFailure(event.failure);
    default:
      return describeRecord(event, context);
  }
}

function describeRecord(event: JournaledEvent, context: Context): Told | undefined {
  switch (event.type) {
    case 'lane.opened':
      return firebreak(`account in scope: ${event.because}`, { account: event.account });
    case 'lane.settled':
      return firebreak(`containment of the account ended ${showOutcome(event.outcome)}`);
    case 'phase.entered':
      return firebreak(`phase ${event.phase} began`);
    case 'phase.returned':
      return firebreak(`back from ${event.from} to ${event.to}: ${event.because}`);
    case 'step.finished':
      return firebreak(
        `${title(event.step, context)} ended ${showOutcome(event.outcome)}${event.summary === '' ? '' : `: ${event.summary}`}`,
      );
    case 'exhibit.acquired':
      return firebreak(`${event.exhibit.id} acquired: ${event.exhibit.title}`, {
        restsOn: [event.exhibit.id],
      });
    case 'observation.made':
      return describeObservation(event, context);
    case 'finding.recorded':
      return firebreak(`${event.finding.id}: ${event.finding.title}`, {
        restsOn: [event.finding.id],
        ...(event.finding.account === undefined ? {} : { account: event.finding.account }),
      });
    case 'clock.measured':
      return event.moment === 'probe'
        ? undefined
        : firebreak(`clock of ${event.offset.venue}: ${event.offset.offsetMs} ms against the host`);
    case 'timer.set':
      return firebreak(`timer ${event.timer} set for ${event.dueAt}`);
    case 'timer.due':
      return firebreak(`timer ${event.timer} was due`);
    default:
      return describeRun(event);
  }
}

function describeRun(event: JournaledEvent): Told | undefined {
  switch (event.type) {
    case 'run.resumed':
      return firebreak(`the run resumed; uncertain acts: ${event.uncertain.join(', ') || 'none'}`);
    case 'run.stopped':
      return firebreak(`the run stopped: ${event.reason}`);
    case 'journal.recovered':
      return firebreak(`${event.bytes} torn bytes at the journal's end were moved to ${event.movedTo}`);
    case 'case.closed':
      return firebreak(`the case was closed as ${event.verdict}: ${event.because}`);
    case 'custody.recorded':
      return firebreak(`custody: ${event.item} ${event.action} by ${event.by}`);
    case 'timestamp.received':
      return firebreak(
        `${event.authority} confirmed the journal's head at ${event.moment}: ${event.genTime}`,
      );
    case 'timestamp.failed':
      return firebreak(
        `${event.authority} did not stamp the journal's head at ${event.moment}: ${event.code}`,
      );
    default:
      // Starts of steps, HTTP exchanges and kept results stand in their own tables.
      return undefined;
  }
}

function describeObservation(
  event: Extract<JournaledEvent, { type: 'observation.made' }>,
  context: Context,
): Told | undefined {
  if (!event.deathProof) return undefined;
  const key = context.keys.find(({ account }) => account === event.account);
  const { verdict, why } = event.deathProof;
  const word = verdict === 'not-proven' ? 'not proven dead' : verdict === 'dead' ? 'proven dead' : 'alive';
  return firebreak(`${event.holder} key ${key ? nameKey(key) : event.account}: ${word}, ${why}`, {
    account: event.account,
    restsOn: [event.exhibit],
  });
}

function describeChoice(choice: string, step: string, reason: string | undefined): Told | undefined {
  const why = reason === undefined ? '' : `: ${reason}`;
  if (choice === 'skip') return responder(`skipped "${step}"${why}`);
  if (choice === 'accept') return responder(`waived "${step}"${why}`);
  return choice === 'retry' ? responder(`tried "${step}" again`) : undefined;
}

function tellFailure(failure: Extract<JournaledEvent, { type: 'failure.recorded' }>['failure']): Told {
  const what = describeFailure(failure);
  // Only what answered can be said to have acted.
  return failure.httpStatus === undefined && failure.venueCode === undefined ? firebreak(what) : venue(what);
}

const title = (step: string, context: Context): string => context.titles.get(step) ?? step;

const showOutcome = (outcome: Outcome): string =>
  outcome.is === 'verified' ? 'verified' : `${outcome.is} (${outcome.why})`;
