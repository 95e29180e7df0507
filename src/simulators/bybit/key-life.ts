import { isExpired } from '../gate.ts';
import type { LedgerKey } from '../ledger-books.ts';

/** "No ip bound api key will be invalid after 90 days" (user/modify-sub-apikey, FAQ). */
const unboundMs = 90 * 86_400_000;

/**
 * When a key ends by itself; undefined: a key bound to addresses does not. The owner extends the keys
 * of the opening books on the web site in time (assumed, FAQ "How can extend my API key"), so that
 * such a key shows the next of its terms; those made while the venue runs end after their first.
 */
export function endOf(key: LedgerKey, nowMs: number): number | undefined {
  if (key.expiresAtMs !== undefined) return key.expiresAtMs;
  if (key.ipAllowlist.length > 0) return undefined;
  const terms = key.ref.startsWith('opening:') ? Math.floor((nowMs - key.createdAtMs) / unboundMs) + 1 : 1;
  return key.createdAtMs + Math.max(1, terms) * unboundMs;
}

/** A key that the venue itself ended counts among these: its owner did not delete it. */
export const isOver = (key: LedgerKey, nowMs: number): boolean =>
  key.endedBy === 'venue' || isExpired({ expiresAtMs: endOf(key, nowMs) }, nowMs);
