import { answerRefusal, jsonAnswer } from '../answers.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { Answer, Incoming } from '../shell.ts';
import { booksFor } from '../sub-account-books.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { refuseAccount } from './account-codes.ts';
import { hasFutures, hasMargin } from './accounts.ts';
import { inVenueWords, isFutures, refuse } from './codes.ts';
import { passGate, passGateUnsigned } from './gate.ts';
import { readParameters } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call, Route } from './route.ts';
import { routes } from './routes.ts';
import type { BinanceVenue } from './venue.ts';
import { countOrder, weighByAccount, weighByAddress } from './weighing.ts';
import type { Visit } from './weighing.ts';

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
    const call = callOf(visit, parameters, key);
    refuseWithoutAccount(route, call);
    refuseUnread(route, parameters);
    weighByAccount(visit, route, parameters);
    if (route.placesOrder === true) countOrder(visit);
    return jsonAnswer(200, route.answer(call), visit.headers);
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return answerRefusal(problem, visit.headers);
  }
}

// A known path with another method: what the venue says is unverified, but for the futures, which then
// say the same as to an unknown one (printed in a report of 2026-08).
function findRoute(incoming: Incoming): Route | undefined {
  const samePath = routes.filter((route) => route.path === incoming.path);
  const route = samePath.find((each) => each.method === incoming.method);
  const [other] = samePath;
  if (route === undefined && other !== undefined && !isFutures(other.side)) throw refuse.notSupported();
  return route;
}

// The HTML form only when HTML is asked for (changelog 2023-12-04); the futures always send a page (the
// same report). What stands in the body else is not written; the form here is assumed.
function notFound({ incoming, nowMs }: Visit): Answer {
  const isAsked = String(incoming.headers['accept'] ?? '').includes('text/html');
  if (isAsked || /^\/[fd]api\//.test(incoming.path)) {
    const body = '<html><body><h2>404 Not found</h2></body></html>';
    return { status: 404, headers: { 'content-type': 'text/html' }, body };
  }
  return jsonAnswer(404, { timestamp: nowMs, status: 404, error: 'Not Found', path: incoming.path });
}

function admit(visit: Visit, route: Route, parameters: Parameters): LedgerKey | undefined {
  if (route.needs === 'public') return undefined;
  const { query, body, sourceIp, headers } = visit.incoming;
  const rules = visit.venue.gateRules();
  const door = { side: route.side, sourceIp, keyId: String(headers['x-mbx-apikey'] ?? '') };
  const key =
    route.needs === 'any-key'
      ? passGateUnsigned(rules, door)
      : passGate(rules, {
          ...door,
          ...route,
          needs: route.needs,
          parameters,
          query,
          body,
          nowMs: visit.nowMs,
        });
  visit.venue.lastUse.touch(key.ref, visit.nowMs);
  return key;
}

// That the futures answer an account without them like a key without the permission is from reports
// (binance-futures, XChange#4661); that the key's kind comes first is assumed.
function refuseWithoutAccount({ of, side }: Route, { books, key, sourceIp }: Call): void {
  const isOfSub = (): boolean => key().subAccount !== undefined;
  if (of === 'master' && isOfSub()) throw refuseAccount.noSubAccounts();
  if (of === 'sub-account' && !isOfSub()) throw refuseAccount.subAccountsOnly();
  if (of === 'margin' && !hasMargin(books)) throw refuseAccount.noMarginAccount();
  if (of === 'futures' && !hasFutures(books)) throw refuse.keyIpOrPermission(side, sourceIp);
}

// errors.md -1104. Elsewhere it is not written that unknown names are refused, so they are not.
function refuseUnread(route: Route, parameters: Parameters): void {
  if (route.side !== 'api') return;
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
    allBooks: books,
    nowMs,
    commit: (mutation) => inVenueWords(() => venue.world.commit(mutation)),
    actor: () => ({ key: key().ref, sourceIp: incoming.sourceIp }),
    key,
    ring: venue.ring,
    sourceIp: incoming.sourceIp,
  };
}
