import type { LedgerAct, LedgerBooks } from './ledger-books.ts';
import type { Actor, Mutation } from './mutation.ts';

/** The books with the change noted, and who made it. */
export function noteAct(
  books: LedgerBooks,
  mutation: Extract<Mutation, { by?: unknown }>,
  act: Omit<LedgerAct, 'atMs' | 'sourceIp' | 'key'>,
): LedgerBooks {
  // Without a key's holder it was the owner on the web site, or the venue: not an act of a key.
  if (mutation.by === undefined) return books;
  const { key, sourceIp } = mutation.by;
  return { ...books, acts: [...books.acts, { ...act, atMs: mutation.atMs, sourceIp, key }] };
}

export const isOfSubAccount = (books: LedgerBooks, by: Actor): boolean =>
  books.keys.some((key) => key.ref === by.key && key.subAccount !== undefined);
