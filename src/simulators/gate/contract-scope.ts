import { isZero } from '../../domain/money.ts';
import type { LedgerBooks, LedgerMarket, LedgerOrder } from '../ledger-books.ts';
import { refusal } from './codes.ts';
import { contractOf, marketsOf, settleIn } from './contract-market-routes.ts';
import { orderIdOf, textOf, triggerIdOf } from './ids.ts';
import { underlyingOf } from './names.ts';
import type { Product } from './names.ts';
import { optional } from './parameters.ts';
import type { Call } from './route.ts';

/** Whose, and which, orders of contracts a request means. */

export type Contracts = Exclude<Product, 'spot'>;

/** Where a product's endpoints lie. */
export const at = (product: Contracts): string =>
  product === 'options' ? '/options' : `/${product}/{settle}`;

/**
 * "Futures account is not initialized yet … each settle currency is associated with an independent
 * futures account": USER_NOT_FOUND wherever the books have neither money nor history in one.
 */
export function refuseStranger(call: Call, product: Contracts): void {
  if (product === 'options') return;
  const settle = settleIn(call).toUpperCase();
  const { books } = call;
  const ofProduct = new Set(marketsOf(call, product).map(({ symbol }) => symbol));
  const isKnown =
    [...books.orders, ...books.trades, ...books.positions].some(({ symbol }) => ofProduct.has(symbol)) ||
    (product === 'futures' && books.wallets.get('futures')?.has(settle) === true) ||
    (product === 'futures' &&
      books.transfers.some(
        ({ from, to, asset }) => asset === settle && (from === 'futures' || to === 'futures'),
      ));
  if (!isKnown) {
    throw refusal('USER_NOT_FOUND', `please transfer funds first to create ${product} account`);
  }
}

/** The markets that are meant: of the path's settle currency, and of one contract or underlying. */
export function meantMarkets(call: Call, product: Contracts): ReadonlySet<string> {
  const [contract, underlying] = [
    optional(call.parameters, 'contract'),
    optional(call.parameters, 'underlying'),
  ];
  const markets: readonly LedgerMarket[] =
    contract === undefined ? marketsOf(call, product) : [contractOf(call, product, contract)];
  const meant = markets.filter(
    (market) => product !== 'options' || underlying === undefined || underlyingOf(market) === underlying,
  );
  return new Set(meant.map(({ symbol }) => symbol));
}

const unfilledMs = 10 * 60_000;

/** "Zero-fill order cannot be retrieved for 10 minutes after cancellation": not from then on. */
export const isForgotten = (order: LedgerOrder, nowMs: number): boolean =>
  order.status !== 'open' && isZero(order.filled) && nowMs - order.updatedAtMs > unfilledMs;

export const ordersOf = (books: LedgerBooks, markets: ReadonlySet<string>): readonly LedgerOrder[] =>
  books.orders.filter(({ symbol, trigger }) => trigger === undefined && markets.has(symbol));

/** By id, or by the custom text: of a cancelled order without a fill "after 60 seconds" no more. */
export function orderNamed(call: Call, product: Contracts): LedgerOrder {
  const { books, inPath, nowMs } = call;
  const id = inPath('order_id');
  const markets = new Set(marketsOf(call, product).map(({ symbol }) => symbol));
  const found = ordersOf(books, markets).find((order) => {
    if (!id.startsWith('t-')) return orderIdOf(order) === id && !isForgotten(order, nowMs);
    const isGone = order.status !== 'open' && isZero(order.filled) && nowMs - order.updatedAtMs > 60_000;
    return product === 'futures' && textOf(order) === id && !isGone;
  });
  if (found === undefined) throw refusal('ORDER_NOT_FOUND');
  return found;
}

export const triggersOf = (books: LedgerBooks, markets: ReadonlySet<string>): readonly LedgerOrder[] =>
  books.orders.filter(({ symbol, trigger }) => trigger !== undefined && markets.has(symbol));

export function triggerNamed(call: Call, product: Contracts): LedgerOrder {
  const markets = new Set(marketsOf(call, product).map(({ symbol }) => symbol));
  const id = call.inPath('order_id');
  const found = triggersOf(call.books, markets).find((order) => triggerIdOf(order) === id);
  if (found === undefined) throw refusal('ORDER_NOT_FOUND');
  return found;
}
