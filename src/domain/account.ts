import type { PermissionScope } from './api-key.ts';
import type { Known } from './known.ts';
import type { Secret } from './secret.ts';
import type { Task } from './task.ts';

export type AccountId = string;
export type VenueId = string;

/** The keys an account can have in an incident; the manager's belongs to the account above it. */
export type KeyHolder = 'suspect' | 'responder' | 'replacement' | 'manager';

/** A key with its secret parts by the venue's own names: `apiKey`, `secret`, `password`. */
export interface Credential {
  readonly holder: KeyHolder;
  /** What people call it: "tradebot-1". */
  readonly label: string;
  readonly parts: Readonly<Record<string, Secret>>;
}

/** What the owner's own system looks like: how our orders are told from the attacker's. */
export interface OwnPattern {
  /** A prefix, not a regular expression: client order ids are hostile strings. */
  readonly clientOrderIdPrefixes: readonly string[];
  readonly usualSymbols: readonly string[];
  /** Usual fills a minute, as a decimal string. */
  readonly usualFillsPerMinute?: string;
}

export interface Account {
  readonly id: AccountId;
  readonly venue: VenueId;
  readonly label: string;
  readonly task: Task;
  readonly created?: string;
  readonly lastRotated?: string;
  readonly expectedIpAllowlist: readonly string[];
  readonly expectedScopes: readonly PermissionScope[];
  readonly host?: string;
  readonly subAccountOf?: AccountId;
  readonly pattern: OwnPattern;
  /** What goes blind when the suspect key dies: bots, stops, hedges. */
  readonly dependents: readonly string[];
}

/** An account under the owner's, as the venue lists it. */
export interface SubAccount {
  /** What the venue's endpoints want: an e-mail, a number, a name. */
  readonly id: string;
  readonly label: string;
  /** ISO 8601 UTC. */
  readonly createdAt: Known<string>;
  readonly frozen: boolean | 'unknown';
  readonly mayTransferOut: boolean | 'unknown';
}
