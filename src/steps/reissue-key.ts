import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { scopesExpected } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import type { PermissionScope } from '../domain/api-key.ts';
import type { HandReport, HandTask } from '../domain/hands.ts';
import type { ActFinished } from '../domain/run-event.ts';
import { accountsHere } from './accounts-here.ts';
import { actByHand } from './by-hand.ts';
import { ended } from './ended.ts';
import { keyList } from './look-for-more.ts';
import { makeKeyByApi } from './make-key-by-api.ts';
import { describeProbe, probeOnce } from './probing.ts';
import { isDead } from './reading.ts';
import { isRefused, saidByOperator } from './revoke-key.ts';
import type { CaseWorld } from './world.ts';

/**
 * One scoped key per task, made at the venue's page (the secret goes into the secret manager and
 * firebreak is told only where), or, of a sub-account, by the key of the account above it. Refused while a suspect key lives and nobody has waived that by name.
 */
export const reissueKey = defineStep({
  id: 'reissue-key',
  summary: 'has one scoped, IP-bound key made per account, by hand or by API, and takes it up by reference',
  args: z.strictObject({}),
  checks: false,
  changes: true,
  createsKey: true,
  facts: ['references', 'labels'],

  async perform(_args, world: CaseWorld) {
    const accounts = accountsHere(world);
    const refusals = accounts.flatMap((account) => stillLiving(account, world) ?? []);
    if (refusals.length > 0) return ended('failed', refusals.join('; '));
    const { references, labels } = madeBefore(world);
    for (const account of accounts) {
      const label = newLabel(account, world);
      const earlier = await earlierKey(account, world);
      if (earlier === 'replace') {
        const { result, how } = await endEarlierKey(account, world);
        if (result === 'not-done') return ended('failed', `the key that was made wrong still lives: ${how}`);
        delete references[account.id];
      }
      if (earlier !== 'check') {
        const { result, how } = await makeKey(account, label, references, world);
        if (result === 'not-done') return ended('failed', `no new key of ${account.label}: ${how}`);
      }
      await takeUp(account, label, references, world);
      labels[account.id] = world.keyring.label(account, 'replacement');
    }
    const summary = `new keys: ${Object.values(labels).join(', ')}`;
    return { outcome: { is: 'verified' }, summary, facts: { references, labels } };
  },
});

function stillLiving(account: Account, world: CaseWorld): string | undefined {
  if (isDead(account, world)) return undefined;
  if (world.outcomeOf(account.id, 'revoke-key')?.is === 'waived') return undefined;
  return `the suspect key of ${account.label} is not proven dead: no new key before that`;
}

/** What earlier attempts of this step took up: copies, as what came in is never changed. */
function madeBefore(world: CaseWorld): { references: References; labels: Record<string, string> } {
  const { step } = world.at;
  return {
    references: { ...(world.fact(`${step}.references`) as References | undefined) },
    labels: { ...(world.fact(`${step}.labels`) as Record<string, string> | undefined) },
  };
}

/**
 * A second attempt must not make a second living key: the one that an earlier attempt made is checked
 * again, or ended before another is made. Whether there is one, the page shows.
 */
async function earlierKey(account: Account, world: CaseWorld): Promise<'none' | 'check' | 'replace'> {
  const wasBegun = world
    .events()
    .some(
      (e) =>
        e.type === 'act.intended' &&
        e.what === 'create key' &&
        e.account === account.id &&
        e.step === world.at.step &&
        e.attempt < world.at.attempt,
    );
  if (!wasBegun) return 'none';
  await world.hands.perform(keyList(account, 'was one made here for this case?', world), world.ask);
  const said = await world.ask({
    id: `earlier-key:${account.id}`,
    kind: 'choice',
    prompt: `An earlier try was to make a new key of ${account.label}. What became of it?`,
    why: 'Two new keys for one task are one too many: the other is forgotten, and lives.',
    choices: [
      { value: 'check', label: 'It is there: check it again', key: 'c' },
      { value: 'replace', label: 'It is wrong: delete it, then make another', key: 'd' },
      { value: 'none', label: 'None was made: make it now', key: 'm' },
    ],
    initial: 'check',
  });
  return said === 'none' || said === 'replace' ? said : 'check';
}

function endEarlierKey(account: Account, world: CaseWorld): Promise<ActFinished> {
  const isKnown = world.keyring.has(account, 'replacement');
  const named = isKnown
    ? `${nameOf(account, world)}, made wrong in this case`
    : 'the key made wrong in this case';
  return actByHand(
    {
      account,
      capability: 'revokeKey',
      what: 'revoke-key',
      subject: named,
      undo: 'none: a revoked key never comes back',
      why: 'a key with the wrong scopes or without its address must not live on',
      readBack: () => (isKnown ? isRefused(account, 'replacement', world) : saidByOperator(world)),
    },
    world,
  );
}

const nameOf = (account: Account, world: CaseWorld): string =>
  `${world.keyring.label(account, 'replacement')}, ${world.keyring.masked(account, 'replacement')}`;

async function makeKey(account: Account, label: string, references: References, world: CaseWorld) {
  const wanted = {
    label,
    scopes: scopesExpected(account.task, account.expectedScopes) as readonly PermissionScope[],
    ipAllowlist: account.expectedIpAllowlist,
  };
  const made = await makeKeyByApi(account, wanted, () => askWhere(account, world), world);
  if (made === undefined) return makeByHand(account, wanted, references, world);
  if (made.where) references[account.id] = made.where;
  // Listed, and its secret lost: what the next attempt asks about.
  return made.where ? made.done : { ...made.done, result: 'not-done' as const };
}

function makeByHand(account: Account, wanted: Wanted, references: References, world: CaseWorld) {
  const { label } = wanted;
  return actByHand(
    {
      account,
      capability: 'createKey',
      what: 'create-key',
      subject: label,
      wanted,
      remarks: [
        `Label: ${label}`,
        `Tick only: ${wanted.scopes.join(', ')}. Withdrawal, transfer, margin and futures stay off unless named here.`,
        `IP allowlist: ${wanted.ipAllowlist.join(', ') || 'the egress address of the host'}`,
      ],
      undo: 'delete the new key on the same page',
      why: 'the system needs a key; the old one is dead',
      readBack: (said) => wasMade(account, label, said, references, world),
    },
    world,
  );
}

/** The page alone lists keys; that one was made is shown by its answering. */
async function wasMade(
  account: Account,
  label: string,
  said: HandReport | undefined,
  references: References,
  world: CaseWorld,
) {
  if (said?.said === 'could-not') return { result: 'not-done', how: said.note } as const;
  if (!said && !(await isListed(account, label, world)))
    return { result: 'not-done', how: 'the page does not list it' } as const;
  await takeUp(account, label, references, world);
  const probe = await probeOnce(account, 'replacement', 'live-control', world);
  if (probe.says === 'works') return { result: 'done', how: 'the new key answers' } as const;
  return { result: 'unknown', how: `the new key does not answer: ${describeProbe(probe)}` } as const;
}

/** After an interruption nobody told whether the key was made; making it again would make two. */
async function isListed(account: Account, label: string, world: CaseWorld): Promise<boolean> {
  await world.hands.perform(keyList(account, `is "${label}" there?`, world), world.askAnew);
  const said = await world.askAnew({
    id: `listed:${account.id}`,
    kind: 'choice',
    prompt: `Does the page list the new key "${label}"?`,
    why: 'It was about to be made when the run was interrupted.',
    choices: [
      { value: 'listed', label: 'It is there', key: 'l' },
      { value: 'not-listed', label: 'It is not there: make it now', key: 'n' },
    ],
    initial: 'listed',
  });
  return said !== 'not-listed';
}

/** Asks where the new key's parts are and takes the key up; once for an account. */
async function takeUp(
  account: Account,
  label: string,
  references: References,
  world: CaseWorld,
): Promise<void> {
  if (references[account.id]) return;
  const where = await askWhere(account, world);
  await world.keyring.adopt(account, label, where);
  references[account.id] = where;
}

/** By account and secret part: where the new key lies. */
type References = Record<string, Readonly<Record<string, string>>>;

type Wanted = NonNullable<HandTask['wanted']>;

async function askWhere(account: Account, world: CaseWorld): Promise<Record<string, string>> {
  const offered = world.hands.newestKey?.(account.id, world.openedAt);
  const where: Record<string, string> = {};
  for (const part of world.venueOf(account).credentialParts) {
    const initial = offered?.[part];
    where[part] = String(
      await world.ask({
        id: `reference:${account.id}:${part}`,
        kind: 'text',
        prompt: `Where did you put the new ${part}? (env:NAME or file:PATH)`,
        why: 'Never the value: only where it is kept.',
        ...(initial ? { initial } : {}),
        refuse: (text) =>
          /^[a-z]+:\S+$/.test(text.trim()) ? undefined : 'a reference: env:NAME or file:PATH',
      }),
    ).trim();
  }
  return where;
}

// Domain rules §6: system-env-venue-account, never "API Key 1". By the day of the case, so that a
// resume on the next day means the same key.
function newLabel(account: Account, world: CaseWorld): string {
  const day = world.openedAt.slice(0, 10).replaceAll('-', '');
  const again = world.at.attempt > 1 ? `-${world.at.attempt}` : '';
  return `${account.task}-prod-${account.venue}-${account.id}-${day}${again}`;
}
