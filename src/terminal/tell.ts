import type { Outcome } from '../domain/outcome.ts';
import type { At, RunEvent, StepFinished } from '../domain/run-event.ts';
import { laneName, stepTitle, type Names } from './names.ts';
import { toneOf, type Tone } from './palette.ts';
import { showable } from './sanitise.ts';

/** An event in people's words: "VERIFIED", "main", "Revoke the key: …". Showable as it is. */
export interface Told {
  readonly word: string;
  readonly tone: Tone | undefined;
  /** Whose lane; empty for the case itself. */
  readonly lane: string;
  readonly text: string;
  /** Said only where nothing else shows it: the live board already does. */
  readonly minor: boolean;
}

/** Tells an event, or returns undefined for those that only move a figure. Venue strings are escaped here. */
export function tell(event: RunEvent, names: Names): Told | undefined {
  switch (event.type) {
    case 'case.opened':
      return told('OPENED', `case ${event.caseId}, ${modeInWords(event)}`);
    case 'answer.given':
      return told('answer', `${event.prompt} ${[event.answer].flat().join(', ')}`, { minor: true });
    case 'lane.opened':
      return told('in scope', event.because, { lane: laneName(names, event.lane) });
    case 'lane.settled':
      return told(inWord(event.outcome), `this account is done${reasonOf(event.outcome)}`, {
        tone: toneOf(event.outcome.is),
        lane: laneName(names, event.lane),
      });
    case 'phase.entered':
      return told('PHASE', event.phase.toUpperCase(), { tone: 'strong' });
    case 'phase.returned':
      return told('BACK', `to ${event.to.toUpperCase()}: ${event.because}`, { tone: 'warn' });
    case 'step.chosen':
      return tellChoice(event, names);
    case 'step.started':
      return told('started', again(event.title, event.attempt), { ...within(event, names), minor: true });
    case 'step.finished':
      return tellFinished(event, names);
    case 'act.intended':
      return told('acting', `${event.what} ${event.target}, ${inHands[event.by]}`, within(event, names));
    case 'act.finished':
      return told(results[event.result].word, event.how, {
        ...within(event, names),
        tone: results[event.result].tone,
      });
    case 'observation.made':
      return tellProof(event, names);
    case 'finding.recorded': {
      const { severity, title, id } = event.finding;
      const tone = severity === 'critical' || severity === 'high' ? 'bad' : undefined;
      return told('FINDING', `${severity}: ${title} (${id})`, { ...within(event, names), tone });
    }
    case 'failure.recorded': {
      const { venue, code, venueCode, doing } = event.failure;
      const whose = venueCode === undefined ? code : `${code} (${venueCode})`;
      return told('failure', `${venue}: ${whose} while ${doing}`, { ...within(event, names), tone: 'warn' });
    }
    case 'exhibit.acquired':
      if (event.exhibit.attachment) {
        const { id, title, sha256 } = event.exhibit;
        return told('ATTACHED', `${id} ${title}, sha256 ${sha256.slice(0, 16)}…`, { tone: 'good' });
      }
      return told('exhibit', `${event.exhibit.id} ${event.exhibit.title}`, {
        ...within(event, names),
        minor: true,
      });
    case 'clock.measured':
      return told('clock', `${event.offset.venue}: ${signed(event.offset.offsetMs)} ms against this host`, {
        ...within(event, names),
        minor: true,
      });
    case 'decision.recorded':
      return told('decided', `${event.what}: ${event.chosen}${overridden(event)}, ${event.because}`, {
        ...within(event, names),
      });
    case 'note.added':
      return told('note', `${event.text} (${event.by})`);
    case 'drill.notice':
      return told('NOTICE', event.text, { tone: 'strong' });
    case 'guide.shown':
      return told('by hand', [event.title, event.page, ...event.lines].join('; '), { minor: true });
    case 'timer.set':
      return told('timer', `${event.timer}, due ${event.dueAt}`, { ...within(event, names), minor: true });
    case 'timer.due':
      return told('due', event.timer, within(event, names));
    case 'run.resumed':
      return told('RESUMED', doubts(event.uncertain), event.uncertain.length > 0 ? { tone: 'unsure' } : {});
    case 'run.stopped':
      return told('STOPPED', event.reason, { tone: 'warn' });
    case 'journal.recovered':
      return told('RECOVERED', `${event.bytes} torn bytes at the journal's end, moved to ${event.movedTo}`, {
        tone: 'warn',
      });
    case 'case.closed':
      return told('CLOSED', `${event.verdict.toUpperCase()}: ${event.because}`, { tone: 'strong' });
    case 'custody.recorded':
      return told('custody', `${event.item}: ${event.action} by ${event.by}, ${event.reason}`, {
        minor: true,
      });
    case 'timestamp.received':
      return told('STAMPED', `head at ${event.moment} at ${event.genTime} by ${event.authority}`, {
        minor: true,
      });
    case 'timestamp.failed':
      return told('no stamp', `head at ${event.moment}, ${event.authority}: ${event.code}, ${event.why}`, {
        minor: true,
      });
    case 'timestamp.due':
      return event.authorities.length > 0
        ? undefined
        : told('no stamp', `head at ${event.moment}: ${event.why ?? 'nobody to ask'}`, { minor: true });
    case 'exported':
      return told('written', `${event.what} ${event.path}`);
    case 'score':
      return told('SCORE', scores(event.score), { tone: 'strong' });
    case 'exchange.captured':
    case 'money.leaving':
    case 'progress':
    case 'result.kept':
    case 'step.offered':
      return undefined;
    default:
      return untold(event);
  }
}

/** "VERIFIED": outcome words are always written out; colour only comes on top. */
export const inWord = (outcome: Outcome): string => outcome.is.toUpperCase();

const longestText = 600;

/** A record of a newer firebreak may hold events that this one cannot tell; the compiler sees to the rest. */
const untold = (_event: never): undefined => undefined;

interface Around {
  readonly lane?: string;
  readonly tone?: Tone | undefined;
  readonly minor?: boolean;
}

function told(word: string, text: string, { lane = '', tone, minor = false }: Around = {}): Told {
  return { word: showable(word, 12), tone, lane, text: showable(text, longestText), minor };
}

function modeInWords(event: Extract<RunEvent, { type: 'case.opened' }>): string {
  return event.mode === 'drill' ? `DRILL ${event.scenario?.title ?? ''}`.trim() : 'REAL';
}

function tellChoice(event: Extract<RunEvent, { type: 'step.chosen' }>, names: Names): Told | undefined {
  const words = { skip: 'SKIPPED', accept: 'WAIVED', retry: 'again', continue: undefined } as const;
  const word = words[event.choice];
  if (word === undefined) return undefined;
  const tone = word === 'again' ? undefined : 'warn';
  const reason = event.reason === undefined ? '' : `: ${event.reason}`;
  return told(word, `${stepTitle(names, event)}${reason} (${event.by})`, { ...within(event, names), tone });
}

function tellFinished(event: StepFinished, names: Names): Told {
  const { outcome } = event;
  const why = 'why' in outcome && !event.summary.includes(outcome.why) ? reasonOf(outcome) : '';
  const text = `${again(stepTitle(names, event), event.attempt)}: ${event.summary}${why}`;
  return told(inWord(outcome), text, { ...within(event, names), tone: toneOf(outcome.is) });
}

/** Only the proof of death is told: what else was read, the step's summary says. */
function tellProof(event: Extract<RunEvent, { type: 'observation.made' }>, names: Names): Told | undefined {
  if (!event.deathProof) return undefined;
  const { verdict, why } = event.deathProof;
  const tone = verdict === 'dead' ? 'good' : verdict === 'alive' ? 'bad' : 'unsure';
  return told(verdict === 'dead' ? 'KEY DEAD' : verdict === 'alive' ? 'KEY ALIVE' : 'NOT PROVEN', why, {
    ...within(event, names),
    tone,
  });
}

function within(at: At, names: Names): Around {
  return at.lane === 'case' ? {} : { lane: laneName(names, at.lane) };
}

const again = (title: string, attempt: number): string =>
  attempt > 1 ? `${title} (attempt ${attempt})` : title;
const reasonOf = (outcome: Outcome): string => ('why' in outcome ? `; ${outcome.why}` : '');
const signed = (ms: number): string => (ms < 0 ? `${ms}` : `+${ms}`);

function overridden(decision: { readonly chosen: string; readonly recommended: string }): string {
  return decision.chosen === decision.recommended ? '' : ` (overrides ${decision.recommended})`;
}

function doubts(uncertain: readonly string[]): string {
  if (uncertain.length === 0) return 'no act is in doubt';
  return `${uncertain.length} in doubt, looked up first: ${uncertain.join(', ')}`;
}

const inHands = { api: 'by API', hand: 'by hand' } as const;

const results = {
  done: { word: 'done', tone: 'good' },
  'not-done': { word: 'NOT DONE', tone: 'bad' },
  unknown: { word: 'UNKNOWN', tone: 'unsure' },
} as const;

function scores(score: Readonly<Record<string, unknown>>): string {
  return Object.entries(score)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
