import type { JournaledEvent } from '../domain/run-event.ts';
import { count, listWords } from './amounts.ts';
import { keysInScope, nameKey, stateOf, type KeyInScope } from './keys-in-scope.ts';
import { followSteps, type Entry, type StepRun } from './step-runs.ts';

export interface Containment {
  readonly is: 'contained' | 'partly-contained' | 'not-contained';
  readonly because: string;
}

/** What somebody else did after the last key was proven dead. */
export interface TracesAfterDeath {
  /** Asked for after the key's death: there is another way in. */
  readonly newOnes: readonly string[];
  /** Of orders or requests that may have been placed before. */
  readonly oldOnes: readonly string[];
}

/**
 * Judges from outcomes and proofs whether the incident is contained. `contained` needs every key in
 * scope proven `dead`, every containment step verified, no act left uncertain, and nobody else's
 * trace afterwards. A key whose proof was waived by name leaves it partly contained at best.
 */
export function judgeContainment(input: {
  readonly events: readonly JournaledEvent[];
  readonly traces?: TracesAfterDeath;
}): Containment {
  const entries = input.events.map((event, seq): Entry => ({ event, seq, at: '' }));
  const keys = keysInScope(entries);
  const steps = followSteps(entries);
  const fatal = whyNotContained(keys, steps, input.traces);
  if (fatal !== undefined) return { is: 'not-contained', because: fatal };

  const doubts = [
    ...keys.flatMap(doubtAboutKey),
    ...steps.filter(isContainmentWork).flatMap(doubtAboutStep),
    ...steps.filter((step) => isLaterLook(step) && step.outcome?.is === 'unknown').flatMap(doubtAboutStep),
    ...doubtsAboutActs(input.events),
    ...(input.traces?.oldOnes ?? []),
  ];
  if (doubts.length > 0) return { is: 'partly-contained', because: listWords(doubts, 6) };
  return {
    is: 'contained',
    because: `${count(keys.length, 'key')} in scope proven dead; every containment step verified`,
  };
}

const ranks: readonly Containment['is'][] = ['contained', 'partly-contained', 'not-contained'];

/** The worse of two judgements; of equal ones the first. */
export const worseOf = (a: Containment, b: Containment): Containment =>
  ranks.indexOf(b.is) > ranks.indexOf(a.is) ? b : a;

function whyNotContained(
  keys: readonly KeyInScope[],
  steps: readonly StepRun[],
  traces: TracesAfterDeath | undefined,
): string | undefined {
  if (keys.length === 0) return 'no key came into scope';
  const alive = keys.filter((key) => stateOf(key) === 'alive');
  if (alive.length > 0) return `still working: ${listWords(alive.map(nameKey))}`;
  if (keys.every((key) => stateOf(key) === 'not-proven' && !key.waiver)) {
    return `not proven dead: ${listWords(keys.map(nameKey))}`;
  }
  const broken = steps.find((step) => isLaterLook(step) && step.outcome?.is === 'failed');
  if (broken) return listWords(doubtAboutStep(broken));
  if (traces && traces.newOnes.length > 0) {
    return `somebody else still acts after the keys died: ${listWords(traces.newOnes, 4)}`;
  }
  return undefined;
}

function doubtAboutKey(key: KeyInScope): readonly string[] {
  const state = stateOf(key);
  if (state === 'dead') return [];
  const name = nameKey(key);
  if (state === 'doubted')
    return [`a later probe of ${name} could not repeat the proof: ${key.proofs.at(-1)?.proof.why ?? ''}`];
  return key.waiver
    ? [`the proof for ${name} was waived by ${key.waiver.by}: ${key.waiver.why}`]
    : [`${name} is not proven dead: ${key.proofs.at(-1)?.proof.why ?? 'no proof was made'}`];
}

// By the verb of the step kind: what reads and holds evidence bears on the evidence, not on this. A
// freeze is left out: where every key is dead it adds nothing, and at most venues nobody can do it.
const containmentVerbs: readonly string[] = ['revoke', 'disable', 'cancel', 'confirm'];

const isContainmentVerb = (phrase: string): boolean =>
  containmentVerbs.includes(phrase.split(/[- ]/)[0] ?? '');

const isContainmentWork = ({ phase, kind, step }: StepRun): boolean =>
  phase === 'contain' && isContainmentVerb(kind ?? step);

// What looks again after the proof: a failure means that a key works again or that something moved.
const laterLooks: readonly string[] = ['reprobe-keys', 'read-again'];

const isLaterLook = ({ kind, step }: StepRun): boolean => laterLooks.includes(kind ?? step);

function doubtAboutStep({ title, outcome }: StepRun): readonly string[] {
  if (outcome === undefined) return [`"${title}" was started and has no result`];
  if (outcome.is === 'verified') return [];
  const by = 'by' in outcome ? ` by ${outcome.by}` : '';
  return [`"${title}" ended ${outcome.is}${by}: ${outcome.why}`];
}

/** An act that was begun and has no result may have happened or not. */
function doubtsAboutActs(events: readonly JournaledEvent[]): readonly string[] {
  const finished = new Set(events.flatMap((e) => (e.type === 'act.finished' ? [e.act] : [])));
  return events.flatMap((e) =>
    e.type === 'act.intended' && isContainmentVerb(e.what) && !finished.has(e.act)
      ? [`${e.what} (${e.target}) was begun and has no result`]
      : [],
  );
}
