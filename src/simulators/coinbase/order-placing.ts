import type { Json, JsonObject } from '../../domain/json.ts';
import { compare } from '../../domain/money.ts';
import { firstOrderId, isSpot, orderById } from '../ledger-books.ts';
import type { LedgerMarket, LedgerOrder, Side } from '../ledger-books.ts';
import type { MutationOf } from '../mutation.ts';
import { sweep, sweptAmount } from '../order-book.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { refusal } from './codes.ts';
import { orderRefusals } from './documented-refusals.ts';
import { orderIdOf } from './ids.ts';
import { configurationOf, sideOf } from './order-rows.ts';
import { isAmount, isObject, mandatory } from './parameters.ts';
import type { Call } from './route.ts';

type Execution = Pick<
  MutationOf<'order-placed'>,
  'type' | 'timeInForce' | 'price' | 'amount' | 'quoteWanted' | 'fills' | 'then'
>;

/**
 * CreateOrder. A refused order is an answer with status 200 and `success: false`. "If the ID provided is
 * not unique, the order will not be created and the order corresponding with that ID will be returned."
 */
export function createOrder(call: Call): Json {
  const { parameters } = call;
  const clientOrderId = mandatory(parameters, 'client_order_id');
  if (clientOrderId.length > 64) throw parameters.bad('client_order_id is too long');
  const symbol = mandatory(parameters, 'product_id');
  const configuration = parameters.raw('order_configuration');
  if (!isObject(configuration)) throw parameters.bad('order_configuration is required');
  const existing = call.books.orders.findLast((order) => order.clientOrderId === clientOrderId);
  if (existing !== undefined) return placed(call, existing);
  try {
    return place(call, { clientOrderId, symbol, configuration });
  } catch (problem) {
    if (!(problem instanceof VenueRefusal) || !(problem.code in orderRefusals)) throw problem;
    return { ...(problem.body as JsonObject), order_configuration: configuration };
  }
}

interface Wanted {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly configuration: JsonObject;
}

function place(call: Call, { clientOrderId, symbol, configuration }: Wanted): Json {
  const market = call.books.markets.find((each) => each.symbol === symbol);
  if (market === undefined) throw refusal('INVALID_PRODUCT_ID');
  // On contracts there is history only.
  if (!isSpot(market)) throw refusal('UNSUPPORTED_ORDER_CONFIGURATION');
  const side = sideIn(call);
  const after = call.commit({
    kind: 'order-placed',
    atMs: call.nowMs,
    by: call.actor(),
    symbol,
    side,
    clientOrderId,
    ...executionOf(market, side, configuration),
  });
  const order = orderById(after, firstOrderId + after.orders.length - 1);
  if (order === undefined) throw refusal('INTERNAL');
  return placed(call, order);
}

const placed = ({ books }: Call, order: LedgerOrder): Json => ({
  success: true,
  failure_reason: 'UNKNOWN_FAILURE_REASON',
  order_id: orderIdOf(order.id),
  success_response: {
    order_id: orderIdOf(order.id),
    product_id: order.symbol,
    side: sideOf(order.side),
    client_order_id: order.clientOrderId,
  },
  order_configuration: configurationOf(books, order),
});

function sideIn({ parameters }: Call): Side {
  const side = parameters.text('side');
  if (side !== 'BUY' && side !== 'SELL') throw refusal('INVALID_SIDE');
  return side === 'BUY' ? 'buy' : 'sell';
}

/** Those that the simulated book can carry out; others are refused as not supported. */
function executionOf(market: LedgerMarket, side: Side, configuration: JsonObject): Execution {
  const [[kind, options] = []] = Object.entries(configuration);
  if (!isObject(options)) throw refusal('UNKNOWN_FAILURE_REASON');
  switch (kind) {
    case 'market_market_ioc':
      return marketOrder(market, side, options);
    case 'limit_limit_gtc':
      return limitOrder(market, side, options, 'GTC');
    case 'sor_limit_ioc':
      return limitOrder(market, side, options, 'IOC');
    case 'limit_limit_fok':
      return limitOrder(market, side, options, 'FOK');
    default:
      throw refusal('UNSUPPORTED_ORDER_CONFIGURATION');
  }
}

function limitOrder(
  market: LedgerMarket,
  side: Side,
  options: JsonObject,
  timeInForce: Execution['timeInForce'],
): Execution {
  const amount = sizeIn(options, 'base_size');
  const price = sizeIn(options, 'limit_price');
  const reached = [...sweep({ market, side, wanted: { amount }, limit: price })];
  const postOnly = options['post_only'] === true;
  const isWhole = compare(sweptAmount(reached), amount) === 0;
  // Fill or kill: all or nothing. Post only: nothing if it would be filled at once.
  const takesNothing = postOnly || (timeInForce === 'FOK' && !isWhole);
  const rests = timeInForce === 'GTC' && !(postOnly && reached.length > 0);
  return {
    type: 'limit',
    timeInForce,
    price,
    amount,
    fills: takesNothing ? [] : reached,
    then: rests ? 'rests' : 'expires',
  };
}

/** By value with `quote_size`, by amount with `base_size`. */
function marketOrder(market: LedgerMarket, side: Side, options: JsonObject): Execution {
  const byValue = options['quote_size'] !== undefined;
  const size = sizeIn(options, byValue ? 'quote_size' : 'base_size');
  const fills = [...sweep({ market, side, wanted: byValue ? { quote: size } : { amount: size } })];
  if (fills.length === 0) throw refusal('UNKNOWN_FAILURE_REASON');
  return {
    type: 'market',
    timeInForce: 'IOC',
    price: '0',
    amount: byValue ? sweptAmount(fills) : size,
    ...(byValue ? { quoteWanted: size } : {}),
    fills,
    then: 'expires',
  };
}

function sizeIn(options: JsonObject, name: string): string {
  const text = options[name];
  if (typeof text !== 'string' || !isAmount(text))
    throw refusal('UNKNOWN_FAILURE_REASON', `${name} is invalid`);
  return text;
}
