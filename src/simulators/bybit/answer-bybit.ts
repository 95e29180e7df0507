import type { LedgerKey } from '../ledger-books.ts';
import type { Answer, Incoming } from '../shell.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { accountRoutes } from './account-routes.ts';
import { answerRefused, answerReply } from './answer.ts';
import { assetRoutes } from './asset-routes.ts';
import { refusal } from './codes.ts';
import { checkNeed, passGate } from './gate.ts';
import type { Gate } from './gate.ts';
import type { Limits } from './limits.ts';
import { convertRoutes } from './convert-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { orderActs } from './order-acts.ts';
import { optional, readParameters } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { WithExtInfo, callOf } from './route.ts';
import type { Route } from './route.ts';
import { tradingReads } from './trading-reads.ts';
import { userRoutes } from './user-routes.ts';
import { withdrawalActs } from './withdrawals.ts';

const routes: readonly Route[] = [
  ...marketRoutes,
  ...tradingReads,
  ...orderActs,
  ...accountRoutes,
  ...assetRoutes,
  ...convertRoutes,
  ...withdrawalActs,
  ...userRoutes,
];

interface Visit {
  readonly gate: Gate;
  readonly limits: Limits;
  readonly incoming: Incoming;
  readonly nowMs: number;
  /** Of the limits; a refusal tells them too. */
  readonly headers: Record<string, string>;
}

/**
 * Answers one request: address, path, key, account limit, permission, endpoint. Whatever fails first
 * is what the venue says; nothing changed then.
 */
export function answerBybit(gate: Gate, limits: Limits, incoming: Incoming): Answer {
  const visit: Visit = { gate, limits, incoming, nowMs: gate.core.nowMs(), headers: {} };
  try {
    limits.countAddress(incoming.sourceIp, visit.nowMs);
    const route = findRoute(incoming);
    // The signature is over the bytes: it is checked before anything in them is understood.
    const key = route.needs === 'public' ? undefined : passGate(gate, incoming);
    const parameters = readParameters(incoming);
    if (key !== undefined) admit(visit, route, parameters, key);
    const said = route.answer(callOf(gate.core, parameters, key, incoming.sourceIp));
    const reply = said instanceof WithExtInfo ? said : new WithExtInfo(said, {});
    return answerReply({ ...reply, said: route.said }, visit.nowMs, visit.headers);
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return answerRefused(problem, visit.nowMs, visit.headers);
  }
}

/** error.mdx, HTTP 400 and 404. A known path with another method is taken for an unknown one (assumed). */
function findRoute({ method, path }: Incoming): Route {
  if (method !== 'GET' && method !== 'POST') throw refusal('http:400');
  const route = routes.find((each) => each.path === path && each.method === method);
  if (route === undefined) throw refusal('http:404');
  return route;
}

/** What a key has passed the gate for: it is noted, counted, and may or may not do this. */
function admit(visit: Visit, route: Route, parameters: Parameters, key: LedgerKey): void {
  visit.gate.core.lastUse.touch(key.ref, visit.nowMs);
  count(visit, route, parameters, key);
  if (route.needs === 'public') return;
  checkNeed(key, typeof route.needs === 'function' ? route.needs(parameters) : route.needs);
}

// "per second per UID", each endpoint for itself; linear and inverse share what the table joins.
function count(
  { gate, limits, nowMs, headers }: Visit,
  route: Route,
  parameters: Parameters,
  key: LedgerKey,
): void {
  if (route.limit === undefined) return;
  const byCategory = typeof route.limit === 'function';
  const limit = typeof route.limit === 'function' ? route.limit(parameters) : route.limit;
  const uid = key.subAccount ?? String(gate.core.world.books().uid);
  const lane = byCategory ? (optional(parameters, 'category') ?? '').replace('inverse', 'linear') : '';
  const weight = route.weight?.(parameters) ?? 1;
  const counted = limits.countAccount(`${uid} ${route.path} ${lane}`, limit, weight, nowMs);
  Object.assign(headers, counted.headers);
  // The words under "API Rate Limit" differ from those in the table of codes.
  if (counted.isOver) throw refusal('10006', 'Too many visits!');
}
