import { answerRefusal, jsonAnswer } from '../answers.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { Answer, Incoming } from '../shell.ts';
import { booksFor } from '../sub-account-books.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { inVenueWords, refuse } from './codes.ts';
import { passGate } from './gate.ts';
import { historyRoutes } from './history-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { readParameters } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call, Route } from './route.ts';
import type { BinanceVenue } from './venue.ts';
import { walletRoutes } from './wallet-routes.ts';
import { countOrder, weighByAccount, weighByAddress } from './weighing.ts';
import type { Visit } from './weighing.ts';

const routes: readonly Route[] = [...marketRoutes, ...historyRoutes, ...orderRoutes, ...walletRoutes];

/**
 * Answers one request: ban, path, weight, gate, parameters, account limits, endpoint. Whatever fails
 * first is what the venue says; nothing changed then.
 */
export function answerBinance(venue: BinanceVenue, incoming: Incoming): Answer {
  const visit: Visit = { venue, incoming, nowMs: venue.nowMs(), headers: {} };
  try {
    venue.limits.refuseBanned(incoming.sourceIp, visit.nowMs);
    const route = findRoute(incoming);
    if (route === undefined) return notFound(visit);
    const parameters = readParameters(incoming.query, incoming.body);
    weighByAddress(visit, route, parameters);
    const key = admit(visit, route, parameters);
    refuseUnread(route, parameters);
    weighByAccount(visit, route, parameters);
    if (route.placesOrder === true) countOrder(visit);
    return jsonAnswer(200, route.answer(callOf(visit, parameters, key)), visit.headers);
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return answerRefusal(problem, visit.headers);
  }
}

// A known path with another method: what the venue says is unverified.
function findRoute(incoming: Incoming): Route | undefined {
  const samePath = routes.filter((route) => route.path === incoming.path);
  const route = samePath.find((each) => each.method === incoming.method);
  if (route === undefined && samePath.length > 0) throw refuse.notSupported();
  return route;
}

// The HTML form only when HTML is asked for (changelog 2023-12-04). What stands in the body else is
// not written; the form here is assumed.
function notFound({ incoming, nowMs }: Visit): Answer {
  if (String(incoming.headers['accept'] ?? '').includes('text/html')) {
    const body = '<html><body><h2>404 Not found</h2></body></html>';
    return { status: 404, headers: { 'content-type': 'text/html' }, body };
  }
  return jsonAnswer(404, { timestamp: nowMs, status: 404, error: 'Not Found', path: incoming.path });
}

function admit(visit: Visit, route: Route, parameters: Parameters): LedgerKey | undefined {
  if (route.needs === 'public') return undefined;
  const { query, body, sourceIp, headers } = visit.incoming;
  const key = passGate(visit.venue.gateRules(), {
    side: route.side,
    sourceIp,
    keyId: String(headers['x-mbx-apikey'] ?? ''),
    needs: route.needs,
    parameters,
    query,
    body,
    nowMs: visit.nowMs,
  });
  visit.venue.lastUse.touch(key.ref, visit.nowMs);
  return key;
}

// errors.md -1104. For sapi it is not written that unknown names are refused, so they are not.
function refuseUnread(route: Route, parameters: Parameters): void {
  if (route.side === 'sapi') return;
  const own = route.needs === 'public' ? [] : ['timestamp', 'recvWindow', 'signature'];
  const read = [...parameters.keys()].filter((name) => route.reads.includes(name) || own.includes(name));
  if (read.length < parameters.size) throw refuse.unreadParameters(read.length, parameters.size);
}

function callOf({ venue, incoming, nowMs }: Visit, parameters: Parameters, admitted?: LedgerKey): Call {
  const key = (): LedgerKey => {
    if (admitted === undefined) throw new Error(`${incoming.path} is public and has no key`);
    return admitted;
  };
  const books = venue.world.books();
  return {
    parameters,
    books: admitted === undefined ? books : booksFor(admitted, books),
    nowMs,
    commit: (mutation) => inVenueWords(() => venue.world.commit(mutation)),
    actor: () => ({ key: key().ref, sourceIp: incoming.sourceIp }),
    key,
  };
}
