import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { doors, type Door } from '../domain/hands.ts';
import { accountsHere } from './accounts-here.ts';
import type { CaseWorld } from './world.ts';

const all = Object.keys(doors) as readonly Door[];

/** The other ways in, gone through one by one at the venue's pages and the mailbox. */
export const closeDoors = defineStep({
  id: 'close-doors',
  summary: 'goes through the other ways in: password, sessions, second factor, mailbox, whitelist',
  args: z.strictObject({}),
  checks: false,
  changes: true,
  facts: ['closed', 'open'],

  async perform(_args, world: CaseWorld) {
    const closed: string[] = [];
    for (const account of accountsHere(world)) {
      const { endSessions } = world.venueOf(account).capabilities;
      const page = endSessions.by === 'hand' ? endSessions : { page: '', instructions: [] };
      await world.hands.perform(
        {
          id: `close-doors:${account.id}`,
          account: account.id,
          venue: account.venue,
          what: 'close-doors',
          subject: account.label,
          page: page.page,
          instructions: page.instructions,
        },
        world.ask,
      );
      const ticked = await world.ask({
        id: `doors:${account.id}`,
        kind: 'many',
        prompt: `Which of these are done for ${account.label}?`,
        why: 'What you leave unticked stays open in the report.',
        choices: all.map((door) => ({ value: door, label: doors[door] })),
      });
      closed.push(...[ticked].flat().map((door) => `${account.id}/${door}`));
    }
    const open = accountsHere(world)
      .flatMap(({ id }) => all.map((door) => `${id}/${door}`))
      .filter((door) => !closed.includes(door));
    const summary = open.length === 0 ? 'all doors said to be closed' : `open: ${open.join(', ')}`;
    if (open.length === 0) return { outcome: { is: 'verified' }, summary, facts: { closed, open } };
    return { outcome: { is: 'failed', why: summary }, summary, facts: { closed, open } };
  },
});

/** Where the site can be read (a drill's), it is; elsewhere the operator's word is all there is. */
export const confirmDoorsClosed = defineStep({
  id: 'confirm-doors-closed',
  summary: "confirms the closed doors where the site can be read; else they stay the operator's word",
  args: z.strictObject({}),
  checks: true,
  changes: false,
  facts: [],

  async perform(_args, world: CaseWorld) {
    const unread: string[] = [];
    for (const account of accountsHere(world)) {
      const shown = world.hands.doorsClosed?.(account.id) ?? {};
      const standing = all.filter((door) => shown[door] === false);
      if (standing.length > 0) {
        const why = `said to be closed, but open on the site: ${standing.join(', ')}`;
        return { outcome: { is: 'failed', why }, summary: why };
      }
      unread.push(...all.filter((door) => shown[door] === undefined));
    }
    if (unread.length === 0) return { outcome: { is: 'verified' }, summary: 'the site shows them closed' };
    const why = `${world.operator}'s word, not read back: ${unread.join(', ')}`;
    return { outcome: { is: 'unverified', why }, summary: why };
  },
});
