import type { Json, JsonObject } from '../../domain/json.ts';
import { levelsAgainst } from '../order-book.ts';
import type { LedgerMarket } from '../ledger-books.ts';
import { badParameter } from './codes.ts';
import { categoryOf, marketIn, printedSymbol, settleCoinOf } from './names.ts';
import type { Category } from './names.ts';
import { listCursor, pageOf } from './paging.ts';
import { categoryIn, optional } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** What needs no key (market/*). */
export const marketRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v5/market/time',
    needs: 'public',
    said: 'OK',
    answer: ({ nowMs }) => ({
      timeSecond: String(Math.floor(nowMs / 1000)),
      timeNano: `${nowMs}000000`,
    }),
  },
  { method: 'GET', path: '/v5/market/tickers', needs: 'public', said: 'OK', answer: tickers },
  {
    method: 'GET',
    path: '/v5/market/instruments-info',
    needs: 'public',
    said: 'OK',
    answer: instruments,
  },
];

/** "If category=option, `symbol` or `baseCoin` must be passed." */
function tickers(call: Call): Json {
  const category = categoryIn(call.parameters);
  const [symbol, baseCoin] = [optional(call.parameters, 'symbol'), optional(call.parameters, 'baseCoin')];
  if (category === 'option' && symbol === undefined && baseCoin === undefined) {
    throw badParameter('either symbol or baseCoin is required');
  }
  const list = listed(call, category, symbol)
    .filter((market) => category !== 'option' || baseCoin === undefined || market.base === baseCoin)
    .map(tickerRow);
  return { category, list };
}

/** Perpetuals before their launch, and whatever else has another status, are not among the books. */
function instruments(call: Call): Json {
  const { parameters } = call;
  const category = categoryIn(parameters);
  const symbol = optional(parameters, 'symbol');
  // "`option`: returns BTC by default".
  const usualBase = category === 'option' && symbol === undefined ? 'BTC' : undefined;
  const baseCoin = category === 'spot' ? undefined : (optional(parameters, 'baseCoin') ?? usualBase);
  const status = optional(parameters, 'status') ?? 'Trading';
  const all = listed(call, category, symbol)
    .filter((market) => baseCoin === undefined || market.base === baseCoin)
    .filter(() => status === 'Trading');
  // "Spot does not support pagination, so `limit`, `cursor` are invalid."
  if (category === 'spot') return { category, list: all.map(instrumentRow) };
  const page = pageOf(all, parameters, {
    limit: { usual: 500, most: 1000 },
    mark: listCursor(printedSymbol),
  });
  const isLast = page.rows.at(-1) === all.at(-1);
  return {
    category,
    list: page.rows.map(instrumentRow),
    nextPageCursor: isLast ? '' : page.nextPageCursor,
  };
}

function listed(call: Call, category: Category, symbol: string | undefined): readonly LedgerMarket[] {
  if (symbol === undefined) return call.books.markets.filter((market) => categoryOf(market) === category);
  const market = marketIn(call.books, category, symbol);
  if (market === undefined) throw badParameter('symbol invalid');
  return [market];
}

function tickerRow(market: LedgerMarket): JsonObject {
  const category = categoryOf(market);
  const [ask, bid] = [levelsAgainst(market, 'buy')[0], levelsAgainst(market, 'sell')[0]];
  const row = {
    symbol: printedSymbol(market),
    bid1Price: bid?.price ?? '',
    bid1Size: bid?.amount ?? '',
    ask1Price: ask?.price ?? '',
    ask1Size: ask?.amount ?? '',
    lastPrice: market.price,
    highPrice24h: market.price,
    lowPrice24h: market.price,
    turnover24h: '0',
    volume24h: '0',
  };
  if (category === 'spot') return { ...row, ...yesterday(market), usdIndexPrice: market.price };
  return category === 'option' ? { ...row, ...ofOption(market) } : { ...row, ...ofContract(market) };
}

const yesterday = ({ price }: LedgerMarket) => ({ prevPrice24h: price, price24hPcnt: '0' });

const ofContract = (market: LedgerMarket): JsonObject => ({
  ...yesterday(market),
  indexPrice: market.price,
  markPrice: market.price,
  prevPrice1h: market.price,
  openInterest: '0',
  openInterestValue: '0',
  fundingRate: '0.0001',
  nextFundingTime: '0',
  predictedDeliveryPrice: '',
  basisRate: '',
  deliveryFeeRate: '',
  deliveryTime: '0',
  basis: '',
  preOpenPrice: '',
  preQty: '',
  curPreListingPhase: '',
  fundingIntervalHour: '8',
  basisRateYear: '',
  fundingCap: '0.005',
});

const ofOption = (market: LedgerMarket): JsonObject => ({
  bid1Iv: '0',
  ask1Iv: '0',
  markPrice: market.price,
  indexPrice: market.price,
  markIv: '0',
  underlyingPrice: market.price,
  openInterest: '0',
  totalVolume: '0',
  totalTurnover: '0',
  delta: '0',
  gamma: '0',
  vega: '0',
  theta: '0',
  predictedDeliveryPrice: '0',
  change24h: '0',
});

/** Steps and limits are invented, and not enforced. */
function instrumentRow(market: LedgerMarket): JsonObject {
  const category = categoryOf(market);
  const row = {
    symbol: printedSymbol(market),
    status: 'Trading',
    baseCoin: market.base,
    quoteCoin: market.quote,
  };
  if (category === 'spot') return { ...row, ...spotInstrument };
  const settled = { ...row, settleCoin: settleCoinOf(market) ?? '', ...dates };
  return category === 'option'
    ? { ...settled, ...optionInstrument(market) }
    : { ...settled, ...contractInstrument, contractType: contractType[category] };
}

const dates = { launchTime: '1585526400000', deliveryTime: '0', deliveryFeeRate: '' };
const contractType = { linear: 'LinearPerpetual', inverse: 'InversePerpetual' } as const;

const spotInstrument: JsonObject = {
  symbolId: 1,
  innovation: '0',
  marginTrading: 'utaOnly',
  stTag: '0',
  lotSizeFilter: {
    basePrecision: '0.000001',
    quotePrecision: '0.0000001',
    minOrderQty: '0.000001',
    maxOrderQty: '1000000000',
    minOrderAmt: '1',
    maxOrderAmt: '1000000000',
    maxLimitOrderQty: '1000000000',
    maxMarketOrderQty: '1000000000',
    postOnlyMaxLimitOrderSize: '1000000000',
  },
  priceFilter: { tickSize: '0.000001' },
  riskParameters: { priceLimitRatioX: '0.5', priceLimitRatioY: '1' },
  symbolType: '',
};

const contractInstrument: JsonObject = {
  symbolId: 5,
  priceScale: '2',
  leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
  priceFilter: { minPrice: '0.10', maxPrice: '1999999.80', tickSize: '0.10' },
  lotSizeFilter: {
    maxOrderQty: '1190.000',
    minOrderQty: '0.001',
    qtyStep: '0.001',
    postOnlyMaxOrderQty: '1190.000',
    maxMktOrderQty: '500.000',
    minNotionalValue: '5',
  },
  unifiedMarginTrade: true,
  fundingInterval: 480,
  copyTrading: 'both',
  upperFundingRate: '0.00375',
  lowerFundingRate: '-0.00375',
  isPreListing: false,
  preListingInfo: null,
  riskParameters: { priceLimitRatioX: '0.01', priceLimitRatioY: '0.02' },
  symbolType: '',
};

const optionInstrument = (market: LedgerMarket): JsonObject => ({
  optionsType: /-P(-|$)/.test(market.symbol) ? 'Put' : 'Call',
  priceFilter: { minPrice: '5', maxPrice: '1110000', tickSize: '5' },
  lotSizeFilter: { maxOrderQty: '500', minOrderQty: '0.01', qtyStep: '0.01' },
  displayName: market.symbol,
});
