import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createTimestampPost } from '../../src/cli/post-timestamp.ts';
import { openLocalAuthority, type LocalAuthority } from '../../src/drill/index.ts';
import { readRoots, type Authorities } from '../../src/evidence/index.ts';

/** For the tests of a `describe`: two authorities of this machine, asked as an outside one is. */
export function useLocalAuthorities(): () => Authorities {
  const open: LocalAuthority[] = [];
  let folder: string;
  let authorities: Authorities;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firebreak-authorities-'));
    const list: Authorities['list'][number][] = [];
    for (const name of ['first', 'second']) {
      const authority = await openLocalAuthority({ folder: join(folder, name), name });
      open.push(authority);
      list.push({ name, url: authority.url, roots: readRoots(authority.ca) });
    }
    authorities = { list, post: createTimestampPost(list.map(({ url }) => url)), random: randomBytes };
  });
  afterAll(async () => {
    for (const authority of open) await authority.close();
    await rm(folder, { recursive: true, force: true });
  });
  return () => authorities;
}
