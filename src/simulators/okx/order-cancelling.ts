import type { Json } from '../../domain/json.ts';
import { marketOf, openOrders } from '../ledger-books.ts';
import type { LedgerOrder } from '../ledger-books.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { Outcomes } from './answer.ts';
import type { Outcome } from './answer.ts';
import { badParameter, refusal } from './codes.ts';
import { algoIdOf, ordIdOf } from './ids.ts';
import { instIdOf } from './names.ts';
import { clOrdIdOf } from './order-rows.ts';
import { mandatory, optional, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call } from './route.ts';

/** "up to 20 orders can be canceled per request" (51406 beyond). */
const mostOrders = 20;
/** "up to 10 algo orders can be canceled per request". */
const mostAlgos = 10;

export const cancelOne = (call: Call): Outcomes => new Outcomes([cancelOrder(call, call.parameters)]);

export function cancelBatch(call: Call): Outcomes {
  if (call.items.length === 0) throw refusal('50014', 'ordId');
  if (call.items.length > mostOrders) throw refusal('51406', String(mostOrders));
  // What is missing is refused before anything is canceled.
  for (const item of call.items) mandatory(item, 'instId');
  return new Outcomes(call.items.map((item) => cancelOrder(call, item)));
}

/** "ordId or clOrdId … if both are passed, ordId will be used"; each order for itself. */
function cancelOrder(call: Call, item: Parameters): Outcome {
  const instId = mandatory(item, 'instId');
  const [ordId, clOrdId] = [optional(item, 'ordId'), optional(item, 'clOrdId')];
  const names = { clOrdId: clOrdId ?? '', ordId: ordId ?? '', ts: String(call.nowMs) };
  if (ordId === undefined && clOrdId === undefined) return { row: names, refused: refusal('51407') };
  const order = resting(call, instId, (each) =>
    ordId === undefined ? clOrdIdOf(each) === clOrdId : ordIdOf(each) === ordId,
  );
  // One that waits for its trigger is not found here: it is an algo order.
  if (order === undefined || order.trigger !== undefined) return { row: names, refused: refusal('51400') };
  return { row: { ...names, clOrdId: clOrdIdOf(order), ordId: ordIdOf(order) }, ...cancel(call, order) };
}

export function cancelAlgos(call: Call): Outcomes {
  if (call.items.length === 0) throw refusal('50014', 'algoId');
  if (call.items.length > mostAlgos) throw refusal('51406', String(mostAlgos));
  for (const item of call.items) mandatory(item, 'instId');
  return new Outcomes(call.items.map((item) => cancelAlgo(call, item)));
}

function cancelAlgo(call: Call, item: Parameters): Outcome {
  const instId = mandatory(item, 'instId');
  const [algoId, clientId] = [optional(item, 'algoId'), optional(item, 'algoClOrdId')];
  const names = { algoClOrdId: clientId ?? '', algoId: algoId ?? '', clOrdId: '', tag: '' };
  if (algoId === undefined && clientId === undefined) return { row: names, refused: refusal('51407') };
  const order = resting(call, instId, (each) =>
    algoId === undefined ? clOrdIdOf(each) === clientId : algoIdOf(each) === algoId,
  );
  if (order === undefined || order.trigger === undefined) return { row: names, refused: refusal('51400') };
  return {
    row: { ...names, algoClOrdId: clOrdIdOf(order), algoId: algoIdOf(order) },
    ...cancel(call, order),
  };
}

/** Looked up anew for each: the same order twice in a batch is canceled once. */
const resting = (
  { core, books }: Call,
  instId: string,
  isNamed: (order: LedgerOrder) => boolean,
): LedgerOrder | undefined => {
  const ids = new Set(books.orders.map(({ id }) => id));
  return openOrders(core.world.books()).find(
    (order) => ids.has(order.id) && instIdOf(marketOf(books, order.symbol)) === instId && isNamed(order),
  );
};

function cancel(call: Call, { id }: LedgerOrder): Pick<Outcome, 'refused'> {
  try {
    call.commit({ kind: 'order-cancelled', atMs: call.nowMs, by: call.actor(), orderId: id });
    return {};
  } catch (problem) {
    if (problem instanceof VenueRefusal) return { refused: problem };
    throw problem;
  }
}

/**
 * "Cancel all the MMP pending orders of an instrument family. Only applicable to options in portfolio
 * margin mode, and the MMP privilege is required": this account has neither.
 */
export function massCancel({ parameters }: Call): Json[] {
  if (mandatory(parameters, 'instType') !== 'OPTION') throw badParameter('instType');
  mandatory(parameters, 'instFamily');
  whole(parameters, 'lockInterval', { least: 0, most: 10_000 });
  throw refusal('51411');
}
