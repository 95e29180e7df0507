import { z } from 'zod';
import { known, unknown, type Known } from '../../domain/known.ts';
import { isZero, subtract } from '../../domain/money.ts';
import type { OpenOrder, PastOrder, Position, Trade } from '../../domain/trading.ts';
import { amount, maybeText, seconds, wordFor } from '../rows.ts';
import { inResult, integer, mapOf } from './envelope.ts';
import { pair, quoteOf } from './names.ts';

// Forms: docs.kraken.com/api-reference/account-data and /market-data, and the replies recorded by ccxt.
// Numbers come as texts, times as numbers, and in recorded replies as texts, too.

const text = z.string();
const side = z.enum(['buy', 'sell']);

const order = z.object({
  userref: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((ref) => (ref == null || String(ref) === '0' ? '' : String(ref))),
  cl_ord_id: maybeText,
  status: text.min(1),
  opentm: seconds,
  closetm: seconds.nullish(),
  descr: z.object({
    pair,
    type: side,
    ordertype: text.min(1),
    // "+50.0000%" for one that trails: no amount.
    price: text,
    price2: text,
    leverage: maybeText,
    close: maybeText,
  }),
  vol: amount,
  vol_exec: amount,
  stopprice: amount.nullish(),
  limitprice: amount.nullish(),
  oflags: maybeText,
});

type Order = z.output<typeof order>;

const asOpenOrder = (id: string, row: Order): OpenOrder => {
  const trigger = triggerOf(row);
  return {
    id,
    // A bot marks its orders by one of the two; the newer counts where both are there.
    clientOrderId: row.cl_ord_id === '' ? row.userref : row.cl_ord_id,
    symbol: row.descr.pair,
    side: row.descr.type,
    type: typeOf(row),
    price: limitOf(row),
    // Of a volume in the quote asset the base amount is nobody's knowledge before it fills.
    amount: isOverQuote(row) ? '0' : row.vol,
    filled: row.vol_exec,
    createdAt: row.opentm,
    ...(trigger === undefined ? {} : { triggerPrice: trigger }),
  };
};

const isWaiting = ({ descr }: Order): boolean =>
  /^(stop-loss|take-profit|trailing-stop)/.test(descr.ordertype);
const isTrailing = ({ descr }: Order): boolean => descr.ordertype.startsWith('trailing-stop');
const isOverQuote = ({ oflags }: Order): boolean => oflags.split(',').includes('viqc');

/** `stopprice` follows the market of a trailing one; of the others it is 0 until the price is reached. */
function triggerOf(row: Order): string | undefined {
  if (!isWaiting(row)) return undefined;
  return [row.stopprice, row.descr.price].find((price): price is string => isPrice(price));
}

function limitOf(row: Order): string {
  if (!isWaiting(row)) return isPrice(row.descr.price) ? row.descr.price : '0';
  if (!row.descr.ordertype.endsWith('-limit')) return '0';
  return [row.limitprice, row.descr.price2].find((price): price is string => isPrice(price)) ?? '0';
}

/** A price in the quote asset, no offset ("+5%", "-10.0") and not none at all. */
const isPrice = (price: string | null | undefined): boolean =>
  price != null && /^\d+(\.\d+)?$/.test(price) && !isZero(price);

/** "limit, leverage 5:1"; "trailing-stop, by +50.0000%". */
function typeOf(row: Order): string {
  const { ordertype, price, leverage, close } = row.descr;
  return [
    ordertype,
    ...(isTrailing(row) ? [`by ${price}`] : []),
    ...(leverage === '' || leverage === 'none' ? [] : [`leverage ${leverage}`]),
    ...(isOverQuote(row) ? [`over ${row.vol} of the quote asset`] : []),
    ...(close === '' ? [] : [`then ${close}`]),
  ].join(', ');
}

export const openOrders = inResult(
  z.object({ open: mapOf(order, asOpenOrder) }).transform(({ open }) => open),
);

const orderStatuses: Readonly<Record<string, PastOrder['status']>> = {
  pending: 'open',
  open: 'open',
  closed: 'filled',
  canceled: 'cancelled',
  expired: 'expired',
};

export const pastOrders = z
  .object({
    closed: mapOf(order, (id, row): PastOrder => ({
      ...asOpenOrder(id, row),
      status: wordFor(orderStatuses, row.status),
      venueStatus: row.status,
      updatedAt: row.closetm ?? row.opentm,
    })),
  })
  .transform(({ closed }) => closed);

const trade = z.object({
  ordertxid: text.min(1),
  pair,
  time: seconds,
  type: side,
  price: amount,
  cost: amount,
  fee: amount,
  vol: amount,
  misc: maybeText,
  // Left out of some older replies that clients recorded.
  maker: z.boolean().nullish(),
});

export const trades = z
  .object({
    trades: mapOf(trade, (id, row): Trade => ({
      id,
      orderId: row.ordertxid,
      clientOrderId: unknown('the row names no client order id'),
      symbol: row.pair,
      side: row.type,
      price: row.price,
      amount: row.vol,
      quoteAmount: row.cost,
      fee: row.fee,
      // "Total fee (quote currency)" (get-trades-history).
      feeAsset: quoteOf(row.pair),
      isMaker: row.maker === true,
      at: row.time,
      ...(/liquidat/i.test(row.misc) ? { kind: row.misc } : {}),
    })),
  })
  .transform(({ trades: rows }) => rows);

const position = z.object({
  pair,
  type: side,
  vol: amount,
  vol_closed: amount,
  leverage: maybeText,
  // With a plus in front where it is a gain.
  net: z
    .string()
    .regex(/^[+-]?\d+(\.\d+)?$/)
    .nullish(),
});

const asPosition = (id: string, row: z.output<typeof position>): Position => ({
  id,
  section: 'margin',
  symbol: row.pair,
  side: row.type === 'buy' ? 'long' : 'short',
  amount: isZero(row.vol_closed) ? row.vol : subtract(row.vol, row.vol_closed),
  entryPrice: unknown('Kraken names what it cost and its volume, not the price'),
  markPrice: unknown('Kraken names its value, not the price'),
  liquidationPrice: unknown('Kraken names a margin level for the whole account only'),
  unrealised: told(row.net?.replace('+', '')),
  leverage: told(row.leverage),
});

const told = (value: string | undefined): Known<string> =>
  value === undefined || value === '' ? unknown('the row does not say') : known(value);

/** A map by id; consolidated by market, which we do not ask for and ccxt does, a list. */
export const positions = inResult(
  z.union([
    mapOf(position, asPosition),
    z.array(position.transform((row) => asPosition([row.pair, row.type, row.leverage].join('/'), row))),
  ]),
);

/** What an order that was cancelled, or all of them, leave: how many. */
export const cancelled = z.object({ count: integer });
