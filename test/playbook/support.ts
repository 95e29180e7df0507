import { readFileSync } from 'node:fs';
import type { BadFile } from '../../src/domain/file-problem.ts';
import { loadPlaybook } from '../../src/playbook/index.ts';
import { refusalBy, told } from '../support/refused-file.ts';
import { kinds } from './kinds.ts';

export const sound = readFileSync(new URL('sound.yaml', import.meta.url), 'utf8');

/** Returns why the file is refused; throws when it is accepted. */
export const refusalOf = (source: string | Uint8Array): BadFile =>
  refusalBy(() => loadPlaybook('small.yaml', source, kinds));

/** Every problem as `line:column message`, then its hint in brackets. */
export const problemsOf = (source: string | Uint8Array): string[] => refusalOf(source).problems.map(told);

/** The sound playbook with one thing changed; `from` must stand in it. */
export function broken(from: string, to: string): string {
  if (!sound.includes(from)) throw new Error(`sound.yaml does not hold ${from}`);
  return sound.replace(from, to);
}
