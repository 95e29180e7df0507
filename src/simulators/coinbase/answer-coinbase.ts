import { jsonAnswer } from '../answers.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { Answer, Incoming } from '../shell.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { accountRoutes } from './account-routes.ts';
import { appRoutes } from './app-routes.ts';
import { answerRefused, refusal } from './codes.ts';
import { derivativeRoutes } from './derivative-routes.ts';
import { checkPermission, passGate } from './gate.ts';
import type { Gate } from './gate.ts';
import type { Limits } from './limits.ts';
import { marketRoutes } from './market-routes.ts';
import { halfOf } from './names.ts';
import { orderActs } from './order-acts.ts';
import { orderReads } from './order-reads.ts';
import { readParameters } from './parameters.ts';
import { callOf, membersIn } from './route.ts';
import type { Route } from './route.ts';
import { sendRoutes } from './sends.ts';

const routes: readonly Route[] = [
  ...marketRoutes,
  ...accountRoutes,
  ...orderReads,
  ...orderActs,
  ...derivativeRoutes,
  ...appRoutes,
  ...sendRoutes,
];

/**
 * Answers one request: path, key, limit, permission, parameters, endpoint. Whatever fails first is what
 * the venue says; nothing changed then. The order is assumed.
 */
export function answerCoinbase(gate: Gate, limits: Limits, incoming: Incoming): Answer {
  const { core } = gate;
  const headers: Record<string, string> = {};
  const half = halfOf(incoming.path);
  const nowMs = core.nowMs();
  try {
    const { route, members } = findRoute(incoming);
    const key = route.needs === 'public' ? undefined : passGate(gate, incoming);
    limits.count(half, payerOf(gate, key, incoming), nowMs, headers);
    if (key !== undefined) {
      core.lastUse.touch(key.ref, nowMs);
      if (route.needs !== 'public') checkPermission(key, route.needs, half);
    }
    const { path, sourceIp } = incoming;
    const parameters = readParameters(incoming);
    const said = route.answer(callOf(core, { parameters, members, path, sourceIp }, key));
    return jsonAnswer(route.status ?? 200, said, headers);
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return answerRefused(problem, headers);
  }
}

/** An unknown path, or a known one with another method: a text on v3, JSON on v2 (assumed). */
function findRoute({ method, path }: Incoming): {
  readonly route: Route;
  readonly members: ReadonlyMap<string, string>;
} {
  for (const route of routes) {
    const members = route.method === method ? membersIn(route, path) : undefined;
    if (members !== undefined) return { route, members };
  }
  throw halfOf(path) === 'v3' ? refusal('http:404') : refusal('not_found');
}

/** Limits of v3 are a user's, all keys together; those of v2 are each key's. */
function payerOf({ core }: Gate, key: LedgerKey | undefined, { sourceIp }: Incoming) {
  if (key === undefined) return { address: sourceIp };
  return { user: String(core.world.books().uid), key: key.ref, address: sourceIp };
}
