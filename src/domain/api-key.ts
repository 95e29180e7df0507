import type { Known } from './known.ts';

/** What a key may do, in the trade's words. A venue's own flag may cover several at once. */
export const permissionScopes = [
  'read',
  'spot-trade',
  'margin',
  'futures',
  'options',
  'transfer',
  'withdraw',
  'manage-keys',
] as const;

export type PermissionScope = (typeof permissionScopes)[number];

/** "The venue will not say" is an answer of its own. */
export type Grant = 'granted' | 'denied' | 'unknown';

/** A venue's answer about a key, in our words. */
export interface KeyReport {
  readonly scopes: Readonly<Record<PermissionScope, Grant>>;
  /** Scopes that this venue hands out only together, e.g. margin with spot trade: not a fault. */
  readonly bundled: readonly (readonly PermissionScope[])[];
  readonly ipRestricted: Grant;
  readonly ipAllowlist: Known<readonly string[]>;
  readonly label: Known<string>;
  /** ISO 8601 UTC, as are the next two. */
  readonly createdAt: Known<string>;
  readonly lastUsedAt: Known<string>;
  readonly expiresAt: Known<string>;
}

/** An API key id for people: first four, last four and the length, never the whole. */
export function maskKeyId(keyId: string): string {
  return keyId.length <= 8
    ? `…(${keyId.length})`
    : `${keyId.slice(0, 4)}…${keyId.slice(-4)} (${keyId.length})`;
}
