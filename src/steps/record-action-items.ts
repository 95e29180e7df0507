import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Json } from '../domain/json.ts';
import type { CaseWorld } from './world.ts';

/** What is left to do: what, who, until when. One line each; an empty line ends the list. */
export const recordActionItems = defineStep({
  id: 'record-action-items',
  summary: 'records what is left to do, each with an owner and a date',
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['items'],

  async perform(_args, world: CaseWorld) {
    const items: Json[] = [];
    for (;;) {
      const line = String(
        await world.ask({
          id: 'item',
          kind: 'text',
          prompt: 'Left to do (what; who; until when), empty to end',
          optional: true,
          refuse: (text) =>
            text.trim() === '' || isItem(text) ? undefined : 'write: what; who; until when (2026-12-31)',
        }),
      ).trim();
      if (line === '') break;
      const [what = '', who = '', until = ''] = line.split(';').map((part) => part.trim());
      items.push({ what, who, until });
    }
    return { outcome: { is: 'verified' }, summary: `${items.length} left to do`, facts: { items } };
  },
});

const isItem = (text: string): boolean => /^[^;]+;[^;]+;\s*\d{4}-\d{2}-\d{2}\s*$/.test(text);
