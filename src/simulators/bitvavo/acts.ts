import { createHash } from 'node:crypto';
import type { Json } from '../../domain/json.ts';
import { compare } from '../../domain/money.ts';
import { firstOrderId, marketOf, openOrders, orderById } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import type { Actor, Mutation, MutationOf } from '../mutation.ts';
import { sweep } from '../order-book.ts';
import { inVenueWords, refusal } from './codes.ts';
import { numberIn, orderIdOf } from './ids.ts';
import { decimal, mandatory, whole } from './parameters.ts';
import type { Call } from './routes.ts';
import { orderRow } from './rows.ts';

const commit = (call: Call, mutation: Mutation): LedgerBooks =>
  inVenueWords(() => call.core.world.commit(mutation));

/** "operatorId int64 required": every order and every cancel names who in the account made it. */
function operatorIn(call: Call): number {
  const operator = whole(call.parameters, 'operatorId', { least: 0, most: Number.MAX_SAFE_INTEGER });
  if (operator === undefined) throw refusal('203', 'operatorId parameter is required.');
  return operator;
}

export function placeOrder(call: Call): Json {
  const { parameters, books, nowMs } = call;
  operatorIn(call);
  const market = inVenueWords(() => marketOf(books, mandatory(parameters, 'market')));
  const side = mandatory(parameters, 'side');
  const type = mandatory(parameters, 'orderType');
  if (side !== 'buy' && side !== 'sell') throw refusal('205', 'side parameter is invalid.');
  if (type !== 'limit' && type !== 'market') throw refusal('205', 'orderType parameter is invalid.');
  const amount = decimal('amount', mandatory(parameters, 'amount'));
  const price = type === 'limit' ? decimal('price', mandatory(parameters, 'price')) : '0';
  const limit = type === 'limit' ? price : undefined;
  const after = commit(call, {
    kind: 'order-placed',
    atMs: nowMs,
    by: call.actor(),
    symbol: market.symbol,
    side,
    type,
    timeInForce: 'GTC',
    price,
    amount,
    clientOrderId: parameters.get('clientOrderId') ?? `none-${books.orders.length + 1}`,
    fills: [...sweep({ market, side, wanted: { amount }, limit })],
    then: type === 'limit' ? 'rests' : 'expires',
  });
  const order = orderById(after, firstOrderId + after.orders.length - 1);
  if (order === undefined) throw refusal('101');
  return orderRow(after, order);
}

/** "If both … are set, we use the clientOrderId to identify the order." */
export function cancelOne(call: Call): Json {
  const operatorId = operatorIn(call);
  const market = mandatory(call.parameters, 'market');
  const clientId = call.parameters.get('clientOrderId');
  const id = clientId === undefined ? numberIn('order', mandatory(call.parameters, 'orderId')) : undefined;
  const order = openOrders(call.books).find(
    (each) =>
      each.symbol === market && (clientId === undefined ? each.id === id : each.clientOrderId === clientId),
  );
  if (order === undefined) throw refusal('240');
  commit(call, { kind: 'order-cancelled', atMs: call.nowMs, by: call.actor(), orderId: order.id });
  return { orderId: orderIdOf(order.id), clientOrderId: order.clientOrderId, operatorId };
}

export function cancelAll(call: Call): Json {
  const operatorId = operatorIn(call);
  const market = call.parameters.get('market');
  if (market !== undefined) inVenueWords(() => marketOf(call.books, market));
  const orders = openOrders(call.books).filter((each) => market === undefined || each.symbol === market);
  return orders.map(({ id }) => {
    commit(call, { kind: 'order-cancelled', atMs: call.nowMs, by: call.actor(), orderId: id });
    return { orderId: orderIdOf(id), operatorId };
  });
}

// Invented, about one unit of the quote asset each; and how long a withdrawal stays pending.
const networkFees: Readonly<Record<string, string>> = { USDT: '1', BTC: '0.00005', ETH: '0.0008', EUR: '0' };
const pendingMs = 5 * 60_000;

/**
 * What a withdrawal does, if the venue takes it. By API it asks for no second factor and goes to any
 * address (docs "Withdraw assets"), unless the account withdraws to its address book only: that the
 * API obeys the book is assumed.
 */
export function planWithdrawal(
  books: LedgerBooks,
  wanted: {
    readonly coin: string;
    readonly amount: string;
    readonly address: string;
    readonly network: string;
  },
  by: Actor,
  nowMs: number,
): MutationOf<'withdrawal-requested'> {
  const held = books.balances.get(wanted.coin);
  if (held === undefined) throw refusal('205', 'symbol parameter is invalid.');
  const isInBook = books.addresses.some(
    (each) => each.coin === wanted.coin && each.address === wanted.address,
  );
  if (books.whitelistOnly && !isInBook) throw refusal('412');
  if (compare(wanted.amount, held.free) > 0) throw refusal('408');
  const digest = (what: string): string =>
    createHash('sha256').update(`${what}/${nowMs}/${books.withdrawals.length}`).digest('hex');
  return {
    kind: 'withdrawal-requested',
    atMs: nowMs,
    by,
    id: digest('id').slice(0, 32),
    coin: wanted.coin,
    amount: wanted.amount,
    fee: networkFees[wanted.coin] ?? '0',
    address: wanted.address,
    network: wanted.network,
    txId: `0x${digest('tx')}`,
    settlesAtMs: nowMs + pendingMs,
  };
}

export function requestWithdrawal(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const coin = mandatory(parameters, 'symbol');
  const amount = decimal('amount', mandatory(parameters, 'amount'));
  const address = mandatory(parameters, 'address');
  commit(call, planWithdrawal(books, { coin, amount, address, network: coin }, call.actor(), nowMs));
  return { success: true, symbol: coin, amount };
}
