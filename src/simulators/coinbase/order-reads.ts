import type { Json } from '../../domain/json.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { refusal } from './codes.ts';
import { orderIdOf, tradeIdOf } from './ids.ts';
import { expiryTypeOf, productTypeOf } from './names.ts';
import { fillRow, orderIn, orderRow, orderStatuses, orderTypeOf, orderTypeOfTrade } from './order-rows.ts';
import { sideOf, statusOf, timeInForceOf } from './order-rows.ts';
import { cursorPage } from './paging.ts';
import { moment, words } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { brokerage } from './route.ts';
import type { Call, Route } from './route.ts';

export const orderReads: readonly Route[] = [
  brokerage('orders/historical/batch', 'view', orders),
  brokerage('orders/historical/fills', 'view', fills),
  brokerage('orders/historical/{order}', 'view', oneOrder),
];

/** Whether a word is among the wanted ones, of which none means all: an id is made only to be compared. */
type Wanted = (name: string, ...is: readonly (string | (() => string))[]) => boolean;

const wantedIn =
  (parameters: Parameters, aliases: Readonly<Record<string, string>> = {}): Wanted =>
  (name, ...is) => {
    const named = [...parameters.list(name), ...parameters.list(aliases[name] ?? name)];
    if (named.length === 0) return true;
    return is.some((word) => named.includes(typeof word === 'string' ? word : word()));
  };

/** The singular names are those of older versions of the documents. */
const aliases = { product_ids: 'product_id', order_types: 'order_type', order_ids: 'order_id' };

/** "start … inclusive", "end … exclusive". */
function windowIn(parameters: Parameters, from: string, to: string): (atMs: number) => boolean {
  const fromMs = moment(parameters, from) ?? 0;
  const toMs = moment(parameters, to) ?? Number.POSITIVE_INFINITY;
  return (atMs) => atMs >= fromMs && atMs < toMs;
}

const isOfProduct = (books: LedgerBooks, wanted: Wanted, symbol: string): boolean => {
  const market = marketOf(books, symbol);
  return (
    wanted('product_ids', symbol) &&
    wanted('product_type', productTypeOf(market), 'UNKNOWN_PRODUCT_TYPE') &&
    wanted('product_types', productTypeOf(market)) &&
    wanted('asset_filters', market.base, market.quote)
  );
};

const pageOfOrders = { usual: 1_000, most: 1_000 } as const;
const pageOfFills = { usual: 100, most: 1_000 } as const;

const placements = ['RETAIL_SIMPLE', 'RETAIL_ADVANCED', 'UNKNOWN_PLACEMENT_SOURCE'] as const;

/** "Cannot pair OPEN orders with other order types"; "By default, returns RETAIL_ADVANCED placement source". */
function orders({ books, owner, parameters }: Call): Json {
  const statuses = words(parameters, 'order_status', orderStatuses);
  if (statuses.includes('OPEN') && statuses.length > 1) {
    throw parameters.bad('cannot pair OPEN orders with other order statuses');
  }
  refuseSorting(parameters);
  const [placement = 'RETAIL_ADVANCED'] = words(parameters, 'order_placement_source', placements);
  const wanted = wantedIn(parameters, aliases);
  const isWithin = windowIn(parameters, 'start_date', 'end_date');
  // Every order here was placed by the advanced interface: the simple one has none.
  const placed = placement === 'RETAIL_SIMPLE' ? [] : books.orders;
  const found = placed
    .filter((order) => statuses.length === 0 || statuses.includes(statusOf(order)))
    .filter(({ placedAtMs }) => isWithin(placedAtMs))
    .filter(({ id }) => wanted('order_ids', () => orderIdOf(id)))
    .filter((order) => wanted('order_types', orderTypeOf(order), 'UNKNOWN_ORDER_TYPE'))
    .filter(({ side }) => wanted('order_side', sideOf(side), 'UNKNOWN_ORDER_SIDE'))
    .filter((order) => wanted('time_in_forces', timeInForceOf(order)))
    .filter(({ symbol }) => isOfProduct(books, wanted, symbol))
    .filter(({ symbol }) => isOfExpiry(books, wanted, symbol));
  const page = cursorPage(parameters, found, pageOfOrders);
  return {
    orders: page.rows.map((order) => orderRow(books, owner, order)),
    sequence: '0',
    has_next: page.hasNext,
    cursor: page.cursor,
  };
}

// "Only applicable if product_type is set to FUTURE."
const isOfExpiry = (books: LedgerBooks, wanted: Wanted, symbol: string): boolean => {
  const market = marketOf(books, symbol);
  if (productTypeOf(market) === 'SPOT') return true;
  return wanted('contract_expiry_type', expiryTypeOf(market), 'UNKNOWN_CONTRACT_EXPIRY_TYPE');
};

// "results use unstable pagination": only the order of time is modelled.
function refuseSorting(parameters: Parameters): void {
  const [sort = 'UNKNOWN_SORT_BY'] = parameters.list('sort_by');
  if (sort !== 'UNKNOWN_SORT_BY' && sort !== 'TRADE_TIME') throw parameters.bad('sort_by is not supported');
}

/** The window is over the time of the trade: at or after its start, before its end. */
function fills({ books, owner, parameters }: Call): Json {
  refuseSorting(parameters);
  const wanted = wantedIn(parameters, aliases);
  const isWithin = windowIn(parameters, 'start_sequence_timestamp', 'end_sequence_timestamp');
  const found = books.trades
    .filter(({ atMs }) => isWithin(atMs))
    .filter(({ orderId }) => wanted('order_ids', () => orderIdOf(orderId)))
    .filter(({ id }) => wanted('trade_ids', () => tradeIdOf(id)))
    .filter(({ side }) => wanted('order_side', sideOf(side), 'UNKNOWN_ORDER_SIDE'))
    .filter((trade) => wanted('order_types', orderTypeOfTrade(books, trade), 'UNKNOWN_ORDER_TYPE'))
    .filter(({ symbol }) => isOfProduct(books, wanted, symbol));
  const page = cursorPage(parameters, found, pageOfFills);
  return { fills: page.rows.map((trade) => fillRow(books, owner, trade)), cursor: page.cursor };
}

function oneOrder({ books, owner, member }: Call): Json {
  const order = orderIn(books, member('order'));
  if (order === undefined) throw refusal('NOT_FOUND', 'order with this orderID was not found');
  return { order: orderRow(books, owner, order) };
}
