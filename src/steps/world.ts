import type { Account, KeyHolder } from '../domain/account.ts';
import type { ClockOffset } from '../domain/clock.ts';
import type { NewKey } from '../domain/api-key.ts';
import type { Hands } from '../domain/hands.ts';
import type { Secret } from '../domain/secret.ts';
import type { StepWorld } from '../playbook/step-kind.ts';
import type { Budget } from '../acquisition/index.ts';
import type { Session, Venue } from '../venues/contract.ts';

/** What the steps of an exchange incident see beyond the run: venues, keys, hands. */
export interface CaseWorld extends StepWorld {
  readonly hands: Hands;
  readonly keyring: Keyring;
  venueOf(account: Account): Venue;
  /** A session that has never been used. "public" has no key. Close it. */
  open(account: Account, holder: KeyHolder | 'public'): Promise<Session>;
  /** The address that this account's requests leave from, as far as firebreak knows. */
  egressOf(account: Account): string;
  /** Of one key, where the venue counts by key; without a holder all keys of the account count as one. */
  budgetOf(account: Account, holder?: KeyHolder | 'public'): Budget;
  /** This machine's clock against a time server's: as `hostClock.ask`, or why nobody is asked. */
  readonly hostClock?: { ask(): Promise<ClockOffset> } | { readonly why: string };
  /** Only a drill knows what would have been lost without the response. */
  readonly oracle?: { avoidableLoss(): string };
}

/** Places for a key's parts, made and empty. */
export interface ReservedPlaces {
  /** Writes each part to its place; the redactor knows it before. */
  fill(parts: NewKey['parts']): Promise<void>;
  /** Takes away those that hold nothing. */
  release(): Promise<void>;
}

/** The keys of the case by account and holder; values never leave it but into sessions. */
export interface Keyring {
  has(account: Account, holder: KeyHolder): boolean;
  label(account: Account, holder: KeyHolder): string;
  /** Whether this is the holder's key id; the id itself stays where it is. */
  isKeyId(account: Account, holder: KeyHolder, keyId: Secret): boolean;
  /** First four, last four, length. */
  masked(account: Account, holder: KeyHolder): string;
  /** Takes up a new key by its secret references; resolves them at once, so a bad one is refused. */
  adopt(account: Account, label: string, references: Readonly<Record<string, string>>): Promise<void>;
  /**
   * Makes empty places for the parts of a key that a venue is about to tell this one time. Absent: firebreak
   * can keep none here. Throws BadInput where a place cannot be made; then none is.
   */
  readonly reserve?: (references: Readonly<Record<string, string>>) => Promise<ReservedPlaces>;
}
