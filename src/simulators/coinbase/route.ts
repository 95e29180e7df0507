import type { Json } from '../../domain/json.ts';
import type { LedgerBooks, LedgerKey } from '../ledger-books.ts';
import type { Actor, Mutation } from '../mutation.ts';
import { booksFor } from '../sub-account-books.ts';
import type { VenueCore } from '../venue-core.ts';
import { inVenueWords } from './codes.ts';
import type { Parameters } from './parameters.ts';
import type { Permission } from './permissions.ts';

/** One endpoint. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** "/v2/accounts/{account}": what is in braces is a member of `Call.members`. */
  readonly path: string;
  readonly needs: 'public' | Permission;
  readonly answer: (call: Call) => Json;
  /** Absent: 200. */
  readonly status?: number;
}

export interface Call {
  readonly core: VenueCore;
  readonly parameters: Parameters;
  /** What stands in the path, by name. Throws for a name that the route has not. */
  readonly member: (name: string) => string;
  /** As the key sees them. */
  readonly books: LedgerBooks;
  /** Whose books: the account's number, or the id of the sub-account whose portfolio the key is bound to. */
  readonly owner: string;
  readonly nowMs: number;
  readonly key: () => LedgerKey;
  readonly actor: () => Actor;
  /** A refusal of the books comes out as the venue's. */
  readonly commit: (mutation: Mutation) => LedgerBooks;
  /** Of the request: what next_uri begins with. */
  readonly path: string;
}

export const brokerage = (path: string, needs: Route['needs'], answer: Route['answer']): Route => ({
  method: 'GET',
  path: `/api/v3/brokerage/${path}`,
  needs,
  answer,
});

export const app = (path: string, needs: Route['needs'], answer: Route['answer']): Route => ({
  method: 'GET',
  path: `/v2/${path}`,
  needs,
  answer,
});

/** The members of a path that has the route's form; undefined for another path. */
export function membersIn(route: Route, path: string): ReadonlyMap<string, string> | undefined {
  const [wanted, given] = [route.path.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const members = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const here = given[index] ?? '';
    if (part.startsWith('{') && here !== '') members.set(part.slice(1, -1), here);
    else if (part !== here) return undefined;
  }
  return members;
}

export function callOf(
  core: VenueCore,
  asked: {
    readonly parameters: Parameters;
    readonly members: ReadonlyMap<string, string>;
    readonly path: string;
    readonly sourceIp: string;
  },
  admitted: LedgerKey | undefined,
): Call {
  const books = core.world.books();
  const key = (): LedgerKey => {
    if (admitted === undefined) throw new Error('a public endpoint has no key');
    return admitted;
  };
  return {
    core,
    parameters: asked.parameters,
    path: asked.path,
    member(name) {
      const member = asked.members.get(name);
      if (member === undefined) throw new Error(`the path has no ${name}`);
      return member;
    },
    books: admitted === undefined ? books : booksFor(admitted, books),
    owner: admitted?.subAccount ?? String(books.uid),
    nowMs: core.nowMs(),
    key,
    actor: () => ({ key: key().ref, sourceIp: asked.sourceIp }),
    commit: (mutation) => inVenueWords(() => core.world.commit(mutation)),
  };
}
