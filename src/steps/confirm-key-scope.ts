import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { checkScope, type ScopeLine } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import type { Json } from '../domain/json.ts';
import { worstOutcome, type Outcome } from '../domain/outcome.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import { introspect } from './introspect-keys.ts';
import type { CaseWorld } from './world.ts';

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
      if ('why' in report) return ended('unknown', report.why);
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
    const outcome = worstOutcome(outcomes);
    const summary =
      attested.length === 0
        ? 'scope as the task needs'
        : `attested by ${world.operator}: ${attested.join(', ')}`;
    return { outcome, summary: 'why' in outcome ? outcome.why : summary, facts: { attested } };
  },
});

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
