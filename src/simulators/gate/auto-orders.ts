import type { Json } from '../../domain/json.ts';
import { badParameter, missingParameter, notSimulated, refusal } from './codes.ts';
import { contractOf } from './contract-market-routes.ts';
import { at, refuseStranger } from './contract-scope.ts';
import { usualLimit } from './limits.ts';
import { decimal, mandatory, oneOf, oneOfMandatory, optional, whole } from './parameters.ts';
import { openRule, windowOf } from './paging.ts';
import type { Call, Method, Route } from './route.ts';

/**
 * Every answer below `autoorder/v1`. FuturesApi.md has the envelope for the detail of a trailing order
 * only and bare `{ orders }` for the rest; clients that were run against the venue find it around all of
 * them (go-gate 2026-07-07: "every futures autoorder (trail/chase) endpoint wraps its payload").
 */
const wrapped = (call: Call, body: Json): Json => ({
  code: 0,
  message: 'ok',
  data: body,
  timestamp: call.nowMs,
});

const route = (method: Method, path: string, answer: (call: Call) => Json): Route => ({
  method,
  path: `${at('futures')}/autoorder/v1/${path}`,
  group: 'futures',
  limit: usualLimit,
  heedsExptime: method === 'POST',
  answer: (call) => {
    refuseStranger(call, 'futures');
    return wrapped(call, answer(call));
  },
});

/**
 * Trailing orders (2026-02-02) and chase orders (2026-05-14) of perpetuals: the books hold none, so
 * lists are empty, one that is named is unknown, and none is placed.
 */
export const autoOrderRoutes: readonly Route[] = [
  route('GET', 'trail/list', trailList),
  route('GET', 'trail/detail', unknownOrder),
  route('GET', 'trail/change_log', changeLog),
  route('POST', 'trail/create', createTrail),
  route('POST', 'trail/update', unknownOrder),
  route('POST', 'trail/stop', stopOne),
  route('POST', 'trail/stop_all', stopAllTrails),
  route('GET', 'chase/list', chaseList),
  route('GET', 'chase/detail', unknownOrder),
  route('POST', 'chase/create', createChase),
  route('POST', 'chase/stop', stopOne),
  route('POST', 'chase/stop_all', stopAllChases),
];

const nothing: Json = { orders: [] };
const flags = ['true', 'false'] as const;
const sides = ['1', '2'] as const;
/** Of chase orders: "OptionalBool: 0 unknown", "1 long, 2 short". */
const optionalSides = ['0', '1', '2'] as const;

/** "must be a valid contract"; "server-side converted to uppercase" (written of chase orders). */
function checkContract(call: Call): void {
  const contract = optional(call.parameters, 'contract');
  if (contract !== undefined) contractOf(call, 'futures', contract.toUpperCase());
}

/** "Page number, starting from 1", "between 1 and 100": of chase orders; of trailing ones assumed. */
function checkPage({ parameters }: Call): void {
  whole(parameters, 'page_num', { least: 1, most: Number.MAX_SAFE_INTEGER });
  whole(parameters, 'page_size', { least: 1, most: 100 });
}

/** Seconds (assumed: the names of the rows' times are those of seconds elsewhere). */
function checkTimes(call: Call): void {
  const { parameters, nowMs } = call;
  const times = ([from, to]: readonly [string, string]) =>
    new Map([
      ['from', optional(parameters, from) ?? ''],
      ['to', optional(parameters, to) ?? ''],
    ]);
  windowOf(times(['start_at', 'end_at']), openRule, nowMs);
}

function trailList(call: Call): Json {
  const { parameters } = call;
  checkContract(call);
  for (const name of ['is_finished', 'hide_cancel', 'sort_by_trigger']) oneOf(parameters, name, flags);
  for (const name of ['sort_by', 'related_position', 'reduce_only', 'side']) oneOf(parameters, name, sides);
  checkTimes(call);
  checkPage(call);
  return nothing;
}

/** `sort_by` "cannot be 0"; the times are "required when is_finished is true" and come in pairs. */
function chaseList(call: Call): Json {
  const { parameters } = call;
  oneOfMandatory(parameters, 'sort_by', sides);
  checkContract(call);
  oneOf(parameters, 'hide_cancel', flags);
  for (const name of ['reduce_only', 'side']) oneOf(parameters, name, optionalSides);
  const ends = ['start_at', 'end_at'];
  const isFinished = oneOf(parameters, 'is_finished', flags) === 'true';
  if (isFinished || ends.some((name) => optional(parameters, name) !== undefined)) {
    for (const name of ends) mandatory(parameters, name);
  }
  checkTimes(call);
  checkPage(call);
  return nothing;
}

/** "must be a non-zero positive integer", of 64 bits. */
function idIn({ parameters }: Call): string | undefined {
  const id = optional(parameters, 'id');
  if (id !== undefined && !/^\d{1,19}$/.test(id)) throw badParameter('id', id);
  return id;
}

function unknownOrder(call: Call): never {
  const id = idIn(call);
  if (id === undefined) throw missingParameter('id');
  if (/^0+$/.test(id)) throw badParameter('id', id);
  throw refusal('ORDER_NOT_FOUND');
}

function changeLog(call: Call): never {
  checkPage(call);
  return unknownOrder(call);
}

/** "Either id or text must be provided": an `id` of 0 is as good as none. */
function stopOne(call: Call): never {
  const id = idIn(call);
  if ((id === undefined || /^0+$/.test(id)) && optional(call.parameters, 'text') === undefined) {
    throw missingParameter('id');
  }
  throw refusal('ORDER_NOT_FOUND');
}

function stopAllTrails(call: Call): Json {
  checkContract(call);
  oneOf(call.parameters, 'related_position', sides);
  return nothing;
}

function stopAllChases(call: Call): Json {
  checkContract(call);
  oneOf(call.parameters, 'pos_margin_mode', ['isolated', 'cross']);
  return nothing;
}

/** "positive for buy, negative for sell. Cannot be 0". */
function checkPlaced(call: Call): void {
  mandatory(call.parameters, 'contract');
  checkContract(call);
  decimal('amount', mandatory(call.parameters, 'amount').replace(/^-/, ''));
}

function createTrail(call: Call): never {
  checkPlaced(call);
  throw notSimulated();
}

function createChase(call: Call): never {
  checkPlaced(call);
  mandatory(call.parameters, 'price_limit');
  throw notSimulated();
}
