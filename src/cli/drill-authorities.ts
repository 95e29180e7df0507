import { join } from 'node:path';
import type { LocalAuthority } from '../drill/index.ts';
import { readRoots, type Authorities } from '../evidence/index.ts';
import { randomOf } from './environment.ts';
import { createTimestampPost } from './post-timestamp.ts';

/** A drill's own authorities: two, on loopback, and DRILL in every name that they sign with. */
export interface DrillAuthorities {
  open(): Promise<Authorities>;
  close(): Promise<void>;
}

const names = ['drill-1', 'drill-2'];

/** @param folder the case's private folder: a drill that goes on later has the same authorities */
export function createDrillAuthorities(folder: string): DrillAuthorities {
  let opened: Promise<readonly LocalAuthority[]> | undefined;
  return {
    async open() {
      // With the door of the drills come the simulators: a real bag is stamped without them.
      const { hasOpenssl, openLocalAuthority } = await import('../drill/index.ts');
      const isAtHand = await hasOpenssl();
      opened ??= isAtHand
        ? Promise.all(
            names.map((name) => openLocalAuthority({ folder: join(folder, `authority-${name}`), name })),
          )
        : Promise.resolve([]);
      const local = await opened;
      return {
        list: local.map(({ url, ca }, at) => ({ name: names[at] ?? '', url, roots: readRoots(ca) })),
        ...(isAtHand ? {} : { why: 'no openssl on this machine, so no drill authority is at hand' }),
        post: createTimestampPost(local.map(({ url }) => url)),
        random: randomOf,
      };
    },
    async close() {
      const local = await opened?.catch(() => []);
      for (const authority of local ?? []) await authority.close();
    },
  };
}
