import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { CaseWorld } from './world.ts';

/** No new key before a cause, or an admitted "unknown" with what is done about not knowing. */
export const recordRootCause = defineStep({
  id: 'record-root-cause',
  summary: 'records the root cause, or "unknown" with a compensating control',
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['cause', 'control'],

  async perform(_args, world: CaseWorld) {
    const cause = String(
      await world.ask({
        id: 'cause',
        kind: 'choice',
        prompt: 'How did it leak?',
        why: 'A new key on a compromised host is lost the day it is made.',
        choices: [
          { value: 'repository', label: 'It was in a repository or image', key: 'r' },
          { value: 'host', label: 'The host was compromised', key: 'h' },
          { value: 'phishing', label: 'Phishing or a stolen session', key: 'p' },
          { value: 'platform', label: 'A third-party platform lost it', key: 't' },
          { value: 'person', label: 'A person shared it or left', key: 's' },
          { value: 'unknown', label: 'Unknown', key: 'u' },
        ],
        initial: 'unknown',
      }),
    );
    const control = String(
      await world.ask({
        id: 'control',
        kind: 'text',
        prompt: cause === 'unknown' ? 'What do you do about not knowing?' : 'What was done about it?',
        why: 'For example: new host from a clean image; key bound to one address; balance kept low.',
        refuse: (text) => (text.trim() === '' ? 'a sentence is needed: it stands in the report' : undefined),
      }),
    );
    return { outcome: { is: 'verified' }, summary: `${cause}: ${control}`, facts: { cause, control } };
  },
});
