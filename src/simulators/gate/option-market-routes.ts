import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerMarket } from '../ledger-books.ts';
import { levelsAgainst } from '../order-book.ts';
import { dayOf } from './contract-days.ts';
import { contractOf, marketsOf } from './contract-market-routes.ts';
import { usualLimit } from './limits.ts';
import { printedSymbol, underlyingOf } from './names.ts';
import { mandatory, optional } from './parameters.ts';
import type { Call, Route } from './route.ts';

const get = (path: string, answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  group: 'public',
  limit: usualLimit,
  answer,
});

/** Public lists of options (OptionsApi): nearly all want the underlying. */
export const optionMarketRoutes: readonly Route[] = [
  get('/options/underlyings', (call) => underlyingsOf(call).map(underlyingRow)),
  get('/options/expirations', (call) =>
    [...new Set(ofUnderlying(call).map(({ expiration }) => expiration))].sort(),
  ),
  get('/options/contracts', optionContracts),
  get('/options/contracts/{contract}', (call) =>
    optionRow(contractOf(call, 'options', call.inPath('contract'))),
  ),
  get('/options/tickers', (call) => ofUnderlying(call).map(({ market }) => optionTickerRow(market))),
];

interface Option {
  readonly market: LedgerMarket;
  readonly expiration: number;
  readonly strike: string;
  readonly isCall: boolean;
}

/** "BTC_USDT-20211130-65000-C". */
function optionIn(market: LedgerMarket): Option {
  const [, digits = '', strike = '', side] = printedSymbol(market).split('-');
  return { market, expiration: dayOf(digits), strike, isCall: side === 'C' };
}

const underlyingsOf = (call: Call): readonly LedgerMarket[] => {
  const markets = marketsOf(call, 'options');
  return markets.filter(
    (market, index) => markets.findIndex((each) => underlyingOf(each) === underlyingOf(market)) === index,
  );
};

/** The price of what is beneath: the pair's, where it is listed. */
function underlyingRow(market: LedgerMarket): JsonObject {
  return { name: underlyingOf(market), index_price: market.price };
}

function ofUnderlying(call: Call): readonly Option[] {
  const underlying = mandatory(call.parameters, 'underlying');
  return marketsOf(call, 'options')
    .filter((market) => underlyingOf(market) === underlying)
    .map(optionIn);
}

function optionContracts(call: Call): Json {
  const expiration = optional(call.parameters, 'expiration');
  return ofUnderlying(call)
    .filter((option) => expiration === undefined || String(option.expiration) === expiration)
    .map(({ market }) => optionRow(market));
}

function optionRow(market: LedgerMarket): JsonObject {
  const { expiration, strike, isCall } = optionIn(market);
  return {
    name: printedSymbol(market),
    tag: 'month',
    create_time: 1_609_899_548,
    expiration_time: expiration,
    is_call: isCall,
    strike_price: strike,
    multiplier: '1',
    underlying: underlyingOf(market),
    underlying_price: market.price,
    last_price: market.price,
    mark_price: market.price,
    index_price: market.price,
    maker_fee_rate: '0.0004',
    taker_fee_rate: '0.0004',
    order_price_round: '0.1',
    mark_price_round: '0.1',
    order_size_min: 1,
    order_size_max: 100_000,
    order_price_deviate: '0.9',
    ref_discount_rate: '0',
    ref_rebate_rate: '0',
    orderbook_id: 1,
    trade_id: 1,
    trade_size: 0,
    position_size: 0,
    orders_limit: 50,
  };
}

function optionTickerRow(market: LedgerMarket): JsonObject {
  const [ask, bid] = [levelsAgainst(market, 'buy')[0], levelsAgainst(market, 'sell')[0]];
  return {
    name: printedSymbol(market),
    last_price: market.price,
    mark_price: market.price,
    index_price: market.price,
    ask1_price: ask?.price ?? '0',
    ask1_size: 0,
    bid1_price: bid?.price ?? '0',
    bid1_size: 0,
    position_size: 0,
    mark_iv: '0',
    bid_iv: '0',
    ask_iv: '0',
    leverage: '0',
    delta: '0',
    gamma: '0',
    vega: '0',
    theta: '0',
    rho: '0',
  };
}
