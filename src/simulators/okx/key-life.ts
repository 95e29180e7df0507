import type { LedgerKey } from '../ledger-books.ts';
import type { VenueCore } from '../venue-core.ts';
import { permissionsOf } from './permissions.ts';

/**
 * overview, "API key security": "API keys with trade or withdraw permission that are not bound to IPs are
 * deleted after 14 days of inactivity".
 */
const idleMs = 14 * 86_400_000;

/**
 * Whether the venue has deleted this key by itself. `startedAtMs`: when this venue was started; what the
 * opening books' keys did before is not known, so that their time begins there (assumed).
 */
export function isDeletedForIdleness(core: VenueCore, key: LedgerKey, startedAtMs: number): boolean {
  if (key.ipAllowlist.length > 0 || permissionsOf(key).every((each) => each === 'read_only')) return false;
  const since = Math.max(key.createdAtMs, startedAtMs, core.lastUse.of(key.ref) ?? 0);
  return core.nowMs() - since >= idleMs;
}
