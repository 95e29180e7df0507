import type { Question } from '../domain/question.ts';

/** The first thing the operator sees. In a file of its own: it is drawn before anything heavy is loaded. */
export const whatLeaked: Question = {
  id: 'what-leaked',
  kind: 'choice',
  prompt: 'What leaked, or may have?',
  why: 'If in doubt, take the wider one: over-rotating is cheap.',
  choices: [
    { value: 'api-key', label: 'An API key with its secret', key: 'k' },
    { value: 'login', label: 'An account login (password, mail, session)', key: 'l' },
    { value: 'host', label: 'A host that holds keys', key: 'h' },
    { value: 'platform', label: 'A third-party platform that holds keys', key: 'p' },
    { value: 'unknown', label: 'I do not know', key: 'u' },
  ],
  initial: 'api-key',
};
