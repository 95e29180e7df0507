import { known, unknown, type Known } from '../domain/known.ts';
import { keysInScope, nameKey, stateOf, type KeyInScope } from './keys-in-scope.ts';
import { earliest, latest, millisOf } from './moments.ts';
import { followSteps, type Entry } from './step-runs.ts';

interface Metric {
  readonly name: string;
  readonly ms: Known<number>;
}

/** The moments a response is measured by; unknown says why. */
export interface Moments {
  readonly exposed: Known<string>;
  readonly opened: Known<string>;
  readonly firstAction: Known<string>;
  readonly eachKeyDead: readonly { readonly key: string; readonly at: Known<string> }[];
  readonly allDead: Known<string>;
  readonly recovered: Known<string>;
}

/**
 * Finds the moments in the record. Nothing is typed by a person and nothing is guessed.
 *
 * @param input.exposed ISO time of the first trace, where the rows that were read show one.
 */
export function findMoments(input: {
  readonly entries: readonly Entry[];
  readonly exposed: Known<string>;
}): Moments {
  const { entries } = input;
  const keys = keysInScope(entries);
  return {
    exposed: input.exposed,
    opened: firstAt(entries, ({ event }) => event.type === 'case.opened', 'the record holds no opening'),
    firstAction: firstAt(entries, ({ event }) => event.type === 'act.intended', 'no act is in the record'),
    eachKeyDead: keys.map((key) => ({ key: nameKey(key), at: deathOf(key) })),
    allDead: lastDeath(keys),
    recovered: recovery(entries),
  };
}

/** The durations between the moments. */
export function computeMetrics(moments: Moments): readonly Metric[] {
  const { exposed, opened, firstAction, eachKeyDead, allDead, recovered } = moments;
  return [
    { name: 'first trace → case opened', ms: between(exposed, opened) },
    { name: 'case opened → first action', ms: between(opened, firstAction) },
    ...eachKeyDead.map(({ key, at }) => ({ name: `case opened → dead: ${key}`, ms: between(opened, at) })),
    { name: 'case opened → all keys dead', ms: between(opened, allDead) },
    { name: 'first action → all keys dead', ms: between(firstAction, allDead) },
    { name: 'all keys dead → recovered', ms: between(allDead, recovered) },
    { name: 'first trace → all keys dead', ms: between(exposed, allDead) },
  ];
}

/** Milliseconds from one moment to another; unknown when either is. */
export function between(from: Known<string>, to: Known<string>): Known<number> {
  if (!from.known) return from;
  if (!to.known) return to;
  const start = millisOf(from.value);
  const end = millisOf(to.value);
  return start === undefined || end === undefined
    ? unknown('a time in the record cannot be read')
    : known(end - start);
}

function firstAt(entries: readonly Entry[], is: (entry: Entry) => boolean, why: string): Known<string> {
  const found = entries.find(is);
  return found ? known(found.at) : unknown(why);
}

function deathOf(key: KeyInScope): Known<string> {
  if (key.deadSince && stateOf(key) !== 'alive') return known(key.deadSince.at);
  return unknown(key.proofs.at(-1)?.proof.why ?? 'no proof was made');
}

function lastDeath(keys: readonly KeyInScope[]): Known<string> {
  if (keys.length === 0) return unknown('no key came into scope');
  const deaths = keys.map(deathOf);
  const missing = keys.filter((_, i) => deaths[i]?.known !== true);
  if (missing.length > 0) return unknown(`not proven dead: ${missing.map(nameKey).join(', ')}`);
  const last = latest(deaths.flatMap((death) => (death.known ? [death.value] : [])));
  return last === undefined ? unknown('a time in the record cannot be read') : known(last);
}

/** Recovered is when Review began with every step of Recover verified; not when somebody said so. */
function recovery(entries: readonly Entry[]): Known<string> {
  const steps = followSteps(entries).filter(({ phase }) => phase === 'recover');
  if (steps.length === 0) return unknown('no step of Recover is in the record');
  const open = steps.find(({ outcome }) => outcome?.is !== 'verified');
  if (open) return unknown(`"${open.title}" is not verified`);
  const review = entries.find(({ event }) => event.type === 'phase.entered' && event.phase === 'review');
  if (!review) return unknown('Recover is not over');
  // A re-probe a day later belongs to Recover, but the system worked from the last step before it.
  const ends = steps
    .filter(({ kind }) => kind !== 'reprobe-keys')
    .flatMap(({ finishedAt }) => finishedAt ?? []);
  const last = latest(ends) ?? earliest([review.at]);
  return last === undefined ? unknown('a time in the record cannot be read') : known(last);
}
