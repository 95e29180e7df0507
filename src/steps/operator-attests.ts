import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { ended } from './ended.ts';
import type { CaseWorld } from './world.ts';

/** What no venue tells, a person says, by name. That is an attestation, not a verification. */
export const operatorAttests = defineStep({
  id: 'operator-attests',
  summary: 'asks the operator to attest what no venue tells; counts as unverified',
  args: z.strictObject({ statement: z.string().min(1) }),
  checks: true,
  changes: false,
  facts: ['attested'],

  async perform({ statement }, world: CaseWorld) {
    const said = await world.ask({
      id: 'attest',
      kind: 'choice',
      prompt: statement,
      why: 'No venue tells this. Your name stands beside your answer.',
      choices: [
        { value: 'no', label: 'No, or I do not know', key: 'n' },
        { value: 'yes', label: 'Yes, I have seen it', key: 'y' },
      ],
      initial: 'no',
    });
    if (said !== 'yes') {
      return ended('unknown', `not attested: ${statement}`, { attested: false });
    }
    return ended('unverified', `attested by ${world.operator}, not read back: ${statement}`, {
      attested: true,
    });
  },
});
