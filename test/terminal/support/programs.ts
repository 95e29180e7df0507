import { spawnSync } from 'node:child_process';

/** The program's name when this machine has it; tests that need it are skipped by name when not. */
export function findProgram(name: string): string | undefined {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0 ? name : undefined;
}
