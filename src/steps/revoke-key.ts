import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import type { Probe } from '../domain/death-proof.ts';
import type { Json } from '../domain/json.ts';
import type { ActFinished, JournaledEvent } from '../domain/run-event.ts';
import { actByHand } from './by-hand.ts';
import { describeProbe, probeOnce } from './probing.ts';
import { isDead } from './reading.ts';
import { wayByApi } from './ways-to-revoke.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

/**
 * Ends the suspect key: by API where a key can, else by hand at the venue's page. Before that, one
 * probe shows that the key works from here: without it a refusal afterwards proves nothing.
 */
export const revokeKey = defineStep({
  id: 'revoke-key',
  summary: 'revokes the suspect key, by API where a key can, else guided by hand',
  args: z.strictObject({}),
  checks: false,
  changes: true,
  facts: ['key', 'revoked', 'actedAt', 'endedAt'],

  async perform(_args, world: CaseWorld) {
    const account = laneAccount(world);
    if (isContainedBefore(account, world)) {
      return { outcome: { is: 'verified' }, summary: 'proven dead in an earlier round' };
    }
    const extra = extraKey(account, world);
    const key = extra ?? world.keyring.label(account, 'suspect');
    if (!extra) await positiveControl(account, world);
    const actedAt = world.clock.now().toISO() ?? '';
    const done = await revoke(account, key, extra !== undefined, world);
    const facts = { key, revoked: done.result, actedAt };
    const summary = `revoke ${key}: ${done.how}`;
    if (done.result === 'not-done') return { outcome: { is: 'failed', why: done.how }, summary, facts };
    const endedAt = world.clock.now().toISO() ?? '';
    return { outcome: { is: 'verified' }, summary, facts: extra ? { ...facts, endedAt } : facts };
  },
});

/**
 * A probe that worked, from before the key's end: kept, so that neither an interruption nor a second
 * attempt loses it to a dead key. One that did not work is tried again at each attempt; then the
 * triage's own call stands in, which worked with this key from here.
 */
export async function positiveControl(account: Account, world: CaseWorld): Promise<Probe> {
  const kept = controlsKept(world).find(({ says }) => says === 'works');
  if (kept) return kept;
  const probe = (await world.once(
    `${controlId}#${world.at.attempt}`,
    async () => (await probeOnce(account, 'suspect', 'before', world)) as unknown as Json,
  )) as unknown as Probe;
  return probe.says === 'works' ? probe : (controlOfTriage(account, world) ?? probe);
}

/** Whether the key answered in this very step before we acted: only then was it ours to end. */
export const workedUntilWeActed = (world: CaseWorld): boolean =>
  controlsKept(world).some(({ says }) => says === 'works');

const controlId = 'positive-control';

const controlsKept = (world: CaseWorld): readonly Probe[] =>
  world
    .events()
    .flatMap((e) =>
      e.type === 'result.kept' &&
      e.lane === world.at.lane &&
      e.step === world.at.step &&
      e.id.startsWith(controlId)
        ? [e.value as unknown as Probe]
        : [],
    );

function controlOfTriage(account: Account, world: CaseWorld): Probe | undefined {
  const exhibit = world.events().findLast((e) => isReportOf(account, e));
  if (exhibit?.type !== 'exhibit.acquired' || exhibit.exhibit.source.from !== 'venue') return undefined;
  const { acquiredAt, source } = exhibit.exhibit;
  const exchange = source.exchanges.at(-1);
  const egress = world.egressOf(account);
  return { at: acquiredAt, role: 'before', says: 'works', egress, ...(exchange ? { exchange } : {}) };
}

/** A report that the suspect key itself fetched: another holder's says nothing of this key. */
function isReportOf(account: Account, event: JournaledEvent): boolean {
  if (event.type !== 'exhibit.acquired' || event.exhibit.kind !== 'key-report') return false;
  const { source } = event.exhibit;
  return source.from === 'venue' && source.account === account.id && event.step === 'introspect-keys';
}

const isLaterRound = (world: CaseWorld): boolean => world.at.lane.includes('#');

/** In a later round of containment: the label of a key that the venue's page showed and nobody made. */
export function extraKey(account: Account, world: CaseWorld): string | undefined {
  if (!isLaterRound(world) || world.fact('look-for-more.account') !== account.id) return undefined;
  const label = world.fact('look-for-more.keyLabel');
  return typeof label === 'string' && label !== '' ? label : undefined;
}

/** A later round is about one account's new finding; the keys of the others are dead already. */
export const isContainedBefore = (account: Account, world: CaseWorld): boolean =>
  isLaterRound(world) && extraKey(account, world) === undefined && isDead(account, world);

export function laneAccount(world: CaseWorld): Account {
  if (!world.account) throw new Error(`${world.at.step} belongs into a per-account section`);
  return world.account;
}

function revoke(account: Account, key: string, isExtra: boolean, world: CaseWorld): Promise<ActFinished> {
  const shared = {
    account,
    subject: isExtra ? key : `${key}, ${world.keyring.masked(account, 'suspect')}`,
    undo: 'none: a revoked key never comes back',
    why: 'a signed request works the moment it is sent',
    readBack: () => (isExtra ? saidByOperator(world) : isRefused(account, 'suspect', world)),
  };
  const way = isExtra ? undefined : wayByApi(account, world);
  if (way === undefined) return actByHand({ ...shared, capability: 'revokeKey', what: 'revoke-key' }, world);
  return world.act({
    ...shared,
    id: 'revoke-key',
    account: account.id,
    what: 'revoke key',
    target: shared.subject,
    by: 'api',
    with: way.with,
    repeatable: way.repeatable,
    effect: () => withSession(account, way.with, world, way.effect, way),
  });
}

/** One fresh probe: does the venue still take the key? The proof with all its controls follows as the check. */
export async function isRefused(account: Account, holder: KeyHolder, world: CaseWorld) {
  const probe = await probeOnce(account, holder, 'negative', world);
  const { says, venueCode } = probe;
  if (says === 'works') return { result: 'not-done', how: 'the venue still takes the key' } as const;
  if (says === 'dead-code')
    return { result: 'done', how: `the venue refuses the key (${venueCode ?? 'no code'})` } as const;
  return { result: 'unknown', how: `one probe did not tell: ${describeProbe(probe)}` } as const;
}

/** We never had this key's secret, so only the page can show that it is gone. */
export async function saidByOperator(world: CaseWorld) {
  const said = await world.ask({
    id: 'gone',
    kind: 'choice',
    prompt: 'Does the page still list that key?',
    why: 'firebreak has no secret of it and cannot probe it.',
    choices: [
      { value: 'listed', label: 'It is still listed', key: 'l' },
      { value: 'gone', label: 'It is gone from the list', key: 'g' },
    ],
    initial: 'listed',
  });
  return said === 'gone'
    ? ({
        result: 'unknown',
        how: 'the operator saw that the page no longer lists it; no probe is possible',
      } as const)
    : ({ result: 'not-done', how: 'the page still lists it' } as const);
}
