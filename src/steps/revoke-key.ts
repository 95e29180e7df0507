import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import type { Probe } from '../domain/death-proof.ts';
import type { Json } from '../domain/json.ts';
import type { ActFinished } from '../domain/run-event.ts';
import { actByHand } from './by-hand.ts';
import { probeOnce } from './probing.ts';
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
  facts: ['key', 'revoked'],

  async perform(_args, world: CaseWorld) {
    const account = laneAccount(world);
    const extra = extraKey(world);
    const key = extra ?? world.keyring.label(account, 'suspect');
    if (!extra) await positiveControl(account, world);
    const done = await revoke(account, key, extra !== undefined, world);
    const facts = { key, revoked: done.result };
    const summary = `revoke ${key}: ${done.how}`;
    if (done.result === 'not-done') return { outcome: { is: 'failed', why: done.how }, summary, facts };
    return { outcome: { is: 'verified' }, summary, facts };
  },
});

/** The probe before: kept once for the lane, so an interruption cannot lose it to a dead key. */
export async function positiveControl(account: Account, world: CaseWorld): Promise<Probe> {
  const kept = await world.once(
    'positive-control',
    async () => (await probeOnce(account, 'suspect', 'before', world)) as unknown as Json,
  );
  return kept as unknown as Probe;
}

/** In a later round of containment: the label of a key that the venue's page showed and nobody made. */
export function extraKey(world: CaseWorld): string | undefined {
  const label = world.at.lane.includes('#') ? world.fact('look-for-more.keyLabel') : undefined;
  return typeof label === 'string' && label !== '' ? label : undefined;
}

export function laneAccount(world: CaseWorld): Account {
  if (!world.account) throw new Error(`${world.at.step} belongs into a per-account section`);
  return world.account;
}

function revoke(account: Account, key: string, isExtra: boolean, world: CaseWorld): Promise<ActFinished> {
  const { revokeKey: capability } = world.venueOf(account).capabilities;
  const shared = {
    account,
    subject: isExtra ? key : `${key}, ${world.keyring.masked(account, 'suspect')}`,
    undo: 'none: a revoked key never comes back',
    why: 'a signed request works the moment it is sent',
    readBack: () => (isExtra ? saidByOperator(world) : isRefused(account, world)),
  };
  if (capability.by !== 'api' || isExtra) {
    return actByHand({ ...shared, capability: 'revokeKey', what: 'revoke-key' }, world);
  }
  return world.act({
    ...shared,
    id: 'revoke-key',
    account: account.id,
    what: 'revoke key',
    target: shared.subject,
    by: 'api',
    with: 'suspect',
    repeatable: capability.repeatable,
    effect: async () => {
      const session = await world.open(account, 'suspect');
      try {
        await capability.run(session);
      } finally {
        await session.close();
      }
    },
  });
}

/** One fresh probe: does the venue still take the key? The proof with all its controls follows as the check. */
async function isRefused(account: Account, world: CaseWorld) {
  const { says, venueCode } = await probeOnce(account, 'suspect', 'negative', world);
  if (says === 'works') return { result: 'not-done', how: 'the venue still takes the key' } as const;
  if (says === 'dead-code')
    return { result: 'done', how: `the venue refuses the key (${venueCode ?? 'no code'})` } as const;
  return {
    result: 'unknown',
    how: `one probe did not tell: ${says}${venueCode ? ` (${venueCode})` : ''}`,
  } as const;
}

/** We never had this key's secret, so only the page can show that it is gone. */
async function saidByOperator(world: CaseWorld) {
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
