import type { Json } from '../../domain/json.ts';
import type { LedgerBooks, LedgerKey } from '../ledger-books.ts';
import type { Actor, Mutation } from '../mutation.ts';
import { booksFor } from '../sub-account-books.ts';
import type { VenueCore } from '../venue-core.ts';
import { inVenueWords } from './codes.ts';
import type { DeadManSwitch } from './dead-man-switch.ts';
import type { Limits } from './limits.ts';
import type { Nonces } from './nonces.ts';
import type { Parameters } from './parameters.ts';
import type { Permission } from './permissions.ts';

/** "API Key Permissions Required". An empty one is for any key. */
export interface Need {
  readonly allOf?: readonly Permission[];
  readonly anyOf?: readonly Permission[];
  /** "must be called using an API key from the master account" */
  readonly master?: boolean;
}

/** One endpoint. Private ones are POST; public ones take GET and POST. */
export interface Route {
  readonly path: string;
  readonly needs: 'public' | Need;
  /** Of the key's call counter. Absent: 1. */
  readonly cost?: number;
  readonly answer: (call: Call) => Json;
}

/** What is behind every endpoint, the same for all calls. */
export interface Venue {
  readonly core: VenueCore;
  readonly limits: Limits;
  readonly nonces: Nonces;
  readonly deadManSwitch: DeadManSwitch;
}

export interface Call extends Venue {
  readonly parameters: Parameters;
  /** As the key sees them. */
  readonly books: LedgerBooks;
  readonly nowMs: number;
  readonly key: () => LedgerKey;
  readonly actor: () => Actor;
  /** A refusal of the books comes out as the venue's. */
  readonly commit: (mutation: Mutation) => LedgerBooks;
  /** When the key was last used before this call; undefined: never, as far as is known. */
  readonly lastUsedMs: number | undefined;
}

export function callOf(
  venue: Venue,
  parameters: Parameters,
  by: {
    readonly key: LedgerKey | undefined;
    readonly sourceIp: string;
    readonly lastUsedMs: number | undefined;
  },
): Call {
  const { core } = venue;
  const books = core.world.books();
  const key = (): LedgerKey => {
    if (by.key === undefined) throw new Error('a public endpoint has no key');
    return by.key;
  };
  return {
    ...venue,
    parameters,
    books: by.key === undefined ? books : booksFor(by.key, books),
    nowMs: core.nowMs(),
    key,
    actor: () => ({ key: key().ref, sourceIp: by.sourceIp }),
    commit: (mutation) => inVenueWords(() => core.world.commit(mutation)),
    lastUsedMs: by.lastUsedMs,
  };
}
