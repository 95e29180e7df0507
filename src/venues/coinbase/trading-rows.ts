import { z } from 'zod';
import { unknown } from '../../domain/known.ts';
import { add, divide, isZero, multiply, round } from '../../domain/money.ts';
import type { MarketPrice, OpenOrder, PastOrder, Trade } from '../../domain/trading.ts';
import { amount, id, isoMoment, maybeText, wordFor } from '../rows.ts';

const text = z.string();
const side = z.enum(['BUY', 'SELL']).transform((value) => (value === 'BUY' ? 'buy' : 'sell'));

/** v3 writes "" where there is no number. */
const amountOrNone = z
  .union([amount, z.literal('')])
  .nullish()
  .transform((value) => value || undefined);

/** `{"limit_limit_gtc":{…}}`: its name is the kind of order, and what it waits for stands inside. */
const configuration = z.object({
  base_size: amountOrNone,
  quote_size: amountOrNone,
  limit_price: amountOrNone,
  stop_price: amountOrNone,
  stop_trigger_price: amountOrNone,
  min_price: amountOrNone,
});

const order = z.object({
  order_id: id,
  product_id: text.min(1),
  order_configuration: z.record(text, configuration.nullish()).nullish(),
  side,
  client_order_id: maybeText,
  status: text.min(1),
  created_time: isoMoment,
  filled_size: amountOrNone,
  order_type: maybeText,
  order_placement_source: maybeText,
  last_fill_time: isoMoment.nullish(),
  last_update_time: isoMoment.nullish(),
});

type Order = z.output<typeof order>;

function asOpenOrder(row: Order): OpenOrder {
  const [kind = '', asked] = configurationOf(row);
  const trigger = asked?.stop_price ?? asked?.stop_trigger_price;
  // A market order over an amount of the quote asset has no base amount.
  const overQuote = asked?.base_size === undefined ? asked?.quote_size : undefined;
  return {
    id: row.order_id,
    clientOrderId: row.client_order_id,
    symbol: row.product_id,
    side: row.side,
    type: [
      row.order_type || kind || 'unknown',
      overQuote === undefined ? '' : `, over ${overQuote} of the quote asset`,
    ].join(''),
    price: asked?.limit_price ?? asked?.min_price ?? '0',
    amount: asked?.base_size ?? '0',
    filled: row.filled_size ?? '0',
    createdAt: row.created_time,
    ...(row.order_placement_source === '' ? {} : { section: row.order_placement_source }),
    ...(trigger === undefined ? {} : { triggerPrice: trigger }),
  };
}

/** There is one; of several the one that waits for a price says more. */
function configurationOf({ order_configuration }: Order) {
  const all = Object.entries(order_configuration ?? {});
  return all.find(([, asked]) => asked?.stop_price !== undefined) ?? all[0] ?? [];
}

const statuses: Readonly<Record<string, PastOrder['status']>> = {
  PENDING: 'open',
  OPEN: 'open',
  QUEUED: 'open',
  CANCEL_QUEUED: 'open',
  EDIT_QUEUED: 'open',
  FILLED: 'filled',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
  FAILED: 'rejected',
};

/** The list of orders, whatever of it was asked for. */
export const ordersPage = z.object({ orders: z.array(order), has_next: z.boolean(), cursor: maybeText });

export const openOrders = ordersPage.transform(({ orders }) => orders.map(asOpenOrder));

export const pastOrders = ordersPage.transform(({ orders }) =>
  orders.map((row): PastOrder => ({
    ...asOpenOrder(row),
    status: wordFor(statuses, row.status),
    venueStatus: row.status,
    updatedAt: row.last_update_time ?? row.last_fill_time ?? row.created_time,
  })),
);

const fill = z.object({
  trade_id: id,
  order_id: id,
  trade_time: isoMoment,
  trade_type: text.min(1),
  price: amount,
  size: amount,
  commission: amountOrNone,
  product_id: text.min(1),
  liquidity_indicator: maybeText,
  size_in_quote: z.boolean(),
  side,
});

// The end of a list is said by an empty cursor, so there must be one.
export const fillsPage = z.object({ fills: z.array(fill), cursor: text });

export const trades = fillsPage.transform(({ fills }) => fills.map(asTrade));

function asTrade(row: z.output<typeof fill>): Trade {
  return {
    id: row.trade_id,
    orderId: row.order_id,
    clientOrderId: unknown("Coinbase's fills do not name the client order id"),
    symbol: row.product_id,
    side: row.side,
    price: row.price,
    ...sizesOf(row),
    // Not "0": a fee that is not told must not be counted as none.
    fee: row.commission ?? '',
    feeAsset: quoteOf(row.product_id),
    isMaker: row.liquidity_indicator === 'MAKER',
    at: row.trade_time,
    ...(row.trade_type === 'FILL' ? {} : { kind: row.trade_type }),
  };
}

/** More digits than any asset has: a base amount that had to be divided out is rounded here (and added to 0: no zeros trail). */
const places = 18;

function sizesOf({ size, price, size_in_quote }: z.output<typeof fill>) {
  if (!size_in_quote) return { amount: size, quoteAmount: multiply(price, size) };
  const amount = isZero(price) ? '0' : add(round(divide(size, price), places), '0');
  return { amount, quoteAmount: size };
}

/** "BTC-USD" → "USD". Of a future ("BIT-26APR24-CDE") the name says nothing about money. */
const quoteOf = (product: string): string => /^[^-]+-([^-]+)$/.exec(product)?.[1] ?? '';

const product = z.object({
  product_id: text.min(1),
  price: amountOrNone,
  base_currency_id: maybeText,
  quote_currency_id: maybeText,
});

export const productsPage = z.object({ products: z.array(product), num_products: z.number().nullish() });

/** A product that was never traded has no price: it is no yardstick, and left out. */
export const marketPrices = (products: readonly z.output<typeof product>[], at: string): MarketPrice[] =>
  products.flatMap(({ product_id, price, base_currency_id, quote_currency_id }) =>
    price === undefined
      ? []
      : [
          {
            symbol: product_id,
            price,
            at,
            ...(base_currency_id === '' ? {} : { base: base_currency_id }),
            ...(quote_currency_id === '' ? {} : { quote: quote_currency_id }),
          },
        ],
  );

/** Milliseconds where they are told; else the middle of the second that is. */
export const serverTime = z
  .union([
    z.object({ epochMillis: epoch() }).transform(({ epochMillis }) => epochMillis),
    z.object({ epochSeconds: epoch() }).transform(({ epochSeconds }) => epochSeconds * 1000 + 500),
  ])
  .refine((ms) => ms > 1_230_768_000_000 && ms < 4_102_444_800_000, 'expected a time between 2009 and 2100');

function epoch() {
  return z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);
}

const cancelled = z.object({ success: z.boolean(), order_id: id });
export const cancelledOrders = z.object({ results: z.array(cancelled) });
