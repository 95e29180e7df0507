import type { LedgerKey } from '../ledger-books.ts';
import type { Answer, Incoming } from '../shell.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { accountRoutes } from './account-routes.ts';
import { answerRefused, answerReply } from './answer.ts';
import { assetRoutes } from './asset-routes.ts';
import { billRoutes } from './bill-routes.ts';
import { botRoutes } from './bot-routes.ts';
import { refusal } from './codes.ts';
import { checkNeed, passGate } from './gate.ts';
import type { Gate } from './gate.ts';
import type { Limits } from './limits.ts';
import { convertRoutes } from './convert-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { orderActs } from './order-acts.ts';
import { orderReads } from './order-reads.ts';
import { optional, readAsked } from './parameters.ts';
import type { Asked, Parameters } from './parameters.ts';
import { callOf } from './route.ts';
import type { Route } from './route.ts';
import { subAccountKeyRoutes } from './sub-account-key-routes.ts';
import { subAccountRoutes } from './sub-account-routes.ts';
import { withdrawalActs } from './withdrawals.ts';

const routes: readonly Route[] = [
  ...marketRoutes,
  ...accountRoutes,
  ...billRoutes,
  ...orderReads,
  ...orderActs,
  ...botRoutes,
  ...assetRoutes,
  ...convertRoutes,
  ...withdrawalActs,
  ...subAccountRoutes,
  ...subAccountKeyRoutes,
];

/**
 * Answers one request: path, key, form, limit, permission, endpoint. Whatever fails first is what the
 * venue says; nothing changed then.
 */
export function answerOkx(gate: Gate, limits: Limits, incoming: Incoming): Answer {
  const nowMs = gate.core.nowMs();
  try {
    const route = findRoute(incoming);
    // The signature is over the bytes: it is checked before anything in them is understood.
    const key = route.needs === 'public' ? undefined : passGate(gate, incoming);
    if (key !== undefined) gate.core.lastUse.touch(key.ref, nowMs);
    const asked = readAsked(incoming);
    // A list where one object belongs, or one object where a list does.
    if (asked.isList !== (route.takesList === true)) throw refusal('50002');
    count(limits, { gate, route, asked, key, incoming, nowMs });
    if (key !== undefined && route.needs !== 'public') checkNeed(key, route.needs);
    const said = route.answer(callOf(gate, asked, key, incoming.sourceIp));
    return answerReply({ said, isTimed: route.isTimed === true }, nowMs);
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return answerRefused(problem);
  }
}

/** A known path with another method is 50115; an unknown one a bare 404 (assumed). */
function findRoute({ method, path }: Incoming): Route {
  const known = routes.filter((each) => `/api/v5/${each.path}` === path);
  if (known.length === 0) throw refusal('http:404');
  const route = known.find((each) => each.method === method);
  if (route === undefined) throw refusal('50115');
  return route;
}

interface Counted {
  readonly gate: Gate;
  readonly route: Route;
  readonly asked: Asked;
  readonly key: LedgerKey | undefined;
  readonly incoming: Incoming;
  readonly nowMs: number;
}

/** "Rate limit rule": the user, of whom a sub-account is one of its own, or the address. */
function count(limits: Limits, { gate, route, asked, key, incoming, nowMs }: Counted): void {
  const uid = key?.subAccount ?? String(gate.core.world.books().uid);
  const who = key === undefined ? incoming.sourceIp : uid;
  const items = route.weighsItems === true ? asked.items : [asked.parameters];
  const alone = items.length === 1 ? route.aloneAs : undefined;
  const { path, limit } = alone ?? route;
  for (const [name, group] of groupBy(items, (item) => apart(route, item))) {
    limits.count(`${who} ${route.method} ${path} ${name}`, limit, group.length, nowMs);
  }
}

function groupBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return groups;
}

const apart = ({ limitedBy }: Route, parameters: Parameters): string =>
  limitedBy === undefined ? '' : (optional(parameters, limitedBy) ?? '');
