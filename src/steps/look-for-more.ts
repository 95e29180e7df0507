import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import type { HandTask } from '../domain/hands.ts';
import { accountsHere } from './accounts-here.ts';
import { guideOf } from './by-hand.ts';
import { ended } from './ended.ts';
import { lookAtSubAccountKeys } from './sub-account-keys.ts';
import type { CaseWorld } from './world.ts';

/** The page lists every key; a person knows which were made here. One more found leads back to Contain. */
export const lookForMore = defineStep({
  id: 'look-for-more',
  summary: "looks on the venue's page for keys that nobody of us made",
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['found', 'keyLabel', 'account'],

  async perform(_args, world: CaseWorld) {
    const unread: string[] = [];
    const ofSubAccounts: string[] = [];
    for (const account of accountsHere(world)) {
      const under = await lookAtSubAccountKeys(account, world);
      unread.push(...under.unread.map((why) => `${account.label}: ${why}`));
      ofSubAccounts.push(...under.foreign);
      const looked = await world.hands.perform(
        keyList(account, 'who made it, and for what?', world),
        world.ask,
      );
      if (looked.said === 'could-not') {
        const why = `nobody looked at the list of keys of ${account.label}: ${looked.note}`;
        // Said anew at every pass: what an earlier one found must not lead back once more.
        return ended('unknown', why, nothingFound);
      }
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
      return {
        outcome: { is: 'verified' },
        summary,
        facts: { found: true, keyLabel: label, account: account.id },
      };
    }
    const found =
      ofSubAccounts.length === 0 ? '' : `; of sub-accounts, nobody's: ${ofSubAccounts.join('; ')}`;
    const summary = `every key on the page is known${found}`;
    if (unread.length === 0) return { outcome: { is: 'verified' }, summary, facts: nothingFound };
    return ended('unverified', `keys of sub-accounts were not read: ${unread.join('; ')}`, nothingFound);
  },
});

/** The visit to the page that lists all keys: no venue of ours tells them by API. */
export function keyList(account: Account, askOfEachLine: string, world: CaseWorld): HandTask {
  const { revokeKey } = world.venueOf(account).capabilities;
  return {
    id: `list-keys:${account.id}`,
    account: account.id,
    venue: account.venue,
    what: 'list-keys',
    subject: account.label,
    page: guideOf(revokeKey).page,
    instructions: [
      'Open the page that lists all API keys of this account.',
      `Go through every line: ${askOfEachLine}`,
    ],
  };
}

const nothingFound = { found: false, keyLabel: '', account: '' };

const anyForeign = (id: string, label: string) =>
  ({
    id: `foreign-key:${id}`,
    kind: 'text',
    prompt: `A key on ${label} that nobody of you made? Its label, or empty for none`,
    why: 'In real incidents the attacker made a key of his own.',
    optional: true,
  }) as const;
