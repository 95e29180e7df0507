import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { doors, type Door } from '../domain/hands.ts';
import type { Account } from '../domain/account.ts';
import type { ActFinished } from '../domain/run-event.ts';
import { accountsHere } from './accounts-here.ts';
import { actByHand } from './by-hand.ts';
import { ended } from './ended.ts';
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
      await closeAtPage(account, world);
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
    return ended('failed', summary, { closed, open });
  },
});

function closeAtPage(account: Account, world: CaseWorld): Promise<ActFinished> {
  return actByHand(
    {
      account,
      capability: 'endSessions',
      what: 'close-doors',
      id: `close-doors:${account.id}`,
      subject: account.label,
      undo: 'each door is opened again on the page where it was closed',
      why: 'whoever had the key may have another way in',
      // A door that is closed already is closed once more: nothing else happens.
      repeatable: true,
      readBack: async (said) => {
        if (said?.said === 'could-not') return { result: 'not-done', how: said.note };
        const { standing, unread } = doorsShown(account, world);
        if (standing.length > 0) return { result: 'not-done', how: `still open: ${standing.join(', ')}` };
        if (unread.length > 0) return { result: 'unknown', how: `no venue tells of: ${unread.join(', ')}` };
        return { result: 'done', how: 'the site shows them closed' };
      },
    },
    world,
  );
}

/** What the site shows: a drill's can be read, a real one's by nobody but the operator. */
function doorsShown(account: Account, world: CaseWorld) {
  const shown = world.hands.doorsClosed?.(account.id) ?? {};
  return {
    standing: all.filter((door) => shown[door] === false),
    unread: all.filter((door) => shown[door] === undefined),
  };
}

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
      const { standing, unread: untold } = doorsShown(account, world);
      if (standing.length > 0) {
        return ended('failed', `said to be closed, but open on the site: ${standing.join(', ')}`);
      }
      unread.push(...untold);
    }
    if (unread.length === 0) return { outcome: { is: 'verified' }, summary: 'the site shows them closed' };
    return ended('unverified', `${world.operator}'s word, not read back: ${unread.join(', ')}`);
  },
});
