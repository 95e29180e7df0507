import type { LedgerBooks } from './ledger-books.ts';
import type { SimulatedKey } from './opening-books.ts';
import { momentOf } from './opening-rows.ts';

/**
 * When each key was last used, by ref. Changes are found again in the books after a restart; reads
 * leave no mark there and are forgotten.
 */
export interface LastUse {
  touch(ref: string, atMs: number): void;
  /** Undefined: never, as far as is known. */
  of(ref: string): number | undefined;
}

export function trackLastUse(opening: readonly SimulatedKey[], books: LedgerBooks): LastUse {
  const lastUsed = new Map<string, number>();
  opening.forEach(({ lastUsedAt }, index) => {
    if (lastUsedAt !== undefined) lastUsed.set(`opening:${index}`, momentOf(lastUsedAt));
  });
  for (const act of books.acts) lastUsed.set(act.key, act.atMs);
  return {
    touch: (ref, atMs) => void lastUsed.set(ref, atMs),
    of: (ref) => lastUsed.get(ref),
  };
}
