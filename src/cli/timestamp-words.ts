import { BadInput } from '../domain/failure.ts';
import { readRoots, TimestampRefusal, type Roots } from '../evidence/index.ts';
import { readInput } from './read-input.ts';

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
