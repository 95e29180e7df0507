import type { Incoming } from '../shell.ts';
import { refuse } from './codes.ts';
import type { Parameters } from './parameters.ts';
import { limits } from './rate-limits.ts';
import type { LimitName } from './rate-limits.ts';
import type { Route } from './route.ts';
import type { BinanceVenue } from './venue.ts';

/** One request while it is answered. */
export interface Visit {
  readonly venue: BinanceVenue;
  readonly incoming: Incoming;
  readonly nowMs: number;
  /** Of the answer: what has been used is told whatever becomes of the request. */
  readonly headers: Record<string, string>;
}

/** Weight counts before the gate (changelog: rejections count against IP limits too). */
export function weighByAddress(visit: Visit, route: Route, parameters: Parameters): void {
  if (isByAccount(route)) return;
  const { sourceIp } = visit.incoming;
  weigh(visit, route, parameters, route.side === 'sapi' ? `${sourceIp} ${route.path}` : sourceIp);
}

/** Whose account it is shows only behind the gate. */
export function weighByAccount(visit: Visit, route: Route, parameters: Parameters): void {
  if (!isByAccount(route)) return;
  weigh(visit, route, parameters, `${visit.venue.world.books().uid} ${route.path}`);
}

/** Every order counts; the venue lets filled ones go (order_count_decrement FAQ), which we do not. */
export function countOrder(visit: Visit): void {
  const uid = String(visit.venue.world.books().uid);
  for (const limit of ['orders-10s', 'orders-day'] as const) {
    const { used, resetsInMs } = visit.venue.limits.count(limit, uid, 1, visit.nowMs);
    visit.headers[usedHeaders[limit]] = String(used);
    const { limit: most, per } = limits[limit];
    if (used > most) throw refuse.tooManyOrders(most, per, Math.ceil(resetsInMs / 1000));
  }
}

function weigh(
  { venue, incoming, headers, nowMs }: Visit,
  route: Route,
  parameters: Parameters,
  who: string,
): void {
  const used = venue.limits.count(route.limit, who, route.weight(parameters), nowMs);
  headers[usedHeaders[route.limit]] = String(used.used);
  venue.limits.refuseOver(used, incoming.sourceIp, route.side, nowMs);
}

const isByAccount = (route: Route): boolean =>
  route.limit === 'sapi-uid' || route.limit === 'sapi-uid-second';

const usedHeaders: Readonly<Record<LimitName, string>> = {
  'api-ip': 'x-mbx-used-weight-1m',
  'fapi-ip': 'x-mbx-used-weight-1m',
  'dapi-ip': 'x-mbx-used-weight-1m',
  'sapi-ip': 'x-sapi-used-ip-weight-1m',
  'sapi-uid': 'x-sapi-used-uid-weight-1m',
  'sapi-uid-second': 'x-sapi-used-uid-weight-1s',
  'orders-10s': 'x-mbx-order-count-10s',
  'orders-day': 'x-mbx-order-count-1d',
};
