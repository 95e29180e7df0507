import type { Json } from '../../domain/json.ts';
import type { LedgerBooks, LedgerOrder } from '../ledger-books.ts';
import { ordersIn } from './accounts.ts';
import { refuse } from './codes.ts';
import { algoRow } from './futures-rows.ts';
import { isKept } from './futures-reads.ts';
import type { FuturesSection } from './futures-reads.ts';
import { listedIn } from './names.ts';
import { cut, isIn, tooManyDays, windowOf } from './pages.ts';
import { mandatory, optional, whole } from './parameters.ts';
import { bySymbol, dapi, fapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { cancelIn } from './order-routes.ts';

/**
 * Conditional orders: `openOrders` and `allOpenOrders` know nothing of them. Those of COIN-M have the same
 * endpoints since 2026-06-30 ("Important CM UM Integration Notice"), but for a history, which none tells.
 */
export const futuresAlgoRoutes: readonly Route[] = [
  ...(
    [
      { endpoint: fapi, section: 'um' },
      { endpoint: dapi, section: 'cm' },
    ] as const
  ).flatMap(({ endpoint, section }) => algoRoutes(endpoint, section)),
  fapi('GET', 'v1/allAlgoOrders', 'read', {
    weight: 5,
    reads: ['symbol', 'algoId', 'startTime', 'endTime', 'page', 'limit'],
    answer: allAlgoOrders,
  }),
];

function algoRoutes(endpoint: typeof fapi, section: FuturesSection): readonly Route[] {
  return [
    endpoint('GET', 'v1/openAlgoOrders', 'read', {
      weight: bySymbol(1, 40),
      reads: ['algoType', 'symbol', 'algoId'],
      answer: (call) => openAlgoOrders(call, section),
    }),
    endpoint('GET', 'v1/algoOrder', 'read', {
      weight: 1,
      reads: ['algoId', 'clientAlgoId'],
      answer(call) {
        const order = namedAlgo(call, section);
        if (order === undefined) throw refuse.noSuchOrder();
        return { ...algoRow(call.books, order), actualType: '', actualQty: '' };
      },
    }),
    endpoint('DELETE', 'v1/algoOrder', 'futures', {
      weight: 1,
      reads: ['algoId', 'clientAlgoId'],
      answer: (call) => cancelAlgo(call, section),
    }),
    endpoint('DELETE', 'v1/algoOpenOrders', 'futures', {
      weight: 1,
      reads: ['symbol'],
      answer: (call) => cancelAllAlgos(call, section),
    }),
  ];
}

const algosIn = (books: LedgerBooks, section: FuturesSection): readonly LedgerOrder[] =>
  ordersIn(books, section).filter((each) => each.trigger !== undefined);

function openAlgoOrders({ books, parameters }: Call, section: FuturesSection): Json {
  const symbol = optional(parameters, 'symbol');
  const name = symbol === undefined ? undefined : listedIn(books, section, symbol).symbol;
  const id = whole(parameters, 'algoId');
  const type = optional(parameters, 'algoType');
  if (type !== undefined && type !== 'CONDITIONAL') throw refuse.invalid('algoType');
  return algosIn(books, section)
    .filter((each) => each.status === 'open')
    .filter((each) => name === undefined || each.symbol === name)
    .filter((each) => id === undefined || each.id === id)
    .map((each) => algoRow(books, each));
}

function allAlgoOrders({ books, parameters, nowMs }: Call): Json {
  const { symbol } = listedIn(books, 'um', mandatory(parameters, 'symbol'));
  const found = algosIn(books, 'um').filter((each) => each.symbol === symbol && isKept(each, nowMs));
  const isTimed = parameters.has('startTime') || parameters.has('endTime');
  const window = windowOf(parameters, { nowMs, most: 7, shorter: true, tooLong: tooManyDays });
  const rows =
    !isTimed && parameters.has('algoId') ? found : found.filter((each) => isIn(each.placedAtMs, window));
  const page = cut(rows, parameters, { idName: 'algoId', usual: 500, most: 1000 });
  return page.map((each) => algoRow(books, each));
}

function namedAlgo({ books, parameters, nowMs }: Call, section: FuturesSection): LedgerOrder | undefined {
  const id = whole(parameters, 'algoId');
  const clientId = optional(parameters, 'clientAlgoId');
  if (id === undefined && clientId === undefined) throw refuse.eitherMandatory('algoId', 'clientAlgoId');
  return algosIn(books, section).findLast(
    (each) => isKept(each, nowMs) && (id === undefined ? each.clientOrderId === clientId : each.id === id),
  );
}

// The code of a success is the text "200" here, and the number in `algoOpenOrders`.
function cancelAlgo(call: Call, section: FuturesSection): Json {
  const order = namedAlgo(call, section);
  if (order?.status !== 'open') throw refuse.unknownOrder();
  cancelIn(call, order);
  return { algoId: order.id, clientAlgoId: order.clientOrderId, code: '200', msg: 'success' };
}

function cancelAllAlgos(call: Call, section: FuturesSection): Json {
  const { symbol } = listedIn(call.books, section, mandatory(call.parameters, 'symbol'));
  const open = algosIn(call.books, section).filter(
    (each) => each.status === 'open' && each.symbol === symbol,
  );
  for (const order of open) cancelIn(call, order);
  return { code: 200, msg: 'The operation of cancel all open order is done.' };
}
