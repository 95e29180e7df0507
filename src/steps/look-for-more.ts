import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { HandTask } from '../domain/hands.ts';
import { accountsHere } from './accounts-here.ts';
import type { CaseWorld } from './world.ts';

/** The page lists every key; a person knows which were made here. One more found leads back to Contain. */
export const lookForMore = defineStep({
  id: 'look-for-more',
  summary: "looks on the venue's page for keys that nobody of us made",
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['found', 'keyLabel'],

  async perform(_args, world: CaseWorld) {
    for (const account of accountsHere(world)) {
      const { revokeKey } = world.venueOf(account).capabilities;
      const task: HandTask = {
        id: `list-keys:${account.id}`,
        account: account.id,
        venue: account.venue,
        what: 'list-keys',
        subject: account.label,
        page: revokeKey.by === 'hand' ? revokeKey.page : '',
        instructions: [
          'Open the page that lists all API keys of this account.',
          'Go through every line: who made it, and for what?',
        ],
      };
      await world.hands.perform(task, world.ask);
      const label = String(await world.ask(anyForeign(account.id, account.label))).trim();
      if (label === '') continue;
      await world.find({
        rule: 'foreign-key',
        title: 'A key that nobody of us made',
        detail: `The operator found the key "${label}" on the venue's page of ${account.label}.`,
        severity: 'critical',
        basis: 'fact',
        account: account.id,
        exhibits: [],
      });
      const summary = `a key that nobody made: ${label}; back to Contain`;
      return { outcome: { is: 'verified' }, summary, facts: { found: true, keyLabel: label } };
    }
    return {
      outcome: { is: 'verified' },
      summary: 'every key on the page is known',
      facts: { found: false, keyLabel: '' },
    };
  },
});

const anyForeign = (id: string, label: string) =>
  ({
    id: `foreign-key:${id}`,
    kind: 'text',
    prompt: `A key on ${label} that nobody of you made? Its label, or empty for none`,
    why: 'In real incidents the attacker made a key of his own.',
    optional: true,
  }) as const;
