import type { AccountId, VenueId } from './account.ts';
import type { PermissionScope } from './api-key.ts';
import type { Answer, Question } from './question.ts';
import type { Secret } from './secret.ts';

/** What only a person can do, at the venue's own web site. In a drill the site is simulated. */
export interface HandTask {
  /** Unique in the case; ids of the questions asked for it start with this. */
  readonly id: string;
  readonly account: AccountId;
  readonly venue: VenueId;
  readonly what:
    | 'revoke-key'
    | 'create-key'
    | 'list-keys'
    | 'edit-addresses'
    | 'end-sessions'
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
  /** The new key, when one was made: by secret reference in a real case. */
  readonly credential?: { readonly label: string; readonly parts: Readonly<Record<string, Secret>> };
}

/** Whoever does by-hand work: the operator in a browser, or the operator at a drill's portal. */
export interface Hands {
  perform(task: HandTask, ask: (question: Question) => Promise<Answer>): Promise<HandReport>;
}
