import type { LedgerKey } from '../ledger-books.ts';
import type { Answer, Incoming } from '../shell.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { accountRoutes } from './account-routes.ts';
import { answerRefused, answerReply, gatewayHeaders } from './answer.ts';
import { autoOrderRoutes } from './auto-orders.ts';
import { balanceRoutes } from './balance-routes.ts';
import { botRoutes } from './bot-routes.ts';
import { refusal } from './codes.ts';
import { contractAccounts } from './contract-accounts.ts';
import { contractActs } from './contract-acts.ts';
import { convertRoutes } from './convert-routes.ts';
import { marginRoutes } from './margin-routes.ts';
import { optionMarketRoutes } from './option-market-routes.ts';
import { contractReads } from './contract-reads.ts';
import { earnRoutes } from './earn-routes.ts';
import { checkNeed, passGate } from './gate.ts';
import type { Gate } from './gate.ts';
import type { Limits } from './limits.ts';
import { contractMarketRoutes } from './contract-market-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { decode, readSent } from './parameters.ts';
import { priceOrderRoutes } from './price-orders.ts';
import { pushRoutes } from './push-routes.ts';
import { WithHeaders, callOf } from './route.ts';
import type { Route } from './route.ts';
import { spotActs } from './spot-acts.ts';
import { spotReads } from './spot-reads.ts';
import { subAccountRoutes } from './sub-account-routes.ts';
import { transferRoutes } from './transfer-routes.ts';
import { unifiedRoutes } from './unified-routes.ts';
import { walletRoutes } from './wallet-routes.ts';
import { withdrawalActs } from './withdrawals.ts';

const routes: readonly Route[] = [
  ...marketRoutes,
  ...contractMarketRoutes,
  ...optionMarketRoutes,
  ...spotReads,
  ...spotActs,
  ...priceOrderRoutes,
  ...contractReads,
  ...contractActs,
  ...autoOrderRoutes,
  ...botRoutes,
  ...balanceRoutes,
  ...unifiedRoutes,
  ...earnRoutes,
  ...marginRoutes,
  ...contractAccounts,
  ...walletRoutes,
  ...convertRoutes,
  ...transferRoutes,
  ...pushRoutes,
  ...withdrawalActs,
  ...accountRoutes,
  ...subAccountRoutes,
];

const base = '/api/v4';

interface Compiled {
  readonly route: Route;
  readonly form: RegExp;
  readonly names: readonly string[];
}

// Literal paths first: "/sub_accounts/unified_mode" is no "{user_id}".
const compiled: readonly Compiled[] = routes
  .map((route) => ({
    route,
    form: new RegExp(`^${base}${route.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
    names: [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
  }))
  .sort((a, b) => a.names.length - b.names.length);

interface Found {
  readonly route: Route;
  readonly inPath: ReadonlyMap<string, string>;
}

/**
 * Answers one request: path, key, limit, permission, endpoint. Whatever fails first is what the venue
 * says; nothing changed then.
 */
export function answerGate(gate: Gate, limits: Limits, incoming: Incoming): Answer {
  const nowMs = gate.core.nowMs();
  const headers: Record<string, string> = { ...gatewayHeaders(nowMs) };
  try {
    const { route, inPath } = findRoute(incoming);
    // The signature is over the bytes: it is checked before anything in them is understood.
    const admitted = route.group === 'public' ? undefined : passGate(gate, incoming);
    if (admitted !== undefined) gate.core.lastUse.touch(admitted.ref, nowMs);
    count({ gate, limits, incoming, nowMs, headers }, route, admitted);
    if (admitted !== undefined) admit(route, admitted, incoming, nowMs);
    const sent = readSent(incoming);
    const said = route.answer(callOf(gate.core, { sent, inPath, admitted, sourceIp: incoming.sourceIp }));
    const status = route.status ?? 200;
    if (said instanceof WithHeaders) return answerReply(status, said.body, { ...headers, ...said.headers });
    return answerReply(status, said, headers);
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return answerRefused(problem, headers);
  }
}

function findRoute({ method, path }: Incoming): Found {
  const there = compiled.filter(({ form }) => form.test(path));
  if (there.length === 0) throw refusal('NOT_FOUND');
  const met = there.find(({ route }) => route.method === method);
  if (met === undefined) throw refusal('METHOD_NOT_ALLOWED');
  const values = met.form.exec(path)?.slice(1) ?? [];
  return {
    route: met.route,
    inPath: new Map(met.names.map((name, index) => [name, decode(values[index] ?? '')])),
  };
}

interface Visit {
  readonly gate: Gate;
  readonly limits: Limits;
  readonly incoming: Incoming;
  readonly nowMs: number;
  /** Of the limits; a refusal tells them too. */
  readonly headers: Record<string, string>;
}

function count(
  { gate, limits, incoming, nowMs, headers }: Visit,
  { method, path, limit, overLimit = 'TOO_MANY_REQUESTS' }: Route,
  admitted: LedgerKey | undefined,
): void {
  const who =
    admitted === undefined ? incoming.sourceIp : (admitted.subAccount ?? String(gate.core.world.books().uid));
  const counted = limits.count(who, `${method} ${path}`, limit, nowMs);
  Object.assign(headers, counted.headers);
  if (counted.isOver) throw refusal(overLimit);
}

function admit(route: Route, admitted: LedgerKey, incoming: Incoming, nowMs: number): void {
  if (route.group === 'public') return;
  checkNeed(admitted, {
    group: route.group,
    writes: route.method !== 'GET',
    mainOnly: route.mainOnly === true,
  });
  // "if the GATE receives the request time greater than the expiration time, the request will be
  // rejected"; with which label is not written.
  const expires = String(incoming.headers['x-gate-exptime'] ?? '');
  if (route.heedsExptime === true && expires !== '' && nowMs > Number(expires))
    throw refusal('REQUEST_EXPIRED');
}
