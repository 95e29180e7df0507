import type { Json } from '../../domain/json.ts';
import { booksFor } from '../sub-account-books.ts';
import type { LedgerBooks, LedgerKey } from '../ledger-books.ts';
import type { Actor, Mutation } from '../mutation.ts';
import type { VenueCore } from '../venue-core.ts';
import { inVenueWords } from './codes.ts';
import type { Limit } from './limits.ts';
import type { Parameters, Sent } from './parameters.ts';
import type { Group } from './permissions.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One endpoint. "All GET operations are read requests, while others are write requests." */
export interface Route {
  readonly method: Method;
  /** Under /api/v4, as the documents write it: "/spot/orders/{order_id}". */
  readonly path: string;
  /** The permission group. */
  readonly group: 'public' | Group;
  /** "Sub account API Key cannot operate …". */
  readonly mainOnly?: boolean;
  readonly limit: Limit;
  /** The label over the limit, where it is another than that of 429. */
  readonly overLimit?: string;
  /** Of a success; absent: 200. */
  readonly status?: number;
  /** Orders: `X-Gate-Exptime` is heeded. */
  readonly heedsExptime?: boolean;
  readonly answer: (call: Call) => Json | WithHeaders | typeof noBody;
}

/** "204: Request succeeded, but the server doesn't return body". */
export const noBody = Symbol('no body');

export class WithHeaders {
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;

  constructor(body: Json, headers: Readonly<Record<string, string>>) {
    this.body = body;
    this.headers = headers;
  }
}

export interface Call {
  readonly core: VenueCore;
  /** What stands in the path's braces. */
  readonly inPath: (name: string) => string;
  readonly parameters: Parameters;
  readonly list: Sent['list'];
  /** As the key sees them. */
  readonly books: LedgerBooks;
  readonly nowMs: number;
  readonly key: () => LedgerKey;
  /** Of the account that the key belongs to. */
  readonly uid: number;
  readonly actor: () => Actor;
  /** A refusal of the books comes out as the venue's. */
  readonly commit: (mutation: Mutation) => LedgerBooks;
}

export interface Visit {
  readonly sent: Sent;
  readonly inPath: ReadonlyMap<string, string>;
  readonly admitted: LedgerKey | undefined;
  readonly sourceIp: string;
}

export function callOf(core: VenueCore, { sent, inPath, admitted, sourceIp }: Visit): Call {
  const books = core.world.books();
  const key = (): LedgerKey => {
    if (admitted === undefined) throw new Error('a public endpoint has no key');
    return admitted;
  };
  return {
    core,
    inPath: (name) => inPath.get(name) ?? '',
    ...sent,
    books: admitted === undefined ? books : booksFor(admitted, books),
    nowMs: core.nowMs(),
    key,
    uid: Number(admitted?.subAccount ?? books.uid),
    actor: () => ({ key: key().ref, sourceIp }),
    commit: (mutation) => inVenueWords(() => core.world.commit(mutation)),
  };
}
