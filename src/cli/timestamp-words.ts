import { BadInput } from '../domain/failure.ts';
import { readRoots, TimestampRefusal, type ProvenTime, type Roots } from '../evidence/index.ts';
import { readInput } from './read-input.ts';

/** The tokens of a bag: what existed when by whose word, then who each of them is and why he is believed. */
export function tokensInWords(proven: readonly ProvenTime[]): readonly string[] {
  const times = proven.map(({ what, authority, genTime, accuracyMs, trust }) => {
    const accuracy = accuracyMs === undefined ? '' : ` ± ${accuracyMs} ms`;
    return `${wordOf[trust]}${what} existed at ${genTime}${accuracy}, by ${authority}`;
  });
  const authorities = proven.map(
    ({ authority, signer, root, trust }) =>
      `AUTHORITY  ${authority} is ${signer}; its root ${root.subject}, SHA-256 ${root.sha256}, ${whyBelieved[trust]}`,
  );
  return [...times, ...new Set(authorities)];
}

/** Proven is what rests on a root that did not come with the bag. */
const wordOf: Readonly<Record<ProvenTime['trust'], string>> = {
  given: 'PROVEN  ',
  node: 'PROVEN  ',
  bag: 'STAMPED ',
  drill: 'DRILL   ',
};

const whyBelieved: Readonly<Record<ProvenTime['trust'], string>> = {
  given: 'is one that you gave',
  node: 'is in Node’s own list',
  bag: 'came with the bag: compare it, or give yours with --tsa-roots',
  drill: 'is a drill’s and proves nothing',
};

/** @throws BadInput when the file is not there or holds no root */
export async function readVerifiersRoots(path: string): Promise<Roots> {
  const pem = await readInput(path, {
    as: 'the roots of time-stamp authorities',
    where: '--tsa-roots',
    hint: 'name a PEM file with the root certificates that you trust',
  });
  try {
    return readRoots(Buffer.from(pem).toString('latin1'));
  } catch (error) {
    if (!(error instanceof TimestampRefusal)) throw error;
    throw new BadInput(`${path}: ${error.message}`, { where: '--tsa-roots', cause: error });
  }
}
