import { readFileSync } from 'node:fs';
import { loadPlaybook, PlaybookProblems } from '../../src/playbook/index.ts';
import { kinds } from './kinds.ts';

export const sound = readFileSync(new URL('sound.yaml', import.meta.url), 'utf8');

/** Returns why the file is refused; throws when it is accepted. */
export function refusalOf(source: string | Uint8Array): PlaybookProblems {
  try {
    loadPlaybook('small.yaml', source, kinds);
  } catch (error) {
    if (error instanceof PlaybookProblems) return error;
    throw error;
  }
  throw new Error('the playbook was accepted');
}

/** Every problem as `line:column message`, then its hint in brackets. */
export const problemsOf = (source: string | Uint8Array): string[] =>
  refusalOf(source).problems.map(
    ({ line, column, message, hint }) => `${line}:${column} ${message}${hint ? ` (${hint})` : ''}`,
  );

/** The sound playbook with one thing changed; `from` must stand in it. */
export function broken(from: string, to: string): string {
  if (!sound.includes(from)) throw new Error(`sound.yaml does not hold ${from}`);
  return sound.replace(from, to);
}
