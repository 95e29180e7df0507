import type { Json } from '../../domain/json.ts';
import type { SimulatorScope } from '../opening-books.ts';
import type { KeyRing } from '../key-ring.ts';
import type { LedgerBooks, LedgerKey } from '../ledger-books.ts';
import type { Actor, Mutation } from '../mutation.ts';
import type { Side } from './codes.ts';
import type { Parameters } from './parameters.ts';
import type { LimitName } from './rate-limits.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One endpoint: what it costs, whom it lets in, what it reads, what it says. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly side: Side;
  readonly limit: LimitName;
  readonly weight: (parameters: Parameters) => number;
  /** Names it reads, apart from timestamp, recvWindow and signature. */
  readonly reads: readonly string[];
  /** The permission it needs; 'public' needs neither key nor signature, 'any-key' no signature. */
  readonly needs: SimulatorScope | 'public' | 'any-key';
  /** A key without the permission is told -1002 instead of -2015. */
  readonly saysUnauthorized?: boolean;
  /** The account that must have been opened, or the kind of account that may ask. */
  readonly of?: 'margin' | 'futures' | 'master' | 'sub-account';
  /** Placing orders counts against the account's order limits too. */
  readonly placesOrder?: boolean;
  readonly answer: (call: Call) => Json;
}

export interface Call {
  readonly parameters: Parameters;
  /** As this key sees them. */
  readonly books: LedgerBooks;
  /** Everybody's: what a sub-account's transfers with its master are found in. */
  readonly allBooks: LedgerBooks;
  readonly nowMs: number;
  /** Changes the world, and returns the books after it. Refusals come out in the venue's words. */
  readonly commit: (mutation: Mutation) => LedgerBooks;
  /** Who acts. Only where the route needs a key. */
  readonly actor: () => Actor;
  readonly key: () => LedgerKey;
  /** What signs for keys: whoever lists or makes them needs their ids. */
  readonly ring: KeyRing;
  readonly sourceIp: string;
}

const always =
  (weight: number): Route['weight'] =>
  () =>
    weight;

type Spec = Pick<Route, 'reads' | 'answer'> &
  Partial<Pick<Route, 'placesOrder' | 'of' | 'saysUnauthorized'>> & {
    readonly weight: number | Route['weight'];
  };

/** An endpoint under /api/v3: weighed by address. */
export const api = (method: Method, path: string, needs: Route['needs'], spec: Spec): Route => ({
  ...spec,
  method,
  path: `/api/v3/${path}`,
  side: 'api',
  limit: 'api-ip',
  needs,
  weight: typeof spec.weight === 'number' ? always(spec.weight) : spec.weight,
});

/** An endpoint under /sapi: weighed for itself, by address or by account. */
export const sapi = (
  method: Method,
  path: string,
  needs: Route['needs'],
  spec: Spec & { readonly limit?: LimitName },
): Route => ({
  ...spec,
  method,
  path: `/sapi/${path}`,
  side: 'sapi',
  limit: spec.limit ?? 'sapi-ip',
  needs,
  weight: typeof spec.weight === 'number' ? always(spec.weight) : spec.weight,
});

/** An endpoint of the futures, under /fapi or /dapi: weighed by address. */
const futures =
  (side: 'fapi' | 'dapi') =>
  (method: Method, path: string, needs: Route['needs'], spec: Spec): Route => ({
    ...spec,
    method,
    path: `/${side}/${path}`,
    side,
    limit: `${side}-ip`,
    needs,
    weight: typeof spec.weight === 'number' ? always(spec.weight) : spec.weight,
    ...(needs === 'public' ? {} : { of: 'futures' }),
  });

export const fapi = futures('fapi');
export const dapi = futures('dapi');

/** Weight by whether a symbol was sent. */
export const bySymbol =
  (one: number, all: number): Route['weight'] =>
  (parameters) =>
    parameters.has('symbol') ? one : all;
