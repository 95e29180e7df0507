import type { LedgerKey } from '../ledger-books.ts';
import type { Answer, Incoming } from '../shell.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { accountRoutes } from './account-routes.ts';
import { answerRefused, answerResult, refusal } from './codes.ts';
import { fundingRoutes } from './funding-routes.ts';
import { checkNeed, passGate } from './gate.ts';
import type { Gate } from './gate.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { orderActs } from './order-cancelling.ts';
import { orderReads } from './order-reads.ts';
import { readParameters } from './parameters.ts';
import { callOf } from './route.ts';
import type { Route, Venue } from './route.ts';

const routes: readonly Route[] = [
  ...marketRoutes,
  ...accountRoutes,
  ...orderReads,
  ...orderActs,
  ...ledgerRoutes,
  ...fundingRoutes,
];

/**
 * Answers one request: path, key, call counter, permission, endpoint. Whatever fails first is what the
 * venue says; nothing changed then.
 */
export function answerKraken(gate: Gate, venue: Venue, incoming: Incoming): Answer {
  const { core } = gate;
  try {
    venue.deadManSwitch.expire(core.world, core.nowMs());
    const route = findRoute(incoming);
    // The signature is over the bytes: it is checked before anything in them is understood.
    const key = route.needs === 'public' ? undefined : passGate(gate, incoming);
    const lastUsedMs = key === undefined ? undefined : core.lastUse.of(key.ref);
    if (key !== undefined) admit(gate, venue, route, key);
    const parameters = readParameters(incoming);
    const by = { key, sourceIp: incoming.sourceIp, lastUsedMs };
    return answerResult(route.answer(callOf(venue, parameters, by)));
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return answerRefused(problem);
  }
}

/** An unknown path, or a private one that is not POSTed to (assumed). */
function findRoute({ method, path }: Incoming): Route {
  const route = routes.find((each) => each.path === path);
  const takes = route?.needs === 'public' ? ['GET', 'POST'] : ['POST'];
  if (route === undefined || !takes.includes(method)) throw refusal('EGeneral:Unknown method');
  return route;
}

/** What a key has passed the gate for: it is noted, counted, and may or may not do this. */
function admit({ core }: Gate, { limits }: Venue, route: Route, key: LedgerKey): void {
  const nowMs = core.nowMs();
  core.lastUse.touch(key.ref, nowMs);
  limits.countCall(key.ref, route.cost ?? 1, nowMs);
  if (route.needs !== 'public') checkNeed(key, route.needs);
}
