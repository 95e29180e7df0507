import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { proveDead } from '../venues/index.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import type { KeyReport } from '../domain/api-key.ts';
import type { DeathProof } from '../domain/death-proof.ts';
import type { Json } from '../domain/json.ts';
import type { Outcome } from '../domain/outcome.ts';
import { ended } from './ended.ts';
import { exchangesSoFar } from './introspect-keys.ts';
import { costOfProbe, probeOnce } from './probing.ts';
import {
  extraKey,
  isContainedBefore,
  laneAccount,
  positiveControl,
  workedUntilWeActed,
} from './revoke-key.ts';
import { openToContain } from './with-session.ts';
import type { CaseWorld } from './world.ts';

/** The whole proof: control before, spaced probes on fresh sessions, live control after, a sane clock. */
export const confirmKeyDead = defineStep({
  id: 'confirm-key-dead',
  summary: 'proves that the key no longer works, with controls before and after',
  args: z.strictObject({}),
  checks: true,
  changes: false,
  facts: ['verdict', 'deadAt'],

  async perform(_args, world: CaseWorld) {
    const account = laneAccount(world);
    if (isContainedBefore(account, world)) return { outcome: { is: 'verified' }, summary: '' };
    const extra = extraKey(account, world);
    if (extra) {
      const why = `no proof possible for ${extra}: firebreak never had its secret; the page's list is all there is`;
      return ended('unknown', why, { verdict: 'not-proven' });
    }
    const proof = await prove(account, world);
    const last = proof.probes.findLast(({ role }) => role === 'negative')?.at;
    const facts = { verdict: proof.verdict, ...(proof.verdict === 'dead' && last ? { deadAt: last } : {}) };
    const by = proof.endedBy === undefined ? '' : `; ended by ${enders[proof.endedBy]}`;
    return { outcome: outcomeOf(proof), summary: `${proof.verdict}: ${proof.why}${by}`, facts };
  },
});

const enders = { us: 'us', venue: 'the venue itself', 'not-known': 'somebody: nobody can tell who' } as const;

async function prove(account: Account, world: CaseWorld): Promise<DeathProof> {
  const before = exchangesSoFar(world).length;
  const control = await livingControl(account, world);
  const actedAt = world.fact('revoke-key.actedAt');
  const proof = await proveDead({
    venue: world.venueOf(account),
    before: await positiveControl(account, world),
    ...(typeof actedAt === 'string' && workedUntilWeActed(world) ? { revokedAt: actedAt } : {}),
    openFresh: () => openToContain(account, 'suspect', world, costOfProbe(account, world)),
    openControl: () => openToContain(account, control, world, costOfProbe(account, world)),
    clock: world.clock,
    egress: () => world.egressOf(account),
    onProgress: (text) => world.progress(text),
    signal: world.signal,
  });
  await keepProof(proof, exchangesSoFar(world).slice(before), account, world);
  return proof;
}

/**
 * Another key that lives shows more than a public call. One that is refused shows nothing, or that our
 * address is no longer what it was; a key that is bound to addresses is then refused as if it were
 * dead, so for that key the refused one stays the control, and the proof fails with it.
 */
async function livingControl(account: Account, world: CaseWorld): Promise<KeyHolder | 'public'> {
  if (!world.keyring.has(account, 'responder')) return 'public';
  const { says } = await probeOnce(account, 'responder', 'live-control', world);
  return says === 'works' || mayBeBound(account, world) ? 'responder' : 'public';
}

/** False only when the venue said, before anything was changed, that the suspect key works from anywhere. */
function mayBeBound(account: Account, world: CaseWorld): boolean {
  const reports = world.fact('introspect-keys.reports') as Readonly<Record<string, unknown>> | undefined;
  const report = reports?.[account.id] as KeyReport | undefined;
  return report?.ipRestricted !== 'denied';
}

async function keepProof(
  proof: DeathProof,
  exchanges: readonly string[],
  account: Account,
  world: CaseWorld,
): Promise<void> {
  const exhibit = await world.acquire({
    kind: 'death-proof',
    title: `proof about key ${world.keyring.label(account, 'suspect')}`,
    content: proof as unknown as Json,
    source: {
      from: 'venue',
      venue: account.venue,
      account: account.id,
      capability: 'introspectKey',
      acquiredWith: world.keyring.masked(account, 'suspect'),
      exchanges,
    },
  });
  const isFirst = !world
    .events()
    .some((e) => e.type === 'observation.made' && e.account === account.id && e.deathProof);
  await world.observe({
    account: account.id,
    holder: 'suspect',
    what: 'death-proof',
    when: isFirst ? 'first' : 'later',
    exhibit: exhibit.id,
    deathProof: proof,
  });
}

function outcomeOf(proof: DeathProof): Outcome {
  if (proof.verdict === 'dead') return { is: 'verified' };
  return { is: proof.verdict === 'alive' ? 'failed' : 'unknown', why: proof.why };
}

export { prove as proveKeyDead };
