import { hkdfSync } from 'node:crypto';
import type { SimulatedKey } from './contract.ts';
import { liveKeys } from './ledger-books.ts';
import type { LedgerBooks, LedgerKey } from './ledger-books.ts';

/** A key's id and secret. They live in memory only: books and world log name a key by its `ref`. */
export interface KeyParts {
  readonly keyId: string;
  readonly secret: string;
}

export interface KeyRing {
  /** The parts of a key by its ref: "opening:0" was given, "made:1" is derived. */
  partsOf(ref: string): KeyParts;
  /** The key with this id in the books, deleted ones too; undefined when there never was one. */
  find(books: LedgerBooks, keyId: string): LedgerKey | undefined;
}

export function openKeyRing(from: {
  readonly opening: readonly SimulatedKey[];
  readonly seed: string;
}): KeyRing {
  const known = new Map<string, KeyParts>();
  from.opening.forEach(({ keyId, secret }, index) => known.set(`opening:${index}`, { keyId, secret }));
  const partsOf = (ref: string): KeyParts => {
    const parts = known.get(ref) ?? deriveKeyParts(from.seed, ref);
    known.set(ref, parts);
    return parts;
  };
  const find = (books: LedgerBooks, keyId: string): LedgerKey | undefined =>
    // A live key wins over a deleted one of the same id, which only opening books could give.
    [...liveKeys(books), ...books.keys].find((key) => partsOf(key.ref).keyId === keyId);
  return { partsOf, find };
}

/**
 * Derives a key's id and secret from a seed: HKDF-SHA-256 (RFC 5869), 32 bytes each in hexadecimal,
 * so 64 characters as the venue's own keys have. The same seed and name give the same key after a
 * restart; nothing of it need be stored.
 */
export function deriveKeyParts(seed: string, name: string): KeyParts {
  const derive = (part: string): string =>
    Buffer.from(hkdfSync('sha256', seed, 'firebreak simulator', `${name}/${part}`, 32)).toString('hex');
  return { keyId: derive('id'), secret: derive('secret') };
}
