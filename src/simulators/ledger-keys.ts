import { noteAct } from './ledger-acts.ts';
import { LedgerRefusal, liveKeys } from './ledger-books.ts';
import type { LedgerBooks, LedgerKey } from './ledger-books.ts';
import { subAccountOf } from './ledger-sub-accounts.ts';
import type { MutationOf } from './mutation.ts';

export function createKey(books: LedgerBooks, made: MutationOf<'key-created'>): LedgerBooks {
  if (books.frozen) throw new LedgerRefusal('account-frozen', made.label);
  if (made.subAccount !== undefined) subAccountOf(books, made.subAccount);
  const key: LedgerKey = {
    ref: refOfMade(made.counter),
    label: made.label,
    scopes: made.scopes,
    ipAllowlist: made.ipAllowlist,
    createdAtMs: made.atMs,
    deletedAtMs: undefined,
    endedBy: undefined,
    subAccount: made.subAccount,
    venuePermissions: made.venuePermissions ?? [],
    expiresAtMs: undefined,
  };
  return noteAct({ ...books, keys: [...books.keys, key] }, made, { what: 'key', changedKey: key.ref });
}

export function changeKey(books: LedgerBooks, changed: MutationOf<'key-changed'>): LedgerBooks {
  const after = replaceLive(books, changed.key, (key) => ({
    ...key,
    scopes: changed.scopes ?? key.scopes,
    ipAllowlist: changed.ipAllowlist ?? key.ipAllowlist,
    venuePermissions: changed.venuePermissions ?? key.venuePermissions,
  }));
  return noteAct(after, changed, { what: 'key', changedKey: changed.key });
}

export function deleteKey(books: LedgerBooks, deleted: MutationOf<'key-deleted'>): LedgerBooks {
  const after = replaceLive(books, deleted.key, (key) => ({
    ...key,
    deletedAtMs: deleted.atMs,
    endedBy: deleted.endedBy ?? 'owner',
  }));
  return noteAct(after, deleted, { what: 'key', changedKey: deleted.key });
}

export const endAllKeys = (books: LedgerBooks, atMs: number): LedgerBooks => ({
  ...books,
  keys: books.keys.map((key) =>
    key.deletedAtMs === undefined ? { ...key, deletedAtMs: atMs, endedBy: 'owner' } : key,
  ),
});

/** The number of the next key that is made here: its ref, and so its parts, follow from it. */
export const nextCounter = (books: LedgerBooks): number =>
  books.keys.filter((key) => key.ref.startsWith('made:')).length + 1;

export const refOfMade = (counter: number): string => `made:${counter}`;

function replaceLive(books: LedgerBooks, ref: string, change: (key: LedgerKey) => LedgerKey): LedgerBooks {
  if (!liveKeys(books).some((key) => key.ref === ref)) throw new LedgerRefusal('unknown-key', ref);
  return { ...books, keys: books.keys.map((key) => (key.ref === ref ? change(key) : key)) };
}
