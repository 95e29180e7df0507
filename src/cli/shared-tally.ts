import { join } from 'node:path';
import { openSharedTally, type TallyStore } from '../acquisition/index.ts';
import { stateFolder } from '../config/index.ts';
import { systemClock } from './clock.ts';
import { machine, type Environment } from './environment.ts';

/**
 * Returns how the tally of this machine's real cases is opened: one file in the state folder, never in
 * the drills'. Rejects with the reason where it cannot be used.
 */
export const sharedTallyOf =
  ({ env, home }: Pick<Environment, 'env' | 'home'>) =>
  async (): Promise<TallyStore> => {
    const { node } = machine();
    if (!hasSettledSqlite(node)) throw new Error(`the SQLite of Node ${node} is still an experiment`);
    return openSharedTally(
      join(await stateFolder({ env, home, mode: 'real' }), 'limits.sqlite'),
      systemClock,
    );
  };

/** A release candidate since Node 24.15 and 25.7; before that it warns on the terminal. */
function hasSettledSqlite(version: string): boolean {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  return major > 25 || (major === 25 && minor >= 7) || (major === 24 && minor >= 15);
}
