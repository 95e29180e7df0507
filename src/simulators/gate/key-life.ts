import { isExpired } from '../gate.ts';
import type { LedgerKey } from '../ledger-books.ts';

/** Keys without an IP binding end after 90 days (Gate help, "API key validity"; read 2026-11-27). */
const unboundMs = 90 * 86_400_000;

/**
 * When a key ends by itself; undefined: one bound to addresses does not. The owner extends the keys of
 * the opening books in time (assumed); those made while the venue runs end after their first term.
 */
export function endOf(key: LedgerKey): number | undefined {
  if (key.expiresAtMs !== undefined) return key.expiresAtMs;
  if (key.ipAllowlist.length > 0 || key.ref.startsWith('opening:')) return undefined;
  return key.createdAtMs + unboundMs;
}

/** Which label such a key gets is not written: here that of one that never was. */
export const isOver = (key: LedgerKey, nowMs: number): boolean =>
  key.endedBy === 'venue' || isExpired({ expiresAtMs: endOf(key) }, nowMs);
