import type { PermissionScope } from './api-key.ts';
import type { Secret } from './secret.ts';
import type { Task } from './task.ts';

export type AccountId = string;
export type VenueId = string;

/** The three keys an account can have in an incident. */
export type KeyHolder = 'suspect' | 'responder' | 'replacement';

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
