import { hkdfSync } from 'node:crypto';
import { liveKeys } from './ledger-books.ts';
import type { LedgerBooks, LedgerKey } from './ledger-books.ts';
import type { SimulatedKey } from './opening-books.ts';

/** What signs for a key. It lives in memory only: books and world log name a key by its `ref`. */
export interface KeyParts {
  readonly keyId: string;
  readonly secret: string;
  readonly passphrase?: string;
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
  /** The venue's own form of a key. */
  readonly derive: (seed: string, name: string) => KeyParts;
}): KeyRing {
  const known = new Map<string, KeyParts>();
  from.opening.forEach((key, index) => known.set(`opening:${index}`, partsIn(key)));
  const partsOf = (ref: string): KeyParts => {
    const parts = known.get(ref) ?? from.derive(from.seed, ref);
    known.set(ref, parts);
    return parts;
  };
  const find = (books: LedgerBooks, keyId: string): LedgerKey | undefined =>
    // A live key wins over a deleted one of the same id, which only opening books could give.
    [...liveKeys(books), ...books.keys].find((key) => partsOf(key.ref).keyId === keyId);
  return { partsOf, find };
}

const partsIn = ({ keyId, secret, passphrase }: SimulatedKey): KeyParts => ({
  keyId,
  secret,
  ...(passphrase === undefined ? {} : { passphrase }),
});

/** A key id and a secret of 64 hexadecimal digits each: the form of venues that ask for no other. */
export const deriveKeyParts = (seed: string, name: string): KeyParts => ({
  keyId: deriveBytes(seed, name, 'id', 32).toString('hex'),
  secret: deriveBytes(seed, name, 'secret', 32).toString('hex'),
});

/**
 * Bytes of a key's part ("id", "secret", …) for a venue's own form: HKDF-SHA-256 (RFC 5869). The
 * same seed and name give the same key after a restart; nothing of it need be stored.
 */
export const deriveBytes = (seed: string, name: string, part: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', seed, 'firebreak simulator', `${name}/${part}`, length));
