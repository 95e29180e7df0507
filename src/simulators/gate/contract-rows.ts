import type { Json, JsonObject } from '../../domain/json.ts';
import { divide, isZero, negate, subtract } from '../../domain/money.ts';
import { rounded } from './decimals.ts';
import { marketOf, orderById } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { int64, orderIdOf, textOf, tradeIdOf, triggerIdOf } from './ids.ts';
import { printedSymbol } from './names.ts';
import type { Product } from './names.ts';
import { secondOf } from './paging.ts';
import { isAbove } from './spot-rows.ts';

/**
 * Rows of contracts as the venue prints them: models FuturesOrder, DeliveryOrder, OptionsOrder, Position
 * and recorded replies. Amounts of the books are contracts; a sale's size is negative. Sizes are texts
 * on perpetuals since v4.106.0 ("to support decimal quantity orders"), numbers on the others.
 */
export const sized = (product: Product, size: string): Json => (product === 'futures' ? size : Number(size));

export const signed = (side: 'buy' | 'sell' | 'long' | 'short', amount: string): string =>
  side === 'buy' || side === 'long' ? amount : negate(amount);

/** Seconds, with milliseconds behind the point: "1705950365.664". */
const moment = (atMs: number): number => atMs / 1000;

function finishAs(order: LedgerOrder): string {
  if (order.status === 'filled') return 'filled';
  return order.status === 'cancelled' ? 'cancelled' : 'ioc';
}

const priceOf = ({ filled, filledQuote }: LedgerOrder): string =>
  isZero(filled) ? '0' : rounded(divide(filledQuote, filled));

export function contractOrderRow(books: LedgerBooks, product: Product, order: LedgerOrder): JsonObject {
  const left = subtract(order.amount, order.filled);
  return {
    id: Number(orderIdOf(order)),
    user: books.uid,
    contract: printedSymbol(marketOf(books, order.symbol)),
    create_time: moment(order.placedAtMs),
    update_time: moment(order.updatedAtMs),
    ...(order.status === 'open'
      ? { status: 'open' }
      : { status: 'finished', finish_time: moment(order.updatedAtMs), finish_as: finishAs(order) }),
    size: sized(product, signed(order.side, order.amount)),
    left: sized(product, signed(order.side, left)),
    iceberg: sized(product, '0'),
    price: order.price,
    fill_price: priceOf(order),
    tif: order.timeInForce.toLowerCase(),
    text: textOf(order),
    is_close: false,
    is_reduce_only: false,
    is_liq: false,
    tkfr: '0.0005',
    mkfr: '0.0002',
    refu: 0,
    ...(product === 'options'
      ? { is_mmp: false }
      : { amend_text: '-', biz_info: '-', stp_act: '-', stp_id: 0 }),
  };
}

/** `id` of perpetuals and delivery contracts is a number of 19 digits, with a text of it beside. */
export function contractTriggerRow(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const size = signed(order.side, order.amount);
  const id = triggerIdOf(order);
  return {
    id: int64(id),
    id_string: id,
    user: books.uid,
    trigger: {
      strategy_type: 0,
      price_type: 0,
      price: order.trigger ?? '0',
      rule: isAbove(books, order) ? 1 : 2,
      expiration: 0,
    },
    initial: {
      contract: printedSymbol(marketOf(books, order.symbol)),
      size: Math.trunc(Number(size)),
      amount: size,
      price: order.price,
      tif: order.timeInForce.toLowerCase(),
      text: textOf(order),
      iceberg: 0,
      is_close: false,
      is_reduce_only: false,
      auto_size: '',
    },
    trade_id: 0,
    trade_id_string: '0',
    status: order.status === 'open' ? 'open' : 'finished',
    ...(order.status === 'open' ? {} : { finish_as: 'cancelled' }),
    reason: '',
    create_time: secondOf(order.placedAtMs),
    finish_time: secondOf(order.updatedAtMs),
    is_stop_order: false,
    stop_trigger: { rule: 0, trigger_price: '', order_price: '' },
    me_order_id: 0,
    me_order_id_string: '0',
    order_type: '',
    in_dual_mode: false,
    parent_id: 0,
    parent_id_string: '0',
    stop_profit_price: '',
    stop_loss_price: '',
    batch_id: '',
  };
}

/** Of my_trades the fill's id is `id`; of my_trades_timerange it is the text `trade_id`. */
export function contractTradeRow(
  books: LedgerBooks,
  trade: LedgerTrade,
  { product, isTimerange }: { readonly product: Product; readonly isTimerange: boolean },
): JsonObject {
  const market = marketOf(books, trade.symbol);
  const order = orderById(books, trade.orderId);
  const row = {
    create_time: moment(trade.atMs),
    contract: printedSymbol(market),
    size: sized(product, signed(trade.side, trade.amount)),
    price: trade.price,
    role: trade.isMaker ? 'maker' : 'taker',
  };
  if (product === 'options') {
    const ids = { id: Number(tradeIdOf(trade)), order_id: Number(orderIdOf({ id: trade.orderId })) };
    return { ...ids, ...row, underlying_price: market.price };
  }
  return {
    ...(isTimerange ? { trade_id: tradeIdOf(trade) } : { id: Number(tradeIdOf(trade)) }),
    ...row,
    order_id: orderIdOf({ id: trade.orderId }),
    close_size: sized(product, '0'),
    text: order === undefined ? '' : textOf(order),
    fee: trade.fee,
    point_fee: '0',
    ...(product === 'futures' && !isTimerange ? { trade_value: trade.quote } : {}),
  };
}
