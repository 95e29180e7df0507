import type { Known } from './known.ts';
import type { Secret } from './secret.ts';

/** What a key may do, in the trade's words. A venue's own flag may cover several at once. */
export const permissionScopes = [
  'read',
  'spot-trade',
  'margin',
  'futures',
  'options',
  'transfer',
  'withdraw',
  /** Make, change or end keys and sub-accounts. */
  'manage-keys',
  /** Add or change withdrawal addresses: how a key without withdraw prepares a theft. */
  'manage-addresses',
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
  /** When somebody last changed the key; absent where the venue has no such field. */
  readonly modifiedAt?: Known<string>;
  /** ISO 8601 UTC: the key sees nothing older or newer, and the venue says so nowhere else. */
  readonly seesFrom?: string;
  readonly seesTo?: string;
  readonly accountKind?: Known<'main' | 'sub'>;
  /** The venue's own id of the account that the key belongs to; absent where no reply tells it. */
  readonly venueAccountId?: string;
  /** What the venue says besides, in a sentence each. Hostile: sanitise before showing. */
  readonly notes?: readonly string[];
}

/** A key as the venue lists it to another key of the same owner. */
export interface ListedKey {
  /** Memory only: an exhibit holds the mask. */
  readonly keyId: Secret;
  readonly maskedKeyId: string;
  /** The sub-account that it belongs to, by the id that `SubAccount` has. */
  readonly subAccount: string;
  readonly label: Known<string>;
  readonly scopes: Readonly<Record<PermissionScope, Grant>>;
  /** As in `KeyReport`; absent: none. */
  readonly bundled?: KeyReport['bundled'];
  readonly ipRestricted: Grant;
  readonly ipAllowlist: Known<readonly string[]>;
  /** ISO 8601 UTC, as is the next. */
  readonly createdAt: Known<string>;
  readonly expiresAt: Known<string>;
}

export interface WantedKey {
  readonly subAccount: string;
  readonly label: string;
  readonly scopes: readonly PermissionScope[];
  readonly ipAllowlist: readonly string[];
}

/** A key that was just made: its parts are told this one time. */
export interface NewKey {
  readonly label: string;
  /** By ccxt's names: `apiKey`, `secret`, `password`. */
  readonly parts: Readonly<Record<string, Secret>>;
}

/** An API key id for people: first four, last four and the length, never the whole. */
export function maskKeyId(keyId: string): string {
  return keyId.length <= 8
    ? `…(${keyId.length})`
    : `${keyId.slice(0, 4)}…${keyId.slice(-4)} (${keyId.length})`;
}
