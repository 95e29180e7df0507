import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LedgerKey } from './ledger-books.ts';
import type { SimulatorScope } from './opening-books.ts';

/** What every venue's gate asks, in neutral terms; order and codes are each venue's own. */

/** An address as allowlists write it: IPv4 even when the socket says "::ffff:127.0.0.1". */
export const plainIp = (address: string): string => address.replace(/^::ffff:/i, '');

/** An empty allowlist restricts nothing. Single addresses only: no range is modelled. */
export const isIpAllowed = (ipAllowlist: readonly string[], sourceIp: string): boolean =>
  ipAllowlist.length === 0 || ipAllowlist.includes(plainIp(sourceIp));

/** Whether the key's own end has come; ended keys are another matter (`deletedAtMs`). */
export const isExpired = (key: Pick<LedgerKey, 'expiresAtMs'>, nowMs: number): boolean =>
  key.expiresAtMs !== undefined && nowMs >= key.expiresAtMs;

export const hasScope = (scopes: readonly SimulatorScope[], needed: SimulatorScope): boolean =>
  scopes.includes(needed);

/**
 * Whether the signature is the hexadecimal HMAC-SHA-256 of the payload (bytes as they were on the
 * wire, given as Latin-1). Letter case does not count. Compared in constant time, as the venue would.
 */
export function isSignedBy(signed: {
  readonly secret: string;
  readonly payload: string;
  readonly signature: string;
}): boolean {
  const expected = createHmac('sha256', signed.secret).update(signed.payload, 'latin1').digest();
  const given = /^[0-9a-f]{64}$/i.test(signed.signature)
    ? Buffer.from(signed.signature, 'hex')
    : Buffer.alloc(32);
  return timingSafeEqual(expected, given);
}
