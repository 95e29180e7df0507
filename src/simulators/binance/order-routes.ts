import { createHash } from 'node:crypto';
import type { Json } from '../../domain/json.ts';
import { compare, isZero, multiply } from '../../domain/money.ts';
import { firstOrderId, openOrders, orderById } from '../ledger-books.ts';
import type { LedgerMarket, LedgerOrder, Side } from '../ledger-books.ts';
import type { MutationOf } from '../mutation.ts';
import { sweep, sweptAmount } from '../order-book.ts';
import { refuse } from './codes.ts';
import { namedOrder } from './history-routes.ts';
import { leastNotional } from './market-routes.ts';
import { listedIn } from './names.ts';
import { decimal, mandatory, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { api } from './route.ts';
import type { Call, Route } from './route.ts';
import { cancelRow, placedRow } from './rows.ts';

/** What a new order is described by. */
export const placeNames: readonly string[] = [
  'symbol',
  'side',
  'type',
  'timeInForce',
  'quantity',
  'quoteOrderQty',
  'price',
  'newClientOrderId',
  'newOrderRespType',
];

/** Placing and cancelling (rest-api.md "Trading endpoints"): MARKET and LIMIT orders only. */
export const orderRoutes: readonly Route[] = [
  api('POST', 'order', 'spot-trade', {
    weight: 1,
    reads: placeNames,
    placesOrder: true,
    answer: placeOrder,
  }),
  api('DELETE', 'order', 'spot-trade', {
    weight: 1,
    reads: ['symbol', 'orderId', 'origClientOrderId', 'newClientOrderId', 'cancelRestrictions'],
    answer: cancelOne,
  }),
  api('DELETE', 'openOrders', 'spot-trade', { weight: 1, reads: ['symbol'], answer: cancelAll }),
];

export function placeOrder(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const symbol = mandatory(parameters, 'symbol');
  const market = listedIn(books, 'spot', symbol);
  const side = sideOf(parameters);
  const clientOrderId = clientIdOf(parameters, 'newClientOrderId', books.orders.length);
  const form = responseForm(parameters);
  const wanted = mandatory(parameters, 'type') === 'LIMIT' ? limitOrder : marketOrder;
  const mutation: MutationOf<'order-placed'> = {
    kind: 'order-placed',
    atMs: nowMs,
    by: call.actor(),
    symbol,
    side,
    clientOrderId,
    ...wanted(market, side, parameters),
  };
  const after = call.commit(mutation);
  const order = orderById(after, firstOrderId + books.orders.length);
  if (order === undefined) throw refuse.unknownError();
  return placedRow(order, after.trades.slice(books.trades.length), form);
}

type Execution = Pick<
  MutationOf<'order-placed'>,
  'type' | 'timeInForce' | 'price' | 'amount' | 'quoteWanted' | 'fills' | 'then'
>;

function limitOrder(market: LedgerMarket, side: Side, parameters: Parameters): Execution {
  const timeInForce = timeInForceOf(parameters);
  const amount = required(parameters, 'quantity');
  const price = required(parameters, 'price');
  if (parameters.has('quoteOrderQty')) throw refuse.notRequired('quoteOrderQty');
  refuseSmall(multiply(price, amount));
  const reached = [...sweep({ market, side, wanted: { amount }, limit: price })];
  const isWhole = compare(sweptAmount(reached), amount) === 0;
  // Fill or kill: all or nothing.
  const fills = timeInForce === 'FOK' && !isWhole ? [] : reached;
  const then = timeInForce === 'GTC' ? 'rests' : 'expires';
  return { type: 'limit', timeInForce, price, amount, fills, then };
}

function marketOrder(market: LedgerMarket, side: Side, parameters: Parameters): Execution {
  if (mandatory(parameters, 'type') !== 'MARKET') throw refuse.badOrderType();
  if (parameters.has('timeInForce')) throw refuse.timeInForceNotRequired();
  if (parameters.has('price')) throw refuse.notRequired('price');
  const amount = decimal(parameters, 'quantity');
  const quote = decimal(parameters, 'quoteOrderQty');
  if (amount === undefined && quote === undefined) throw refuse.eitherMandatory('quantity', 'quoteOrderQty');
  if (amount !== undefined && quote !== undefined) throw refuse.badCombination();
  const wanted = amount === undefined ? { quote: quote ?? '0' } : { amount };
  refuseSmall('quote' in wanted ? wanted.quote : multiply(market.price, wanted.amount));
  const fills = [...sweep({ market, side, wanted })];
  if ('quote' in wanted && fills.length === 0) throw refuse.noLiquidity();
  return {
    type: 'market',
    timeInForce: 'GTC',
    price: '0',
    amount: 'quote' in wanted ? sweptAmount(fills) : wanted.amount,
    ...('quote' in wanted ? { quoteWanted: wanted.quote } : {}),
    fills,
    then: 'expires',
  };
}

function sideOf(parameters: Parameters): Side {
  const side = mandatory(parameters, 'side');
  if (side !== 'BUY' && side !== 'SELL') throw refuse.badSide();
  return side === 'BUY' ? 'buy' : 'sell';
}

function timeInForceOf(parameters: Parameters): 'GTC' | 'IOC' | 'FOK' {
  const timeInForce = mandatory(parameters, 'timeInForce');
  if (timeInForce === 'GTC' || timeInForce === 'IOC' || timeInForce === 'FOK') return timeInForce;
  throw refuse.badTimeInForce();
}

function responseForm(parameters: Parameters): 'ACK' | 'RESULT' | 'FULL' {
  const form = optional(parameters, 'newOrderRespType') ?? 'FULL';
  if (form === 'ACK' || form === 'RESULT' || form === 'FULL') return form;
  throw refuse.invalid('newOrderRespType');
}

function required(parameters: Parameters, name: string): string {
  mandatory(parameters, name);
  const value = decimal(parameters, name);
  if (value === undefined || isZero(value)) {
    throw refuse.filter(name === 'price' ? 'PRICE_FILTER' : 'LOT_SIZE');
  }
  return value;
}

function refuseSmall(notional: string): void {
  if (compare(notional, leastNotional) < 0) throw refuse.filter('NOTIONAL');
}

const clientIdForm = /^[.A-Z:/a-z0-9_-]{1,36}$/;

// Without one the venue makes up 22 letters and digits; the same world makes up the same.
export function clientIdOf(parameters: Parameters, name: string, count: number): string {
  const given = optional(parameters, name);
  if (given === undefined) {
    const hash = createHash('sha256').update(`${name}/${count}`).digest('base64');
    return hash.replace(/[^A-Za-z0-9]/g, '').slice(0, 22);
  }
  if (!clientIdForm.test(given)) {
    throw refuse.illegalCharacters(name, '^[\\.A-Z\\:/a-z0-9_-]{1,36}$');
  }
  return given;
}

export function cancelOne(call: Call): Json {
  const { books, parameters } = call;
  const order = namedOrder(books, parameters);
  const cancelId = clientIdOf(parameters, 'newClientOrderId', books.acts.length);
  if (order?.status !== 'open') throw refuse.unknownOrder();
  refuseRestricted(order, optional(parameters, 'cancelRestrictions'));
  return cancelRow(cancelIn(call, order), cancelId);
}

function refuseRestricted(order: LedgerOrder, restriction: string | undefined): void {
  if (restriction === undefined) return;
  if (restriction !== 'ONLY_NEW' && restriction !== 'ONLY_PARTIALLY_FILLED') {
    throw refuse.badCancelRestrictions();
  }
  const isNew = isZero(order.filled);
  if (isNew !== (restriction === 'ONLY_NEW')) throw refuse.cancelRestricted();
}

function cancelAll(call: Call): Json {
  const symbol = mandatory(call.parameters, 'symbol');
  listedIn(call.books, 'spot', symbol);
  const orders = openOrders(call.books).filter((order) => order.symbol === symbol);
  if (orders.length === 0) throw refuse.unknownOrder();
  const cancelId = clientIdOf(call.parameters, 'newClientOrderId', call.books.acts.length);
  return orders.map((order) => cancelRow(cancelIn(call, order), cancelId));
}

export function cancelIn(call: Call, order: LedgerOrder): LedgerOrder {
  const mutation = {
    kind: 'order-cancelled',
    atMs: call.nowMs,
    by: call.actor(),
    orderId: order.id,
  } as const;
  return orderById(call.commit(mutation), order.id) ?? order;
}
