import type { AccountId, VenueId } from './account.ts';
import type { PermissionScope } from './api-key.ts';
import type { Answer, Question } from './question.ts';

/** What only a person can do, at the venue's own web site. In a drill the site is simulated. */
export interface HandTask {
  /** Unique within the step; ids of the questions asked for it start with this. */
  readonly id: string;
  readonly account: AccountId;
  readonly venue: VenueId;
  readonly what:
    | 'revoke-key'
    | 'create-key'
    | 'list-keys'
    | 'list-addresses'
    | 'edit-addresses'
    | 'freeze-account'
    | 'cancel-orders'
    | 'close-doors';
  /** What it is about: a key's label, an address. */
  readonly subject: string;
  readonly page: string;
  readonly instructions: readonly string[];
  /** For a new key: what it should get. */
  readonly wanted?: {
    readonly label: string;
    readonly scopes: readonly PermissionScope[];
    readonly ipAllowlist: readonly string[];
  };
}

export interface HandReport {
  readonly said: 'done' | 'could-not';
  readonly note: string;
}

/** Whoever does by-hand work: the operator in a browser, or the operator at a drill's portal. */
export interface Hands {
  perform(task: HandTask, ask: (question: Question) => Promise<Answer>): Promise<HandReport>;
  /**
   * Where the newest key of an account lies, by secret part: as a drill's portal knows it of keys made
   * after `since` (ISO 8601 UTC), or as it was configured.
   */
  newestKey?(account: AccountId, since: string): Readonly<Record<string, string>> | undefined;
  /** Which doors the venue's site shows as closed; only a drill's portal can be read. */
  doorsClosed?(account: AccountId): Readonly<Partial<Record<Door, boolean>>>;
}

/** The other ways in, after domain rules §5.3. */
export const doors = {
  password: 'Password changed, from a clean device',
  sessions: 'Every session and device signed out',
  'second-factor': 'Second factor renewed: authenticator or hardware key, not SMS',
  mailbox: 'Mailbox checked: rules, forwards, recovery address; its password changed',
  'anti-phishing': 'Anti-phishing code set anew',
  'whitelist-only': 'Withdrawals only to whitelisted addresses, with the delay on',
  'third-parties': 'Third parties that held the key told',
  'secret-removed': 'The burned secret removed from where it lived',
} as const;

export type Door = keyof typeof doors;
