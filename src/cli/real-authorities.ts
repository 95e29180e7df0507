import { dirname, resolve } from 'node:path';
import type { ConfiguredAuthority } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import { readRoots, rootsOfNode, TimestampRefusal, type Authorities, type Roots } from '../evidence/index.ts';
import { randomOf } from './environment.ts';
import { createTimestampPost } from './post-timestamp.ts';
import { readInput } from './read-input.ts';

/**
 * Reads the roots of the configured authorities, before the first question: later nobody asks.
 *
 * @param file the configuration's path; roots lie relative to it
 * @throws BadInput for a root that is not there or is none
 */
export async function openRealAuthorities(
  configured: readonly ConfiguredAuthority[],
  file: string,
): Promise<Authorities> {
  const list = [];
  for (const { name, url, ca, policy } of configured) {
    const roots = ca === undefined ? rootsOfNode() : await rootsIn(resolve(dirname(file), ca), name);
    list.push({ name, url, roots, ...(policy === undefined ? {} : { policy }) });
  }
  return {
    list,
    ...(list.length === 0 ? { why: 'firebreak.yaml names no timestampAuthorities' } : {}),
    post: createTimestampPost(list.map(({ url }) => url)),
    random: randomOf,
  };
}

async function rootsIn(path: string, name: string): Promise<Roots> {
  const pem = await readInput(path, {
    as: `the root of the time-stamp authority ${name}`,
    where: 'timestampAuthorities',
    hint: 'ca: names a PEM file beside firebreak.yaml; without it the roots of Node are used',
  });
  try {
    return readRoots(Buffer.from(pem).toString('latin1'));
  } catch (error) {
    if (!(error instanceof TimestampRefusal)) throw error;
    throw new BadInput(`${path}: ${error.message}`, { where: 'timestampAuthorities', cause: error });
  }
}
