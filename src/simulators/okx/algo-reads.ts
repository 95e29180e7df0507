import type { Json } from '../../domain/json.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerOrder } from '../ledger-books.ts';
import { algoRow, algoStateOf, algoTypeOf, algoTypes } from './algo-rows.ts';
import type { AlgoType } from './algo-rows.ts';
import { badParameter, refusal } from './codes.ts';
import { algoIdOf } from './ids.ts';
import { perTwoSeconds } from './limits.ts';
import { instIdOf, instTypeOf } from './names.ts';
import { lastingMs, newestFirst, pageOf } from './paging.ts';
import { instTypeIn, mandatory, oneOf, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { get } from './route.ts';
import type { Call, Route } from './route.ts';

/** Orders that wait for a price (order-book-trading, "Algo trading"): lists of their own, by type. */
export const algoReads: readonly Route[] = [
  get('trade/order-algo', perTwoSeconds(20), oneAlgo),
  get('trade/orders-algo-pending', perTwoSeconds(20), pendingAlgos),
  get('trade/orders-algo-history', perTwoSeconds(20), pastAlgos),
];

const algosOf = ({ books }: Call): readonly LedgerOrder[] =>
  books.orders.filter(({ trigger }) => trigger !== undefined);

/** "conditional and oco may be asked for together, with a comma; of all others one at a time". */
function typesIn(parameters: Parameters): readonly AlgoType[] {
  const words = mandatory(parameters, 'ordType').split(',');
  const wanted = words.map((word) => algoTypes.find((each) => each === word));
  const isPair = words.every((word) => word === 'conditional' || word === 'oco');
  const known = wanted.filter((each) => each !== undefined);
  if (known.length < words.length || (words.length > 1 && !isPair)) throw badParameter('ordType');
  return known;
}

/** "Either algoId or algoClOrdId is required." */
function oneAlgo(call: Call): Json[] {
  const { books, parameters } = call;
  const [algoId, clientId] = [optional(parameters, 'algoId'), optional(parameters, 'algoClOrdId')];
  if (algoId === undefined && clientId === undefined) throw refusal('50015', 'algoId', 'algoClOrdId');
  const found = algosOf(call).findLast((order) =>
    algoId === undefined ? order.clientOrderId === clientId : algoIdOf(order) === algoId,
  );
  if (found === undefined) throw refusal('51603');
  return [algoRow(books, found)];
}

function pendingAlgos(call: Call): Json[] {
  return algosPage(call, (order) => order.status === 'open');
}

/** "state and algoId: one of them is required, and one only"; three months. */
function pastAlgos(call: Call): Json[] {
  const { parameters, nowMs } = call;
  const state = oneOf(parameters, 'state', ['effective', 'canceled', 'order_failed']);
  const algoId = optional(parameters, 'algoId');
  if (state === undefined && algoId === undefined) throw refusal('50015', 'state', 'algoId');
  if (state !== undefined && algoId !== undefined) throw refusal('50024', 'state', 'algoId');
  return algosPage(
    call,
    (order) =>
      order.status !== 'open' &&
      nowMs - order.updatedAtMs <= lastingMs.quarter &&
      (state === undefined || algoStateOf(order) === state),
  );
}

function algosPage(call: Call, isAsked: (order: LedgerOrder) => boolean): Json[] {
  const { books, parameters } = call;
  const types = typesIn(parameters);
  const [instType, instId] = [instTypeIn(parameters), optional(parameters, 'instId')];
  const algoId = optional(parameters, 'algoId');
  const rows = algosOf(call).filter((order) => {
    const market = marketOf(books, order.symbol);
    return (
      types.includes(algoTypeOf(market, order)) &&
      isAsked(order) &&
      (algoId === undefined || algoIdOf(order) === algoId) &&
      (instType === undefined || instTypeOf(market) === instType) &&
      (instId === undefined || instIdOf(market) === instId)
    );
  });
  const sorted = newestFirst(rows, ({ placedAtMs }) => placedAtMs);
  return pageOf(sorted, parameters, algoIdOf).map((order) => algoRow(books, order));
}
