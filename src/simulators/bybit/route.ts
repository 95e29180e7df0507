import type { Json } from '../../domain/json.ts';
import { booksFor } from '../sub-account-books.ts';
import type { LedgerBooks, LedgerKey } from '../ledger-books.ts';
import type { Actor, Mutation } from '../mutation.ts';
import type { VenueCore } from '../venue-core.ts';
import type { Said } from './answer.ts';
import { inVenueWords } from './codes.ts';
import type { Limit } from './limits.ts';
import type { Parameters } from './parameters.ts';
import type { Permission } from './permissions.ts';

/** What an endpoint wants of a key. Where the documents name nothing, any key will do. */
export interface Need {
  /** "Use master user's api key only". */
  readonly master?: boolean;
  /** Not a read-only key. */
  readonly writes?: boolean;
  /** One of these is enough; of a sub-account's key, one of the others. */
  readonly anyOf?: readonly Permission[];
  readonly subAnyOf?: readonly Permission[];
}

/** One endpoint. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly needs: 'public' | Need | ((parameters: Parameters) => Need);
  /** Absent on public endpoints: they count for the address only. */
  readonly limit?: Limit | ((parameters: Parameters) => Limit);
  /** How many requests this one counts for: batches count their orders. Absent: one. */
  readonly weight?: (parameters: Parameters) => number;
  readonly said: Said;
  readonly answer: (call: Call) => Json | WithExtInfo;
}

/** Batches put a code for each order beside the result, as `retExtInfo`. */
export class WithExtInfo {
  readonly result: Json;
  readonly retExtInfo: Json;

  constructor(result: Json, retExtInfo: Json) {
    this.result = result;
    this.retExtInfo = retExtInfo;
  }
}

export interface Call {
  readonly core: VenueCore;
  readonly parameters: Parameters;
  /** As the key sees them. */
  readonly books: LedgerBooks;
  readonly nowMs: number;
  readonly key: () => LedgerKey;
  readonly actor: () => Actor;
  /** A refusal of the books comes out as the venue's. */
  readonly commit: (mutation: Mutation) => LedgerBooks;
}

export function callOf(
  core: VenueCore,
  parameters: Parameters,
  admitted: LedgerKey | undefined,
  sourceIp: string,
): Call {
  const books = core.world.books();
  const key = (): LedgerKey => {
    if (admitted === undefined) throw new Error('a public endpoint has no key');
    return admitted;
  };
  return {
    core,
    parameters,
    books: admitted === undefined ? books : booksFor(admitted, books),
    nowMs: core.nowMs(),
    key,
    actor: () => ({ key: key().ref, sourceIp }),
    commit: (mutation) => inVenueWords(() => core.world.commit(mutation)),
  };
}
