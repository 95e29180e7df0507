import { add, compare, isZero, multiply, negate, subtract } from '../domain/money.ts';
import { isOfSubAccount, noteAct } from './ledger-acts.ts';
import { LedgerRefusal, firstOrderId, firstTradeId, isSpot } from './ledger-books.ts';
import { marketOf, orderById, tradeIdStride } from './ledger-books.ts';
import type { LedgerBooks, LedgerMarket, LedgerOrder, LedgerTrade, Side } from './ledger-books.ts';
import { bookConversion } from './ledger-conversions.ts';
import { changeKey, createKey, deleteKey, endAllKeys } from './ledger-keys.ts';
import { changeSubAccount, createSubAccount } from './ledger-sub-accounts.ts';
import { cancelWithdrawal, requestWithdrawal, stopPending } from './ledger-withdrawals.ts';
import type { Fill, Mutation, MutationOf } from './mutation.ts';
import { Wallet } from './wallet.ts';

/**
 * Returns the books after the mutation; the books given stay as they are. Money is conserved: what
 * free + locked change by is what trades, fees and withdrawals say, and no balance goes below zero.
 * Throws a LedgerRefusal, and only that, when the books do not allow it.
 */
export function applyMutation(books: LedgerBooks, mutation: Mutation): LedgerBooks {
  return { ...reduce(books, mutation), updatedAtMs: mutation.atMs };
}

function reduce(books: LedgerBooks, mutation: Mutation): LedgerBooks {
  switch (mutation.kind) {
    case 'order-placed':
      return placeOrder(books, mutation);
    case 'order-matched':
      return matchOrder(books, mutation);
    case 'order-cancelled':
      return cancelOrder(books, mutation);
    case 'withdrawal-requested':
      return requestWithdrawal(books, mutation);
    case 'withdrawal-cancelled':
      return cancelWithdrawal(books, mutation);
    case 'converted':
      return bookConversion(books, mutation);
    case 'key-created':
      return createKey(books, mutation);
    case 'key-changed':
      return changeKey(books, mutation);
    case 'key-deleted':
      return deleteKey(books, mutation);
    case 'sub-account-created':
      return createSubAccount(books, mutation);
    case 'sub-account-changed':
      return changeSubAccount(books, mutation);
    case 'address-added':
      return { ...books, addresses: [...books.addresses, mutation.address] };
    case 'address-removed':
      return removeAddress(books, mutation.address);
    case 'whitelist-only-set':
      return { ...books, whitelistOnly: mutation.on };
    case 'sessions-ended':
      return { ...books, sessions: [] };
    case 'account-frozen':
      return freezeAccount(books, mutation.atMs);
  }
}

// What the order takes at once is paid from free funds, fee included; what rests is locked.
function placeOrder(books: LedgerBooks, placed: MutationOf<'order-placed'>): LedgerBooks {
  const market = spotMarketOf(books, placed.symbol);
  // A sub-account holds nothing here: its key must not spend what is the main account's.
  if (isOfSubAccount(books, placed.by)) throw new LedgerRefusal('insufficient-funds', placed.by.key);
  refuseDuplicate(books, placed.clientOrderId);
  const id = firstOrderId + books.orders.length;
  const filled = total(placed.fills, (fill) => fill.amount);
  const left = subtract(placed.amount, filled);
  if (compare(left, '0') < 0) throw new LedgerRefusal('more-than-left', placed.clientOrderId);
  const rests = !isZero(left) && placed.then === 'rests';
  const locked = rests ? lockFor(placed.side, placed.price, left) : '0';
  const order: LedgerOrder = {
    id,
    clientOrderId: placed.clientOrderId,
    symbol: placed.symbol,
    side: placed.side,
    type: placed.type,
    timeInForce: placed.timeInForce,
    price: placed.price,
    amount: placed.amount,
    quoteWanted: placed.quoteWanted,
    filled,
    filledQuote: total(placed.fills, (fill) => multiply(fill.price, fill.amount)),
    locked,
    trigger: undefined,
    status: isZero(left) ? 'filled' : rests ? 'open' : 'expired',
    placedAtMs: placed.atMs,
    updatedAtMs: placed.atMs,
  };
  const trades = placed.fills.map((fill, index) =>
    tradeOf({ books, market, order, fill, index, isMaker: false, atMs: placed.atMs }),
  );
  const wallet = new Wallet(books.balances);
  for (const trade of trades) wallet.settle(trade, market);
  wallet.lock(placed.side === 'buy' ? market.quote : market.base, locked);
  const done = { ...books, balances: wallet.close(), orders: [...books.orders, order] };
  return noteAct({ ...done, trades: [...books.trades, ...trades] }, placed, named('order', order));
}

function matchOrder(books: LedgerBooks, matched: MutationOf<'order-matched'>): LedgerBooks {
  const order = openOrder(books, matched.orderId);
  const market = spotMarketOf(books, order.symbol);
  if (order.trigger !== undefined) throw new LedgerRefusal('order-not-open', `${order.id} is conditional`);
  const left = subtract(subtract(order.amount, order.filled), matched.amount);
  if (compare(left, '0') < 0) throw new LedgerRefusal('more-than-left', String(order.id));
  const fill = { price: order.price, amount: matched.amount };
  const released = lockFor(order.side, order.price, matched.amount);
  const after: LedgerOrder = {
    ...order,
    filled: add(order.filled, matched.amount),
    filledQuote: add(order.filledQuote, multiply(order.price, matched.amount)),
    locked: subtract(order.locked, released),
    status: isZero(left) ? 'filled' : 'open',
    updatedAtMs: matched.atMs,
  };
  const trade = tradeOf({ books, market, order, fill, index: 0, isMaker: true, atMs: matched.atMs });
  const wallet = new Wallet(books.balances);
  wallet.lock(order.side === 'buy' ? market.quote : market.base, negate(released));
  wallet.settle(trade, market);
  return {
    ...replaceOrder(books, after),
    balances: wallet.close(),
    trades: [...books.trades, trade],
  };
}

function cancelOrder(books: LedgerBooks, cancelled: MutationOf<'order-cancelled'>): LedgerBooks {
  if (isOfSubAccount(books, cancelled.by)) {
    throw new LedgerRefusal('unknown-order', String(cancelled.orderId));
  }
  const order = openOrder(books, cancelled.orderId);
  const market = marketOf(books, order.symbol);
  const wallet = new Wallet(books.balances);
  wallet.lock(order.side === 'buy' ? market.quote : market.base, negate(order.locked));
  const after: LedgerOrder = { ...order, locked: '0', status: 'cancelled', updatedAtMs: cancelled.atMs };
  const done = { ...replaceOrder(books, after), balances: wallet.close() };
  return noteAct(done, cancelled, named('cancel', after));
}

function removeAddress(books: LedgerBooks, address: string): LedgerBooks {
  const addresses = books.addresses.filter((each) => each.address !== address);
  if (addresses.length === books.addresses.length) throw new LedgerRefusal('unknown-address', address);
  return { ...books, addresses };
}

// Ends every key and stops what has not left yet. Whether a venue really cancels pending
// withdrawals here is unverified (venues-core §1.4); the README says that we assume so.
const freezeAccount = (books: LedgerBooks, atMs: number): LedgerBooks => ({
  ...stopPending(endAllKeys(books, atMs), atMs),
  frozen: true,
  sessions: [],
});

function tradeOf(made: {
  readonly books: LedgerBooks;
  readonly market: LedgerMarket;
  readonly order: LedgerOrder;
  readonly fill: Fill;
  readonly index: number;
  readonly isMaker: boolean;
  readonly atMs: number;
}): LedgerTrade {
  const quote = multiply(made.fill.price, made.fill.amount);
  return {
    id: firstTradeId + tradeIdStride * (made.books.trades.length + made.index),
    orderId: made.order.id,
    symbol: made.order.symbol,
    side: made.order.side,
    price: made.fill.price,
    amount: made.fill.amount,
    quote,
    fee: made.isMaker ? '0' : multiply(quote, made.books.feeRate),
    feeAsset: made.market.quote,
    isMaker: made.isMaker,
    atMs: made.atMs,
  };
}

function spotMarketOf(books: LedgerBooks, symbol: string): LedgerMarket {
  const market = marketOf(books, symbol);
  if (!isSpot(market)) throw new LedgerRefusal('not-a-spot-market', symbol);
  return market;
}

function openOrder(books: LedgerBooks, id: number): LedgerOrder {
  const order = orderById(books, id);
  if (order === undefined) throw new LedgerRefusal('unknown-order', String(id));
  if (order.status !== 'open') throw new LedgerRefusal('order-not-open', String(id));
  return order;
}

function refuseDuplicate(books: LedgerBooks, clientOrderId: string): void {
  const taken = books.orders.some((each) => each.status === 'open' && each.clientOrderId === clientOrderId);
  if (taken) throw new LedgerRefusal('duplicate-client-order-id', clientOrderId);
}

const replaceOrder = (books: LedgerBooks, order: LedgerOrder): LedgerBooks => ({
  ...books,
  orders: books.orders.with(order.id - firstOrderId, order),
});

const named = (what: 'order' | 'cancel', order: LedgerOrder) => ({
  what,
  orderId: order.id,
  clientOrderId: order.clientOrderId,
});

const lockFor = (side: Side, price: string, amount: string): string =>
  side === 'buy' ? multiply(price, amount) : amount;

const total = (fills: readonly Fill[], of: (fill: Fill) => string): string =>
  fills.reduce((sum, fill) => add(sum, of(fill)), '0');
