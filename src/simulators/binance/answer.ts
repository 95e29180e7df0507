import type { Json } from '../../domain/json.ts';
import type { KeyRing } from '../key-ring.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { Answer, Incoming } from '../shell.ts';
import type { World } from '../world.ts';
import { BinanceRefusal, inVenueWords, refuse } from './codes.ts';
import { passGate } from './gate.ts';
import { historyRoutes } from './history-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { readParameters } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { limits } from './rate-limits.ts';
import type { RateLimits, Used } from './rate-limits.ts';
import type { Call, Route } from './route.ts';
import { walletRoutes } from './wallet-routes.ts';

export interface BinanceVenue {
  readonly world: World;
  readonly ring: KeyRing;
  readonly limits: RateLimits;
  readonly deletedKeyAnswer: '-2008' | '-2015';
  nowMs(): number;
}

export const routes: readonly Route[] = [...marketRoutes, ...historyRoutes, ...orderRoutes, ...walletRoutes];

/**
 * Answers one request: ban, path, weight, parameters, gate, account limits, endpoint. Whatever fails
 * first is what the venue says; nothing changed then.
 */
export function answerBinance(venue: BinanceVenue, incoming: Incoming): Answer {
  const nowMs = venue.nowMs();
  const headers: Record<string, string> = { 'content-type': 'application/json;charset=UTF-8' };
  try {
    venue.limits.refuseBanned(incoming.sourceIp, nowMs);
    const route = findRoute(incoming);
    if (route === undefined) return notFound(incoming, nowMs);
    const parameters = weigh(venue, route, incoming, headers, nowMs);
    const key = admit(venue, route, parameters, incoming, nowMs);
    refuseUnread(route, parameters);
    weighAccount(venue, route, parameters, incoming, headers, nowMs);
    const call = callOf(venue, { route, parameters, key, incoming, nowMs });
    return json(200, headers, route.answer(call));
  } catch (problem) {
    if (!(problem instanceof BinanceRefusal)) throw problem;
    if (problem.retryAfterS !== undefined) headers['retry-after'] = String(problem.retryAfterS);
    return json(problem.status, headers, { code: problem.code, msg: problem.message });
  }
}

/** What the venue says when it fails inside. */
export const brokenAnswer = (): Answer => {
  const { status, code, message } = refuse.unknownError();
  return json(status, { 'content-type': 'application/json;charset=UTF-8' }, { code, msg: message });
};

// A known path with another method: what the venue says is unverified.
function findRoute(incoming: Incoming): Route | undefined {
  const samePath = routes.filter((route) => route.path === incoming.path);
  const route = samePath.find((each) => each.method === incoming.method);
  if (route === undefined && samePath.length > 0) throw refuse.notSupported();
  return route;
}

// The HTML form only when HTML is asked for (changelog 2023-12-04). What stands in the body else is
// not written; the form here is assumed.
function notFound(incoming: Incoming, nowMs: number): Answer {
  if (String(incoming.headers.accept ?? '').includes('text/html')) {
    const body = '<html><body><h2>404 Not found</h2></body></html>';
    return { status: 404, headers: { 'content-type': 'text/html' }, body };
  }
  const headers = { 'content-type': 'application/json;charset=UTF-8' };
  return json(404, headers, { timestamp: nowMs, status: 404, error: 'Not Found', path: incoming.path });
}

// Weight counts whatever becomes of the request (changelog: rejections count against IP limits).
function weigh(
  venue: BinanceVenue,
  route: Route,
  incoming: Incoming,
  headers: Record<string, string>,
  nowMs: number,
): Parameters {
  const parameters = readParameters(incoming.query, incoming.body);
  if (!byAccount(route)) {
    const who = route.side === 'api' ? incoming.sourceIp : `${incoming.sourceIp} ${route.path}`;
    const used = venue.limits.count(route.limit, who, route.weight(parameters), nowMs);
    showUsed(headers, used);
    venue.limits.refuseOver(used, incoming.sourceIp, route.side, nowMs);
  }
  return parameters;
}

function admit(
  venue: BinanceVenue,
  route: Route,
  parameters: Parameters,
  incoming: Incoming,
  nowMs: number,
): LedgerKey | undefined {
  if (route.needs === 'public') return undefined;
  const { query, body, sourceIp } = incoming;
  const keyId = String(incoming.headers['x-mbx-apikey'] ?? '');
  const rules = { ring: venue.ring, books: venue.world.books(), deletedKeyAnswer: venue.deletedKeyAnswer };
  const knock = { side: route.side, sourceIp, keyId, needs: route.needs, parameters, query, body, nowMs };
  return passGate(rules, knock);
}

// errors.md -1104. For sapi it is not written that unknown names are refused, so they are not.
function refuseUnread(route: Route, parameters: Parameters): void {
  if (route.side === 'sapi') return;
  const own = route.needs === 'public' ? [] : ['timestamp', 'recvWindow', 'signature'];
  const read = [...parameters.keys()].filter((name) => route.reads.includes(name) || own.includes(name));
  if (read.length < parameters.size) throw refuse.unreadParameters(read.length, parameters.size);
}

// The account is known only behind the gate.
function weighAccount(
  venue: BinanceVenue,
  route: Route,
  parameters: Parameters,
  incoming: Incoming,
  headers: Record<string, string>,
  nowMs: number,
): void {
  const uid = String(venue.world.books().uid);
  if (byAccount(route)) {
    const used = venue.limits.count(route.limit, `${uid} ${route.path}`, route.weight(parameters), nowMs);
    showUsed(headers, used);
    venue.limits.refuseOver(used, incoming.sourceIp, route.side, nowMs);
  }
  if (route.placesOrder === true) {
    countOrder(venue, 'orders-10s', uid, headers, nowMs);
    countOrder(venue, 'orders-day', uid, headers, nowMs);
  }
}

// Every order counts here; the venue lets filled ones go (order_count_decrement FAQ), which we do not.
function countOrder(
  venue: BinanceVenue,
  limit: 'orders-10s' | 'orders-day',
  uid: string,
  headers: Record<string, string>,
  nowMs: number,
): void {
  const { used, resetsInMs } = venue.limits.count(limit, uid, 1, nowMs);
  headers[limit === 'orders-10s' ? 'x-mbx-order-count-10s' : 'x-mbx-order-count-1d'] = String(used);
  const { limit: most, per } = limits[limit];
  if (used > most) throw refuse.tooManyOrders(most, per, Math.ceil(resetsInMs / 1000));
}

const byAccount = (route: Route): boolean => route.limit === 'sapi-uid' || route.limit === 'sapi-uid-second';

const usedHeaders: Readonly<Partial<Record<Used['limit'], string>>> = {
  'api-ip': 'x-mbx-used-weight-1m',
  'sapi-ip': 'x-sapi-used-ip-weight-1m',
  'sapi-uid': 'x-sapi-used-uid-weight-1m',
  'sapi-uid-second': 'x-sapi-used-uid-weight-1s',
};

function showUsed(headers: Record<string, string>, used: Used): void {
  const name = usedHeaders[used.limit];
  if (name !== undefined) headers[name] = String(used.used);
}

function callOf(
  venue: BinanceVenue,
  from: {
    readonly route: Route;
    readonly parameters: Parameters;
    readonly key: LedgerKey | undefined;
    readonly incoming: Incoming;
    readonly nowMs: number;
  },
): Call {
  const key = (): LedgerKey => {
    if (from.key === undefined) throw new Error(`${from.route.path} is public and has no key`);
    return from.key;
  };
  return {
    parameters: from.parameters,
    books: venue.world.books(),
    nowMs: from.nowMs,
    commit: (mutation) => inVenueWords(() => venue.world.commit(mutation)),
    actor: () => ({ key: key().ref, sourceIp: from.incoming.sourceIp }),
    key,
  };
}

const json = (status: number, headers: Readonly<Record<string, string>>, body: Json): Answer => ({
  status,
  headers,
  body: JSON.stringify(body),
});
