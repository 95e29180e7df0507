import type { Json } from '../../domain/json.ts';
import { isZero } from '../../domain/money.ts';
import { isoOf } from '../books-view.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { notFound } from './codes.ts';
import { tradeIdOf } from './ids.ts';
import { expiryTypeOf, isFiat, productTypeOf, secondsOf } from './names.ts';
import { pageSize, words } from './parameters.ts';
import { bookRow, cryptoRow, fiatRow, productRow, quotesOf, ratesOf } from './product-rows.ts';
import { app, brokerage } from './route.ts';
import type { Call, Route } from './route.ts';
import { priceInDollars } from './worth.ts';

/** Clock, products and prices. The same products stand under `products` for those who have a key. */
export const marketRoutes: readonly Route[] = [
  brokerage('time', 'public', ({ nowMs }) => ({
    iso: isoOf(nowMs),
    epochSeconds: String(Math.floor(nowMs / 1_000)),
    epochMillis: String(nowMs),
  })),
  app('time', 'public', ({ nowMs }) => ({
    data: { iso: secondsOf(isoOf(nowMs)), epoch: Math.floor(nowMs / 1_000) },
  })),
  ...(['market/products', 'products'] as const).flatMap((path): readonly Route[] => {
    const needs = path === 'products' ? 'view' : 'public';
    return [
      brokerage(path, needs, products),
      brokerage(`${path}/{product}`, needs, (call) => productRow(marketIn(call, call.member('product')))),
      brokerage(`${path}/{product}/ticker`, needs, ticker),
    ];
  }),
  brokerage('market/product_book', 'public', book),
  brokerage('product_book', 'view', book),
  brokerage('best_bid_ask', 'view', bestBidAsk),
  app('currencies', 'public', ({ books }) => ({ data: assetsOf(books).filter(isFiat).map(fiatRow) })),
  app('currencies/crypto', 'public', ({ books }) => ({
    data: assetsOf(books)
      .filter((asset) => !isFiat(asset))
      .map(cryptoRow),
  })),
  app('exchange-rates', 'public', ({ books }) => ({
    data: { currency: 'USD', rates: ratesOf(pricesOf(books)) },
  })),
];

const assetsOf = ({ markets, balances }: LedgerBooks): readonly string[] =>
  [...new Set(['USD', ...markets.flatMap(({ base, quote }) => [base, quote]), ...balances.keys()])].sort();

const pricesOf = (books: LedgerBooks): ReadonlyMap<string, string> =>
  new Map(
    assetsOf(books)
      .map((asset) => [asset, priceInDollars(books, asset)] as const)
      .filter(([, price]) => !isZero(price)),
  );

function marketIn({ books, parameters }: Call, symbol: string): LedgerMarket {
  const market = books.markets.find((each) => each.symbol === symbol);
  if (market === undefined) throw notFound(parameters.half, `product ${symbol}`);
  return market;
}

/**
 * Without a limit all of them. Without a type the pairs only ("get_all_products: … of all product types"),
 * and FUTURE alone means what expires: clients ask for perpetuals beside it (ccxt; no document says it).
 */
function products({ books, parameters }: Call): Json {
  const ids = parameters.list('product_ids');
  const isAll = parameters.text('get_all_products') === 'true' || ids.length > 0;
  const types = words(parameters, 'product_type', ['SPOT', 'FUTURE', 'UNKNOWN_PRODUCT_TYPE']).filter(isKnown);
  const expiry = words(parameters, 'contract_expiry_type', [
    'EXPIRING',
    'PERPETUAL',
    'UNKNOWN_CONTRACT_EXPIRY_TYPE',
  ]).filter(isKnown);
  const isAmong = (wanted: readonly string[], usual: string, is: string): boolean =>
    wanted.length > 0 ? wanted.includes(is) : isAll || is === usual;
  const found = books.markets
    .filter(({ symbol }) => ids.length === 0 || ids.includes(symbol))
    .filter((market) => isAmong(types, 'SPOT', productTypeOf(market)))
    .filter((market) => isSpot(market) || isAmong(expiry, 'EXPIRING', expiryTypeOf(market)));
  const offset = Number(parameters.text('offset') ?? '0');
  if (!Number.isSafeInteger(offset) || offset < 0) throw parameters.bad('offset is invalid');
  const size = pageSize(parameters, { usual: found.length, most: Math.max(1, found.length) });
  const page = found.slice(offset, offset + size);
  return { products: page.map(productRow), num_products: page.length };
}

const isKnown = (word: string): boolean => !word.startsWith('UNKNOWN');

function ticker(call: Call): Json {
  const market = marketIn(call, call.member('product'));
  const { bid, ask } = quotesOf(market);
  return {
    trades: [
      {
        trade_id: tradeIdOf(0),
        product_id: market.symbol,
        price: market.price,
        size: bid.size,
        time: isoOf(call.nowMs),
        side: 'BUY',
        bid: '',
        ask: '',
      },
    ],
    best_bid: bid.price,
    best_ask: ask.price,
  };
}

function book(call: Call): Json {
  const symbol = call.parameters.text('product_id');
  if (symbol === undefined) throw call.parameters.bad('product_id is required');
  return { pricebook: bookRow(marketIn(call, symbol), isoOf(call.nowMs)) };
}

function bestBidAsk(call: Call): Json {
  const ids = call.parameters.list('product_ids');
  const markets = ids.length === 0 ? call.books.markets : ids.map((symbol) => marketIn(call, symbol));
  return { pricebooks: markets.map((market) => bookRow(market, isoOf(call.nowMs))) };
}
