import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import { describeProbe, probeOnce } from './probing.ts';
import { isDead } from './reading.ts';
import type { CaseWorld } from './world.ts';

/** The operator moves the system to the new key; firebreak cannot reach into it. */
export const switchSystem = defineStep({
  id: 'switch-system',
  summary: 'has the operator switch the system to the new key and test it',
  args: z.strictObject({}),
  checks: false,
  changes: true,
  facts: ['switched'],

  async perform(_args, world: CaseWorld) {
    for (const account of accountsHere(world)) {
      const said = await world.ask({
        id: `switched:${account.id}`,
        kind: 'choice',
        prompt: `${account.label}: is the system switched to the new key, tested, and the old secret gone from where it lived?`,
        why: `It runs: ${account.dependents.join(', ') || 'nothing that was named'}.`,
        choices: [
          { value: 'no', label: 'Not yet', key: 'n' },
          { value: 'yes', label: 'Yes, switched and tested', key: 'y' },
        ],
        initial: 'no',
      });
      if (said !== 'yes') {
        return ended('failed', `${account.label} is not switched yet`, { switched: false });
      }
    }
    const summary = `${world.operator} switched and tested`;
    return { outcome: { is: 'verified' }, summary, facts: { switched: true } };
  },
});

/** One harmless call with the new key works from here, and the old key's death is on record. */
export const confirmNewKeyWorks = defineStep({
  id: 'confirm-new-key-works',
  summary: 'confirms with one harmless call that the new key works; the old one must be on record as dead',
  args: z.strictObject({}),
  checks: true,
  changes: false,
  facts: [],

  async perform(_args, world: CaseWorld) {
    for (const account of accountsHere(world)) {
      const probe = await probeOnce(account, 'replacement', 'live-control', world);
      if (probe.says !== 'works') {
        const why = `the new key of ${account.label}: ${describeProbe(probe)}; an allowlist takes up to a minute to spread`;
        return ended(probe.says === 'inconclusive' ? 'unknown' : 'failed', why);
      }
      if (!isDead(account, world))
        return ended('unverified', `the old key of ${account.label} is not proven dead`);
    }
    return { outcome: { is: 'verified' }, summary: 'the new key answers' };
  },
});
