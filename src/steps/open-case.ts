import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Question } from '../domain/question.ts';
import { ended } from './ended.ts';
import { whatLeaked } from './open-questions.ts';
import type { CaseWorld } from './world.ts';

/** At most five questions; every one is answered with a key or a word. */
export const openCase = defineStep({
  id: 'open-case',
  summary: 'asks the five opening questions',
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['leaked', 'accounts', 'losing', 'operator', 'isReal'],

  async perform(_args, world: CaseWorld) {
    const leaked = await world.ask(whatLeaked);
    const accounts =
      world.accounts.length === 1 ? world.accounts.map((a) => a.id) : await world.ask(whichAccounts(world));
    const losing = await world.ask(losingMoney);
    const operator = await world.ask(whoAreYou);
    const isReal = world.mode === 'drill' ? 'drill' : await world.ask(real);
    if (isReal === 'exercise') {
      return ended(
        'failed',
        'this was said to be an exercise, but these are real accounts: use `firebreak drill`',
      );
    }
    return {
      outcome: { is: 'verified' },
      summary: `${String(operator)} opened the case: ${String(leaked)} leaked, losing money: ${String(losing)}`,
      facts: { leaked, accounts, losing, operator, isReal: isReal === 'real' },
    };
  },
});

const whichAccounts = (world: CaseWorld): Question => ({
  id: 'which-accounts',
  kind: 'many',
  prompt: 'Which accounts could it reach?',
  why: 'Every account that you leave out stays as it is.',
  choices: world.accounts.map(({ id, label, venue }) => ({ value: id, label: `${label} (${venue})` })),
  initial: world.accounts.map(({ id }) => id),
});

const losingMoney: Question = {
  id: 'losing-money',
  kind: 'choice',
  prompt: 'Is money leaving right now?',
  why: 'The next step measures it; this is what you saw.',
  choices: [
    { value: 'yes', label: 'Yes', key: 'y' },
    { value: 'no', label: 'No', key: 'n' },
    { value: 'unknown', label: 'I do not know', key: 'u' },
  ],
  initial: 'unknown',
};

const whoAreYou: Question = {
  id: 'who-are-you',
  kind: 'text',
  prompt: 'Who are you?',
  why: 'Your name stands beside every decision in the record.',
  refuse: (text) => (text.trim() === '' ? 'a name is needed' : undefined),
};

const real: Question = {
  id: 'real',
  kind: 'choice',
  prompt: 'Is this real?',
  why: 'These are real accounts: what you do here happens.',
  choices: [
    { value: 'real', label: 'Real', key: 'r' },
    { value: 'exercise', label: 'An exercise', key: 'x' },
  ],
};
