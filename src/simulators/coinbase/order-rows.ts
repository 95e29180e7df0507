import type { JsonObject } from '../../domain/json.ts';
import { add, compare, divide, isZero, multiply, round, subtract, sum } from '../../domain/money.ts';
import { isoOf } from '../books-view.ts';
import { marketOf, orderById } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { cursorOf, entryIdOf, orderIdOf, portfolioIdOf, tradeIdOf, userIdOf } from './ids.ts';
import { isIntx, productTypeOf } from './names.ts';

/** Orders and fills as recorded (ccxt-static, fetchClosedOrders and fetchMyTrades). */

export const orderStatuses = [
  'PENDING',
  'OPEN',
  'FILLED',
  'CANCELLED',
  'EXPIRED',
  'FAILED',
  'QUEUED',
  'CANCEL_QUEUED',
  'EDIT_QUEUED',
  'UNKNOWN_ORDER_STATUS',
] as const;

/** What waits for its trigger rests as OPEN, with `trigger_status` "STOP_PENDING" (assumed). */
export const statusOf = ({ status }: LedgerOrder): (typeof orderStatuses)[number] =>
  (({ open: 'OPEN', filled: 'FILLED', cancelled: 'CANCELLED', expired: 'EXPIRED' }) as const)[status];

export const orderTypeOf = ({ trigger, type }: LedgerOrder): 'MARKET' | 'LIMIT' | 'STOP_LIMIT' =>
  trigger !== undefined ? 'STOP_LIMIT' : type === 'market' ? 'MARKET' : 'LIMIT';

const timeInForceWords = {
  GTC: 'GOOD_UNTIL_CANCELLED',
  IOC: 'IMMEDIATE_OR_CANCEL',
  FOK: 'FILL_OR_KILL',
} as const;

export const timeInForceOf = ({ timeInForce }: LedgerOrder): string => timeInForceWords[timeInForce];

export const sideOf = (side: 'buy' | 'sell'): 'BUY' | 'SELL' => (side === 'buy' ? 'BUY' : 'SELL');

export function orderRow(books: LedgerBooks, owner: string, order: LedgerOrder): JsonObject {
  const market = marketOf(books, order.symbol);
  const fills = books.trades.filter(({ orderId }) => orderId === order.id);
  const fees = sum(fills.map(({ fee }) => fee));
  const last = fills.at(-1);
  return {
    order_id: orderIdOf(order.id),
    product_id: order.symbol,
    user_id: userIdOf(books.uid),
    order_configuration: configurationOf(books, order),
    side: sideOf(order.side),
    client_order_id: order.clientOrderId,
    status: statusOf(order),
    time_in_force: timeInForceOf(order),
    created_time: isoOf(order.placedAtMs),
    completion_percentage: round(multiply(divide(order.filled, order.amount), '100'), 2),
    filled_size: order.filled,
    average_filled_price: isZero(order.filled) ? '0' : divide(order.filledQuote, order.filled),
    fee: '',
    number_of_fills: String(fills.length),
    filled_value: order.filledQuote,
    pending_cancel: false,
    size_in_quote: order.quoteWanted !== undefined,
    total_fees: fees,
    size_inclusive_of_fees: false,
    total_value_after_fees:
      order.side === 'buy' ? add(order.filledQuote, fees) : subtract(order.filledQuote, fees),
    trigger_status: order.trigger === undefined ? 'INVALID_ORDER_TYPE' : 'STOP_PENDING',
    order_type: orderTypeOf(order),
    reject_reason: 'REJECT_REASON_UNSPECIFIED',
    settled: order.status !== 'open' && fills.length > 0,
    product_type: productTypeOf(market),
    reject_message: '',
    cancel_message: order.status === 'cancelled' ? 'User requested cancel' : '',
    order_placement_source: 'RETAIL_ADVANCED',
    outstanding_hold_amount: order.locked,
    is_liquidation: false,
    last_fill_time: last === undefined ? null : isoOf(last.atMs),
    edit_history: [],
    leverage: '',
    margin_type: isIntx(order.symbol) ? 'CROSS' : 'UNKNOWN_MARGIN_TYPE',
    retail_portfolio_id: portfolioIdOf(owner),
    originating_order_id: '',
    attached_order_id: '',
    attached_order_configuration: null,
    cursor: cursorOf(order.id),
  };
}

/** One member, named after the kind of the order (CreateOrder, "order_configuration"). */
export function configurationOf(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const { amount, price, trigger, quoteWanted } = order;
  if (trigger !== undefined) {
    const isBelow = compare(trigger, marketOf(books, order.symbol).price) < 0;
    const direction = isBelow ? 'STOP_DIRECTION_STOP_DOWN' : 'STOP_DIRECTION_STOP_UP';
    return {
      stop_limit_stop_limit_gtc: {
        base_size: amount,
        limit_price: price,
        stop_price: trigger,
        stop_direction: direction,
      },
    };
  }
  if (order.type === 'market') {
    return {
      market_market_ioc: quoteWanted === undefined ? { base_size: amount } : { quote_size: quoteWanted },
    };
  }
  const limit = { base_size: amount, limit_price: price };
  if (order.timeInForce === 'IOC') return { sor_limit_ioc: limit };
  if (order.timeInForce === 'FOK') return { limit_limit_fok: limit };
  return { limit_limit_gtc: { ...limit, post_only: false } };
}

/** The recorded fill was put in sequence 3.001 ms after it was traded: so is every one here. */
const sequenceOf = (atMs: number): string => isoOf(atMs + 3).replace(/Z$/, '001Z');

export const fillRow = (books: LedgerBooks, owner: string, trade: LedgerTrade): JsonObject => ({
  entry_id: entryIdOf(trade.id),
  trade_id: tradeIdOf(trade.id),
  order_id: orderIdOf(trade.orderId),
  trade_time: isoOf(trade.atMs),
  trade_type: 'FILL',
  price: trade.price,
  size: trade.amount,
  commission: trade.fee,
  product_id: trade.symbol,
  sequence_timestamp: sequenceOf(trade.atMs),
  liquidity_indicator: trade.isMaker ? 'MAKER' : 'TAKER',
  size_in_quote: false,
  user_id: userIdOf(books.uid),
  side: sideOf(trade.side),
  retail_portfolio_id: portfolioIdOf(owner),
  cursor: cursorOf(trade.id),
});

/** The ledger's order with this id of the venue's. */
export const orderIn = (books: LedgerBooks, id: string): LedgerOrder | undefined =>
  books.orders.find((order) => orderIdOf(order.id) === id);

export const orderTypeOfTrade = (books: LedgerBooks, { orderId }: LedgerTrade): string => {
  const order = orderById(books, orderId);
  return order === undefined ? 'UNKNOWN_ORDER_TYPE' : orderTypeOf(order);
};
