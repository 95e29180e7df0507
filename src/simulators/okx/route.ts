import type { Json } from '../../domain/json.ts';
import type { LedgerBooks, LedgerKey } from '../ledger-books.ts';
import type { Actor, Mutation } from '../mutation.ts';
import { booksFor } from '../sub-account-books.ts';
import type { VenueCore } from '../venue-core.ts';
import type { Outcomes } from './answer.ts';
import { inVenueWords } from './codes.ts';
import type { Gate } from './gate.ts';
import type { Limit } from './limits.ts';
import type { Asked, Parameters } from './parameters.ts';
import type { Permission } from './permissions.ts';

/** What an endpoint wants of a key. */
export interface Need {
  readonly permission: Permission;
  /** The code that a sub-account's key gets: "Applies to master accounts only". */
  readonly mainOnly?: '59500' | '58209';
  /** "… and master accounts API Key must be linked to IP addresses" (50035). */
  readonly bound?: true;
}

export const reading: Need = { permission: 'read_only' };
export const trading: Need = { permission: 'trade' };

/** One endpoint. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Behind "/api/v5/". */
  readonly path: string;
  readonly needs: 'public' | Need;
  readonly limit: Limit;
  /** "Rate limit rule: User ID + Instrument ID": what is counted apart besides. */
  readonly limitedBy?: 'instId' | 'instType' | 'ccy';
  /** Batches count their orders. Absent: one. */
  readonly weighsItems?: true;
  /** "If there is only one order in a batch, it counts for the single order's limit." */
  readonly aloneAs?: { readonly path: string; readonly limit: Limit };
  /** The body is a list. */
  readonly takesList?: true;
  readonly isTimed?: true;
  readonly answer: (call: Call) => readonly Json[] | Outcomes;
}

export const get = (
  path: string,
  limit: Limit,
  answer: Route['answer'],
  rest: Partial<Route> = {},
): Route => ({ method: 'GET', path, needs: reading, limit, answer, ...rest });

export const post = (
  path: string,
  needs: Need,
  limit: Limit,
  answer: Route['answer'],
  rest: Partial<Route> = {},
): Route => ({ method: 'POST', path, needs, limit, answer, ...rest });

export interface Call {
  readonly core: VenueCore;
  readonly gate: Gate;
  readonly parameters: Parameters;
  readonly items: readonly Parameters[];
  /** As the key sees them. */
  readonly books: LedgerBooks;
  readonly nowMs: number;
  readonly key: () => LedgerKey;
  readonly actor: () => Actor;
  /** A refusal of the books comes out as the venue's. */
  readonly commit: (mutation: Mutation) => LedgerBooks;
}

export function callOf(gate: Gate, asked: Asked, admitted: LedgerKey | undefined, sourceIp: string): Call {
  const { core } = gate;
  const books = core.world.books();
  const key = (): LedgerKey => {
    if (admitted === undefined) throw new Error('a public endpoint has no key');
    return admitted;
  };
  return {
    core,
    gate,
    parameters: asked.parameters,
    items: asked.items,
    books: admitted === undefined ? books : booksFor(admitted, books),
    nowMs: core.nowMs(),
    key,
    actor: () => ({ key: key().ref, sourceIp }),
    commit: (mutation) => inVenueWords(() => core.world.commit(mutation)),
  };
}
