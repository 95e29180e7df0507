import type { Json } from '../../domain/json.ts';
import { refuse } from './codes.ts';
import { listedIn } from './names.ts';
import { mandatory, moment, pageSize } from './parameters.ts';
import { limits } from './rate-limits.ts';
import { api } from './route.ts';
import type { Call, Route } from './route.ts';
import { eight } from './rows.ts';
import { dayMs } from './pages.ts';

/**
 * The rest of what a key that reads may ask of the spot account (rest-api.md "Account Endpoints"). No
 * order lists, no prevented matches and no allocations are modelled: their lists are empty.
 */
export const orderListRoutes: readonly Route[] = [
  api('GET', 'openOrderList', 'read', { weight: 6, reads: [], answer: () => [] }),
  api('GET', 'allOrderList', 'read', {
    weight: 20,
    reads: ['fromId', 'startTime', 'endTime', 'limit'],
    answer: allOrderLists,
  }),
  api('GET', 'orderList', 'read', {
    weight: 4,
    reads: ['orderListId', 'origClientOrderId'],
    answer: ({ parameters }) => {
      if (!parameters.has('orderListId') && !parameters.has('origClientOrderId')) {
        throw refuse.eitherMandatory('origClientOrderId', 'orderListId');
      }
      throw refuse.noSuchOrder();
    },
  }),
  api('DELETE', 'orderList', 'spot-trade', {
    weight: 1,
    reads: ['symbol', 'orderListId', 'listClientOrderId', 'newClientOrderId'],
    answer: ({ books, parameters }) => {
      listedIn(books, 'spot', mandatory(parameters, 'symbol'));
      if (!parameters.has('orderListId') && !parameters.has('listClientOrderId')) {
        throw refuse.eitherMandatory('listClientOrderId', 'orderListId');
      }
      throw refuse.unknownOrder();
    },
  }),
  api('GET', 'rateLimit/order', 'read', { weight: 40, reads: [], answer: orderLimits }),
  api('GET', 'account/commission', 'read', { weight: 20, reads: ['symbol'], answer: commission }),
  api('GET', 'myPreventedMatches', 'read', {
    weight: (parameters) => (parameters.has('preventedMatchId') ? 2 : 20),
    reads: ['symbol', 'preventedMatchId', 'orderId', 'fromPreventedMatchId', 'limit'],
    answer: preventedMatches,
  }),
  api('GET', 'myAllocations', 'read', {
    weight: 20,
    reads: ['symbol', 'startTime', 'endTime', 'fromAllocationId', 'limit', 'orderId'],
    answer: nothingOfSymbol,
  }),
  api('GET', 'order/amendments', 'read', {
    weight: 4,
    reads: ['symbol', 'orderId', 'fromExecutionId', 'limit'],
    answer(call) {
      mandatory(call.parameters, 'orderId');
      return nothingOfSymbol(call);
    },
  }),
];

/** "If supplied, neither startTime or endTime can be provided"; 24 hours at most. */
function allOrderLists({ parameters }: Call): Json {
  const start = moment(parameters, 'startTime');
  const end = moment(parameters, 'endTime');
  if (parameters.has('fromId') && (start !== undefined || end !== undefined)) throw refuse.badCombination();
  if (start !== undefined && end !== undefined && end - start > dayMs) throw refuse.intervalTooLong();
  return [].slice(0, pageSize(parameters, { usual: 500, most: 1000 }));
}

function nothingOfSymbol({ books, parameters }: Call): Json {
  listedIn(books, 'spot', mandatory(parameters, 'symbol'));
  return [];
}

function preventedMatches(call: Call): Json {
  const { parameters } = call;
  const isNamed = parameters.has('preventedMatchId') || parameters.has('orderId');
  if (!isNamed) throw refuse.badCombination();
  return nothingOfSymbol(call);
}

// How much of them is used is told with each order, in headers: here `count` is always nothing.
function orderLimits(): Json {
  const of = (interval: string, intervalNum: number, name: 'orders-10s' | 'orders-day'): Json => ({
    rateLimitType: 'ORDERS',
    interval,
    intervalNum,
    limit: limits[name].limit,
    count: 0,
  });
  return [of('SECOND', 10, 'orders-10s'), of('DAY', 1, 'orders-day')];
}

function commission({ books, parameters }: Call): Json {
  const { symbol } = listedIn(books, 'spot', mandatory(parameters, 'symbol'));
  const none = { maker: eight('0'), taker: eight('0'), buyer: eight('0'), seller: eight('0') };
  return {
    symbol,
    standardCommission: { ...none, taker: eight(books.feeRate) },
    specialCommission: none,
    taxCommission: none,
    discount: {
      enabledForAccount: false,
      enabledForSymbol: false,
      discountAsset: 'BNB',
      discount: '0.75000000',
    },
  };
}
