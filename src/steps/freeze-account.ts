import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { actByHand } from './by-hand.ts';
import { laneAccount } from './revoke-key.ts';
import type { CaseWorld } from './world.ts';

/** The venue's own freeze, by hand; what it shows afterwards is attested, as no venue tells it by API. */
export const freezeAccount = defineStep({
  id: 'freeze-account',
  summary: "freezes the account on the venue's page",
  args: z.strictObject({}),
  checks: false,
  changes: true,
  facts: ['frozen'],

  async perform(_args, world: CaseWorld) {
    const account = laneAccount(world);
    const done = await actByHand(
      {
        account,
        capability: 'freezeAccount',
        what: 'freeze-account',
        subject: account.label,
        remarks: ['Everything on this account stops; only support re-enables it.'],
        undo: "only the venue's support re-enables the account",
        why: 'the key could withdraw',
        readBack: () =>
          Promise.resolve({ result: 'unknown', how: 'no venue tells by API whether an account is frozen' }),
      },
      world,
    );
    return {
      outcome: { is: 'unverified', why: done.how },
      summary: done.how,
      facts: { frozen: done.result },
    };
  },
});
