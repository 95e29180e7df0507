import type { Json, JsonObject } from '../../domain/json.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { levelsAgainst } from '../order-book.ts';
import { refusal } from './codes.ts';
import { usualLimit } from './limits.ts';
import { marketIn } from './names.ts';
import { mandatory, optional, whole } from './parameters.ts';
import type { Call, Route } from './route.ts';

const get = (path: string, answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  group: 'public',
  limit: usualLimit,
  answer,
});

/** What needs no key, of spot and margin (SpotApi, MarginApi, MarginUniApi). */
export const marketRoutes: readonly Route[] = [
  get('/spot/time', ({ nowMs }) => ({ server_time: nowMs })),
  get('/spot/currencies', ({ books }) => currenciesOf(books).map((currency) => currencyRow(books, currency))),
  get('/spot/currencies/{currency}', oneCurrency),
  get('/spot/currency_pairs', ({ books }) => books.markets.filter(isSpot).map(pairRow)),
  get('/spot/currency_pairs/{currency_pair}', (call) => pairRow(pairOf(call, call.inPath('currency_pair')))),
  get('/spot/tickers', tickers),
  get('/spot/order_book', orderBook),
  // Deprecated on the page, and still asked for by ccxt's loadMarkets.
  get('/margin/currency_pairs', ({ books }) => books.markets.filter(isSpot).map(marginPairRow)),
  get('/margin/uni/currency_pairs', ({ books }) => books.markets.filter(isSpot).map(uniPairRow)),
  get('/wallet/currency_chains', chains),
];

/** Throws INVALID_CURRENCY_PAIR for a pair that is not listed. */
export function pairOf({ books }: Pick<Call, 'books'>, pair: string): LedgerMarket {
  const market = marketIn(books, 'spot', pair);
  if (market === undefined) throw refusal('INVALID_CURRENCY_PAIR', `Invalid currency pair ${pair}`);
  return market;
}

export const currenciesOf = (books: LedgerBooks): readonly string[] =>
  [
    ...new Set([
      ...books.markets.filter(isSpot).flatMap(({ base, quote }) => [base, quote]),
      ...books.balances.keys(),
    ]),
  ].sort();

/** Throws INVALID_CURRENCY for a coin that the venue does not have. */
export function knownCurrency({ core }: Call, currency: string): string {
  if (!currenciesOf(core.world.books()).includes(currency)) throw refusal('INVALID_CURRENCY');
  return currency;
}

/** Of the networks that the books mention with this coin. */
export const networksOf = (books: LedgerBooks, currency: string): readonly string[] => {
  const mentioned = [...books.addresses, ...books.withdrawals, ...books.deposits];
  return [...new Set(mentioned.filter(({ coin }) => coin === currency).map(({ network }) => network))].sort();
};

function currencyRow(books: LedgerBooks, currency: string): JsonObject {
  const networks = networksOf(books, currency);
  return {
    currency,
    name: currency,
    delisted: false,
    withdraw_disabled: false,
    withdraw_delayed: false,
    deposit_disabled: false,
    trade_disabled: false,
    fixed_rate: '',
    chain: networks[0] ?? currency,
    chains: networks.map((name) => ({
      name,
      addr: '',
      withdraw_disabled: false,
      withdraw_delayed: false,
      deposit_disabled: false,
    })),
  };
}

function oneCurrency({ books, inPath }: Call): Json {
  const currency = inPath('currency');
  if (!currenciesOf(books).includes(currency)) throw refusal('INVALID_CURRENCY');
  return currencyRow(books, currency);
}

/** Steps and limits are invented, and not enforced. `fee` is in percent. */
const pairRow = (market: LedgerMarket): JsonObject => ({
  id: market.symbol,
  base: market.base,
  base_name: market.base,
  quote: market.quote,
  quote_name: market.quote,
  fee: '0.2',
  min_base_amount: '0.000001',
  min_quote_amount: '1',
  max_base_amount: null,
  max_quote_amount: '5000000',
  amount_precision: 8,
  precision: 8,
  trade_status: 'tradable',
  sell_start: 0,
  buy_start: 0,
  delisting_time: 0,
  type: 'normal',
  trade_url: '',
  st_tag: false,
});

const marginPairRow = (market: LedgerMarket): JsonObject => ({
  id: market.symbol,
  base: market.base,
  quote: market.quote,
  leverage: 3,
  min_base_amount: '0.01',
  min_quote_amount: '1',
  max_quote_amount: '1000000',
  status: 1,
});

const uniPairRow = (market: LedgerMarket): JsonObject => ({
  currency_pair: market.symbol,
  base_min_borrow_amount: '0.01',
  quote_min_borrow_amount: '1',
  leverage: '3',
});

/** The sizes at the best prices are there for one pair, and empty without. */
function tickers(call: Call): Json {
  const pair = optional(call.parameters, 'currency_pair');
  if (pair !== undefined) return [tickerRow(pairOf(call, pair), true)];
  return call.books.markets.filter(isSpot).map((market) => tickerRow(market, false));
}

function tickerRow(market: LedgerMarket, withSizes: boolean): JsonObject {
  const [ask, bid] = [levelsAgainst(market, 'buy')[0], levelsAgainst(market, 'sell')[0]];
  return {
    currency_pair: market.symbol,
    last: market.price,
    lowest_ask: ask?.price ?? '',
    highest_bid: bid?.price ?? '',
    ...(withSizes ? { lowest_size: ask?.amount ?? '', highest_size: bid?.amount ?? '' } : {}),
    change_percentage: '0',
    base_volume: '0',
    quote_volume: '0',
    high_24h: market.price,
    low_24h: market.price,
  };
}

function orderBook(call: Call): Json {
  const market = pairOf(call, mandatory(call.parameters, 'currency_pair'));
  const limit = whole(call.parameters, 'limit', { least: 1, most: 1000 }) ?? 10;
  const side = (taker: 'buy' | 'sell'): Json =>
    levelsAgainst(market, taker)
      .slice(0, limit)
      .map(({ price, amount }) => [price, amount]);
  return { current: call.nowMs, update: call.nowMs, asks: side('buy'), bids: side('sell') };
}

function chains({ books, parameters }: Call): Json {
  const currency = mandatory(parameters, 'currency');
  return networksOf(books, currency).map((chain) => ({
    chain,
    name_cn: chain,
    name_en: chain,
    contract_address: '',
    is_disabled: 0,
    is_deposit_disabled: 0,
    is_withdraw_disabled: 0,
    decimal: '8',
    is_tag: 0,
  }));
}
