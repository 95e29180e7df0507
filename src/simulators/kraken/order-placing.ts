import type { Json } from '../../domain/json.ts';
import { compare } from '../../domain/money.ts';
import { firstOrderId, openOrders } from '../ledger-books.ts';
import type { LedgerMarket, Side } from '../ledger-books.ts';
import type { MutationOf } from '../mutation.ts';
import { sweep, sweptAmount } from '../order-book.ts';
import { clientOrderIdIn } from './client-order-ids.ts';
import { invalidArguments, refusal } from './codes.ts';
import { orderTxid } from './ids.ts';
import { mostOpenOrders } from './limits.ts';
import { pairNamed, priceDecimals } from './names.ts';
import { orderText } from './order-rows.ts';
import { decimal, isTrue, mandatory, oneOf, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call } from './route.ts';

type Execution = Pick<
  MutationOf<'order-placed'>,
  'type' | 'timeInForce' | 'price' | 'amount' | 'fills' | 'then'
>;

/** AddOrder: market and limit orders of spot. `validate` checks and places nothing. */
export function addOrder(call: Call): Json {
  const { parameters, books, nowMs, limits } = call;
  const market = pairNamed(books, mandatory(parameters, 'pair'));
  if (market === undefined) throw refusal('EQuery:Unknown asset pair');
  const side = oneOf(parameters, 'type', ['buy', 'sell']);
  if (side === undefined) throw invalidArguments();
  // "this is always applied on receipt of the transaction (even if the transaction fails validation)"
  limits.countOrder(market.symbol, nowMs);
  const execution = executionOf(market, side, parameters);
  const clientOrderId = clientOrderIdIn(parameters, call.core.world.books());
  const open = openOrders(books).filter(({ symbol }) => symbol === market.symbol);
  if (open.length >= mostOpenOrders) throw refusal('EOrder:Orders limit exceeded');
  const descr = { order: orderText({ side, ...execution, trigger: undefined }, market) };
  if (isTrue(parameters, 'validate')) return { descr };
  const id = firstOrderId + call.core.world.books().orders.length;
  call.commit({
    kind: 'order-placed',
    atMs: nowMs,
    by: call.actor(),
    symbol: market.symbol,
    side,
    clientOrderId,
    ...execution,
  });
  return { txid: [orderTxid(id)], descr };
}

const orderTypes = [
  'market',
  'limit',
  'iceberg',
  'stop-loss',
  'take-profit',
  'trailing-stop',
  'stop-loss-limit',
  'take-profit-limit',
  'trailing-stop-limit',
  'settle-position',
] as const;

function executionOf(market: LedgerMarket, side: Side, parameters: Parameters): Execution {
  const type = oneOf(parameters, 'ordertype', orderTypes);
  const amount = decimal('volume', mandatory(parameters, 'volume'));
  const leverage = optional(parameters, 'leverage') ?? 'none';
  if (leverage !== 'none') throw refusal('EOrder:Cannot open position');
  if (type === 'market') return marketOrder(market, side, amount);
  if (type === 'limit') return limitOrder(market, side, amount, parameters);
  // Conditional orders cannot be placed here; the opening books may have them.
  throw type === undefined ? invalidArguments() : refusal('EOrder:Scheduled orders limit exceeded');
}

function limitOrder(market: LedgerMarket, side: Side, amount: string, parameters: Parameters): Execution {
  const price = decimal('price', mandatory(parameters, 'price'));
  if ((price.split('.')[1] ?? '').replace(/0+$/, '').length > priceDecimals(market)) {
    throw refusal('EOrder:Tick size check failed');
  }
  const timeInForce = oneOf(parameters, 'timeinforce', ['GTC', 'IOC', 'FOK']) ?? 'GTC';
  const reached = [...sweep({ market, side, wanted: { amount }, limit: price })];
  const isPostOnly = (optional(parameters, 'oflags') ?? '').split(',').includes('post');
  if (isPostOnly && reached.length > 0) return { ...atOnce(price, amount, []), timeInForce: 'GTC' };
  const isWhole = compare(sweptAmount(reached), amount) === 0;
  return {
    type: 'limit',
    timeInForce,
    price,
    amount,
    fills: timeInForce === 'FOK' && !isWhole ? [] : reached,
    then: timeInForce === 'GTC' ? 'rests' : 'expires',
  };
}

/** A post-only order that would take is cancelled at once. */
const atOnce = (price: string, amount: string, fills: Execution['fills']): Execution => ({
  type: 'limit',
  timeInForce: 'IOC',
  price,
  amount,
  fills,
  then: 'expires',
});

function marketOrder(market: LedgerMarket, side: Side, amount: string): Execution {
  const fills = [...sweep({ market, side, wanted: { amount } })];
  return { type: 'market', timeInForce: 'IOC', price: '0', amount, fills, then: 'expires' };
}
