import { createHash } from 'node:crypto';

/** A number in [0, 1) that a seed and a name fix for ever: no state, so any order gives the same. */
export function draw(seed: string, name: string): number {
  return createHash('sha256').update(`${seed}\0${name}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** 22 letters and digits, as clients make up order ids. */
export const drawId = (seed: string, name: string): string =>
  createHash('sha256')
    .update(`${seed}\0id\0${name}`)
    .digest('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 22);
