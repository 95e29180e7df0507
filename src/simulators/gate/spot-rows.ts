import type { JsonObject } from '../../domain/json.ts';
import { divide, isZero, subtract, sum } from '../../domain/money.ts';
import { rounded } from './decimals.ts';
import { marketOf, orderById } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { orderIdOf, sequenceIdOf, spotTriggerIdOf, textOf, tradeIdOf } from './ids.ts';
import { secondOf } from './paging.ts';

/** Rows of spot trading as the venue prints them: models Order, Trade and recorded replies. */

/** "open: to be filled; closed: closed order; cancelled". */
const statusWord = { open: 'open', filled: 'closed', cancelled: 'cancelled', expired: 'cancelled' } as const;

function finishAs({ status, timeInForce, type }: LedgerOrder): string {
  if (status === 'filled' || status === 'open') return status === 'open' ? 'open' : 'filled';
  if (status === 'cancelled') return 'cancelled';
  if (type === 'limit' && timeInForce === 'GTC') return 'poc';
  return timeInForce === 'FOK' ? 'fok' : 'ioc';
}

export function orderRow(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const market = marketOf(books, order.symbol);
  // A market purchase is by value: amount and what is left of it are in the quote asset.
  const left =
    order.quoteWanted === undefined
      ? subtract(order.amount, order.filled)
      : subtract(order.quoteWanted, order.filledQuote);
  return {
    id: orderIdOf(order),
    text: textOf(order),
    amend_text: '-',
    create_time: String(secondOf(order.placedAtMs)),
    update_time: String(secondOf(order.updatedAtMs)),
    create_time_ms: order.placedAtMs,
    update_time_ms: order.updatedAtMs,
    status: statusWord[order.status],
    currency_pair: market.symbol,
    type: order.type,
    account: 'spot',
    side: order.side,
    amount: order.quoteWanted ?? order.amount,
    price: order.price,
    time_in_force: wordOfForce(order),
    iceberg: '0',
    left,
    filled_amount: order.filled,
    fill_price: order.filledQuote,
    filled_total: order.filledQuote,
    ...(isZero(order.filled) ? {} : { avg_deal_price: rounded(divide(order.filledQuote, order.filled)) }),
    fee: sum(tradesOf(books, order).map(({ fee }) => fee)),
    fee_currency: market.quote,
    point_fee: '0',
    gt_fee: '0',
    gt_maker_fee: '0',
    gt_taker_fee: '0',
    gt_discount: false,
    rebated_fee: '0',
    rebated_fee_currency: market.base,
    finish_as: finishAs(order),
  };
}

const wordOfForce = (order: LedgerOrder): string =>
  finishAs(order) === 'poc' ? 'poc' : order.timeInForce.toLowerCase();

const tradesOf = (books: LedgerBooks, { id }: LedgerOrder): readonly LedgerTrade[] =>
  books.trades.filter(({ orderId }) => orderId === id);

/** `create_time_ms` has parts of a millisecond, too: "1706382263841.325000". */
export function tradeRow(books: LedgerBooks, trade: LedgerTrade): JsonObject {
  const order = orderById(books, trade.orderId);
  return {
    id: tradeIdOf(trade),
    create_time: String(secondOf(trade.atMs)),
    create_time_ms: `${trade.atMs}.000000`,
    currency_pair: trade.symbol,
    side: trade.side,
    role: trade.isMaker ? 'maker' : 'taker',
    amount: trade.amount,
    price: trade.price,
    order_id: orderIdOf({ id: trade.orderId }),
    fee: trade.fee,
    fee_currency: trade.feeAsset,
    point_fee: '0',
    gt_fee: '0',
    amend_text: '-',
    sequence_id: sequenceIdOf(trade),
    text: order === undefined ? '' : textOf(order),
    deal: trade.quote,
  };
}

/** "cancelled" in the models, "canceled" in a recorded reply of a finished one: the model's is taken. */
const triggerStatus = { open: 'open', filled: 'finish', cancelled: 'cancelled', expired: 'expired' } as const;

/** A price-triggered order. The books do not know how it waits: above the market ">=", else "<=". */
export function priceOrderRow(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const trigger = order.trigger ?? '0';
  return {
    id: Number(spotTriggerIdOf(order)),
    user: books.uid,
    market: order.symbol,
    trigger: { price: trigger, rule: isAbove(books, order) ? '>=' : '<=', expiration: 86_400 * 30 },
    put: {
      type: order.type,
      side: order.side,
      price: order.price,
      amount: order.amount,
      account: 'normal',
      time_in_force: order.timeInForce.toLowerCase(),
      auto_borrow: false,
      auto_repay: false,
      text: textOf(order),
    },
    ctime: secondOf(order.placedAtMs),
    ...(order.status === 'open' ? {} : { ftime: secondOf(order.updatedAtMs), fired_order_id: 0 }),
    status: triggerStatus[order.status],
    reason: '',
  };
}

export const isAbove = (books: LedgerBooks, { symbol, trigger }: LedgerOrder): boolean =>
  Number(subtract(trigger ?? '0', marketOf(books, symbol).price)) >= 0;
