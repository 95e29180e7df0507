import { createHash } from 'node:crypto';
import type { LedgerBooks } from './ledger-books.ts';
import type { Actor, MutationOf } from './mutation.ts';

interface Requested {
  readonly coin: string;
  /** What arrives. */
  readonly amount: string;
  /** Comes on top. */
  readonly fee: string;
  readonly address: string;
  readonly network: string;
  readonly clientId?: string | undefined;
  /** When it leaves, ms since 1970: until then it can be called back, where the venue lets it. */
  readonly settlesAtMs: number;
}

/** The mutation of a withdrawal that a venue takes: its id and its transaction follow from books and time. */
export function requestedWithdrawal(
  books: LedgerBooks,
  { clientId, ...wanted }: Requested,
  by: Actor,
  nowMs: number,
): MutationOf<'withdrawal-requested'> {
  const digest = (what: string): string =>
    createHash('sha256').update(`${what}/${nowMs}/${books.withdrawals.length}`).digest('hex');
  return {
    kind: 'withdrawal-requested',
    atMs: nowMs,
    by,
    id: digest('id').slice(0, 32),
    ...wanted,
    txId: `0x${digest('tx')}`,
    ...(clientId === undefined ? {} : { clientId }),
  };
}
