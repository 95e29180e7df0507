import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { checkScope, scopesExpected, type ScopeLine } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import type { PermissionScope } from '../domain/api-key.ts';
import type { Json } from '../domain/json.ts';
import type { Outcome } from '../domain/outcome.ts';
import { accountsHere } from './accounts-here.ts';
import { actByHand } from './by-hand.ts';
import { BadInput } from '../domain/failure.ts';
import { introspect } from './introspect-keys.ts';
import { probeOnce } from './probing.ts';
import { isDead } from './reading.ts';
import type { CaseWorld } from './world.ts';

/**
 * One scoped key per task, made at the venue's page; the secret goes into the secret manager and
 * firebreak is told only where. Refused while a suspect key lives and nobody has waived that by name.
 */
export const reissueKey = defineStep({
  id: 'reissue-key',
  summary: 'guides the making of one scoped, IP-bound key per account, and takes it up by reference',
  args: z.strictObject({}),
  checks: false,
  changes: true,
  createsKey: true,
  facts: ['references', 'labels'],

  async perform(_args, world: CaseWorld) {
    const references: References = {};
    const labels: Record<string, Json> = {};
    for (const account of accountsHere(world)) {
      const refusal = stillLiving(account, world);
      if (refusal) return { outcome: { is: 'failed', why: refusal }, summary: refusal };
      const label = newLabel(account, world);
      await makeKey(account, label, references, world);
      await takeUp(account, label, references, world);
      labels[account.id] = label;
    }
    const summary = `new keys: ${Object.values(labels).join(', ')}`;
    return { outcome: { is: 'verified' }, summary, facts: { references, labels } };
  },
});

/** Introspects the new key: expected, granted, unknown, line by line. What the venue cannot tell is attested. */
export const confirmKeyScope = defineStep({
  id: 'confirm-key-scope',
  summary: "compares the new key's real scopes and IP binding with what its task needs",
  args: z.strictObject({}),
  checks: true,
  changes: false,
  facts: ['attested'],

  async perform(_args, world: CaseWorld) {
    const outcomes: Outcome[] = [];
    const attested: string[] = [];
    for (const account of accountsHere(world)) {
      const report = await introspect(account, 'replacement', world);
      if ('why' in report) return { outcome: { is: 'unknown', why: report.why }, summary: report.why };
      const lines = checkScope({
        task: account.task,
        expectedScopes: account.expectedScopes,
        expectedIpAllowlist: account.expectedIpAllowlist,
        report,
        createdAfter: world.openedAt,
      });
      await keepCheck(account, lines, world);
      outcomes.push(await judge(account, lines, attested, world));
    }
    const bad = outcomes.find(({ is }) => is !== 'verified');
    const summary =
      attested.length === 0
        ? 'scope as the task needs'
        : `attested by ${world.operator}: ${attested.join(', ')}`;
    return {
      outcome: bad ?? { is: 'verified' },
      summary: bad && 'why' in bad ? bad.why : summary,
      facts: { attested },
    };
  },
});

function stillLiving(account: Account, world: CaseWorld): string | undefined {
  if (isDead(account, world)) return undefined;
  if (world.outcomeOf(account.id, 'revoke-key')?.is === 'waived') return undefined;
  return `the suspect key of ${account.label} is not proven dead: no new key before that`;
}

function makeKey(account: Account, label: string, references: References, world: CaseWorld) {
  const wanted = {
    label,
    scopes: scopesExpected(account.task, account.expectedScopes) as readonly PermissionScope[],
    ipAllowlist: account.expectedIpAllowlist,
  };
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
      readBack: () => answers(account, label, references, world),
    },
    world,
  );
}

/** The page alone lists keys; that one was made is shown by its answering. */
async function answers(account: Account, label: string, references: References, world: CaseWorld) {
  try {
    await takeUp(account, label, references, world);
    const { says, venueCode } = await probeOnce(account, 'replacement', 'live-control', world);
    if (says === 'works') return { result: 'done', how: 'the new key answers' } as const;
    return {
      result: 'unknown',
      how: `the new key does not answer: ${says}${venueCode ? ` (${venueCode})` : ''}`,
    } as const;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { result: 'unknown', how: error.message } as const;
  }
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
type References = Record<string, Record<string, string>>;

async function askWhere(account: Account, world: CaseWorld): Promise<Record<string, string>> {
  const offered = world.hands.newestKey?.(account.id);
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

async function keepCheck(account: Account, lines: readonly ScopeLine[], world: CaseWorld): Promise<void> {
  const exhibit = await world.acquire({
    kind: 'scope-check',
    title: `scope check of the new key of ${account.label}`,
    content: lines as unknown as Json,
    source: { from: 'firebreak', why: 'compared with what the task needs (least privilege)' },
  });
  await world.observe({
    account: account.id,
    holder: 'replacement',
    what: 'scope-check',
    when: 'later',
    exhibit: exhibit.id,
  });
}

async function judge(
  account: Account,
  lines: readonly ScopeLine[],
  attested: string[],
  world: CaseWorld,
): Promise<Outcome> {
  const wrong = lines.filter(({ ok }) => ok === false);
  if (wrong.length > 0) {
    const why = wrong
      .map(({ what, expected, found }) => `${what}: expected ${expected}, found ${found}`)
      .join('; ');
    return { is: 'failed', why };
  }
  for (const line of lines.filter(({ ok }) => ok === 'unknown')) {
    if (!(await attests(account, line, world)))
      return { is: 'unknown', why: `${line.what} of the new key: ${line.found}` };
    attested.push(line.what);
    await world.find({
      rule: 'attested-scope',
      title: `The new key's ${line.what} rests on the operator's word`,
      detail: `${world.operator} attests: ${line.expected}. The venue: ${line.found}.`,
      severity: 'note',
      basis: 'assumption',
      account: account.id,
      exhibits: [],
    });
  }
  return { is: 'verified' };
}

async function attests(account: Account, line: ScopeLine, world: CaseWorld): Promise<boolean> {
  const said = await world.ask({
    id: `attest:${account.id}:${line.what}`,
    kind: 'choice',
    prompt: `New key of ${account.label}: ${line.what} should be ${line.expected}. Have you made sure?`,
    why: `No reading tells: ${line.found}.`,
    choices: [
      { value: 'no', label: 'No, or I do not know', key: 'n' },
      { value: 'yes', label: 'Yes, I have made sure', key: 'y' },
    ],
    initial: 'no',
  });
  return said === 'yes';
}

// Domain rules §6: system-env-venue-account, never "API Key 1".
function newLabel(account: Account, world: CaseWorld): string {
  const day = world.clock.now().toFormat('yyyyLLdd');
  return `${account.task}-prod-${account.venue}-${account.id}-${day}`;
}
