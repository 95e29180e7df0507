import type { AccountId, VenueId } from './account.ts';

export type ExhibitId = string;

/** One acquired item. The bytes lie in the case folder under `path`; this record is in the journal. */
export interface Exhibit {
  /** EX-001, in order of acquisition. */
  readonly id: ExhibitId;
  readonly kind: ExhibitKind;
  readonly title: string;
  /** Relative to the case folder; only [A-Za-z0-9._/-]. */
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The host's clock, UTC. */
  readonly acquiredAt: string;
  /** Venue − host, measured in this case; absent when the venue's clock was not read. */
  readonly clockOffsetMs?: number;
  /** Who or what acquired it: the operator's name, or "firebreak". */
  readonly acquiredBy: string;
  readonly source: ExhibitSource;
  /** Of a file that a person brought. */
  readonly attachment?: Attachment;
  /** In a report only: a person took the file back before the bag was sealed. Its bytes are gone. */
  readonly takenBack?: TakenBack;
}

/** Who took an attached file back, and why. What it was stands in the exhibit's record, with its hash. */
export interface TakenBack {
  /** The host's clock, UTC. */
  readonly at: string;
  readonly by: string;
  readonly why: string;
}

export const attachmentKinds = ['screenshot', 'mail', 'export', 'log', 'other'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** What is told of a file that a person brought; its content is nobody's but the file's. */
export interface Attachment {
  readonly what: AttachmentKind;
  /** The name that it had, made safe to show. */
  readonly fileName: string;
  /** Where it came from, as who brought it says. */
  readonly cameFrom?: string;
  /** When it was made, as the file itself and the file system say: shown, not believed. */
  readonly claims: readonly { readonly by: string; readonly says: string }[];
}

export type ExhibitSource =
  | {
      readonly from: 'venue';
      readonly venue: VenueId;
      readonly account: AccountId;
      /** The capability, e.g. "listTrades". */
      readonly capability: string;
      /** The key it was read with, masked. */
      readonly acquiredWith: string;
      /** Ids of the HTTP exchanges (WARC records) it was made from. */
      readonly exchanges: readonly string[];
    }
  | { readonly from: 'operator'; readonly why: string }
  | { readonly from: 'firebreak'; readonly why: string };

export type ExhibitKind =
  | 'key-report'
  | 'open-orders'
  | 'balances'
  | 'trades'
  | 'orders'
  | 'withdrawals'
  | 'deposits'
  | 'withdrawal-addresses'
  | 'market-prices'
  | 'positions'
  | 'transfers'
  | 'ledger'
  | 'sub-accounts'
  | 'sub-account-keys'
  | 'death-proof'
  | 'reading-plan'
  | 'scope-check'
  | 'baseline'
  | 'playbook'
  | 'attachment';
