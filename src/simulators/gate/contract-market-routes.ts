import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerMarket } from '../ledger-books.ts';
import { levelsAgainst } from '../order-book.ts';
import { badParameter, refusal } from './codes.ts';
import { dayOf } from './contract-days.ts';
import { usualLimit } from './limits.ts';
import { marketIn, printedSymbol, productOf, settleOf, underlyingOf } from './names.ts';
import type { Product } from './names.ts';
import { optional } from './parameters.ts';
import { sliceOf } from './paging.ts';
import type { Call, Route } from './route.ts';

const get = (path: string, answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  group: 'public',
  limit: usualLimit,
  answer,
});

/** Public lists of perpetuals and delivery contracts (FuturesApi, DeliveryApi). */
export const contractMarketRoutes: readonly Route[] = [
  get('/futures/{settle}/contracts', (call) =>
    sliceOf(marketsOf(call, 'futures'), call.parameters).rows.map(perpetualRow),
  ),
  get('/futures/{settle}/contracts/{contract}', (call) =>
    perpetualRow(contractOf(call, 'futures', call.inPath('contract'))),
  ),
  get('/futures/{settle}/tickers', (call) => tickers(call, 'futures')),
  get('/delivery/{settle}/contracts', (call) => marketsOf(call, 'delivery').map(deliveryRow)),
  get('/delivery/{settle}/contracts/{contract}', (call) =>
    deliveryRow(contractOf(call, 'delivery', call.inPath('contract'))),
  ),
  get('/delivery/{settle}/tickers', (call) => tickers(call, 'delivery')),
];

const settles: readonly string[] = ['btc', 'usdt'];

/** The settle currency of the path; throws for one that the venue has no contracts in. */
export function settleIn({ inPath }: Pick<Call, 'inPath'>): string {
  const settle = inPath('settle');
  if (!settles.includes(settle)) throw badParameter('settle', settle);
  return settle;
}

export function marketsOf(call: Call, product: Product): readonly LedgerMarket[] {
  const settle = product === 'options' ? undefined : settleIn(call);
  return call.core.world
    .books()
    .markets.filter((market) => productOf(market) === product)
    .filter((market) => settle === undefined || settleOf(market) === settle);
}

/** Throws CONTRACT_NOT_FOUND: "Every settle currency has its own contract list". */
export function contractOf(call: Call, product: Product, name: string): LedgerMarket {
  const settle = product === 'options' ? undefined : settleIn(call);
  const market = marketIn(call.core.world.books(), product, name, settle);
  if (market === undefined) throw refusal('CONTRACT_NOT_FOUND');
  return market;
}

function tickers(call: Call, product: Product): Json {
  const contract = optional(call.parameters, 'contract');
  const markets = contract === undefined ? marketsOf(call, product) : [contractOf(call, product, contract)];
  return markets.map((market) => {
    const [ask, bid] = [levelsAgainst(market, 'buy')[0], levelsAgainst(market, 'sell')[0]];
    return {
      contract: printedSymbol(market),
      last: market.price,
      change_percentage: '0',
      total_size: '0',
      low_24h: market.price,
      high_24h: market.price,
      volume_24h: '0',
      volume_24h_btc: '0',
      volume_24h_usd: '0',
      volume_24h_base: '0',
      volume_24h_quote: '0',
      volume_24h_settle: '0',
      mark_price: market.price,
      funding_rate: product === 'futures' ? '0.0001' : '0',
      funding_rate_indicative: product === 'futures' ? '0.0001' : '0',
      index_price: market.price,
      quanto_base_rate: '',
      lowest_ask: ask?.price ?? '',
      lowest_size: ask?.amount ?? '',
      highest_bid: bid?.price ?? '',
      highest_size: bid?.amount ?? '',
    };
  });
}

/** Steps, rates and limits are invented, and not enforced. One contract is one unit of the base asset. */
const contractRow = (market: LedgerMarket): JsonObject => ({
  name: printedSymbol(market),
  type: market.kind === 'inverse' ? 'inverse' : 'direct',
  quanto_multiplier: market.kind === 'inverse' ? '0' : '1',
  leverage_min: '1',
  leverage_max: '100',
  maintenance_rate: '0.005',
  mark_type: 'index',
  mark_price: market.price,
  index_price: market.price,
  last_price: market.price,
  maker_fee_rate: '-0.00025',
  taker_fee_rate: '0.00075',
  order_price_round: '0.00000001',
  mark_price_round: '0.01',
  risk_limit_base: '1000000',
  risk_limit_step: '1000000',
  risk_limit_max: '8000000',
  order_size_min: '0.00000001',
  order_size_max: '1000000',
  order_price_deviate: '0.5',
  ref_discount_rate: '0',
  ref_rebate_rate: '0.2',
  orderbook_id: 1,
  trade_id: 1,
  trade_size: '0',
  position_size: '0',
  config_change_time: 1_609_899_548,
  in_delisting: false,
  orders_limit: 50,
});

const perpetualRow = (market: LedgerMarket): JsonObject => ({
  ...contractRow(market),
  funding_rate: '0.0001',
  funding_rate_indicative: '0.0001',
  funding_offset: 0,
  funding_interval: 28_800,
  funding_next_apply: 1_610_035_200,
  funding_impact_value: '60000',
  funding_cap_ratio: '0.75',
  funding_rate_limit: '0.003',
  interest_rate: '0.0003',
  cross_leverage_default: '10',
  enable_decimal: true,
  enable_bonus: true,
  enable_credit: true,
  create_time: 1_545_235_200,
  launch_time: 1_545_235_200,
  delisting_time: 0,
  delisted_time: 0,
  status: 'trading',
  market_order_slip_ratio: '0.05',
  market_order_size_max: '0',
  contract_type: '',
  voucher_leverage: '0',
  is_pre_market: false,
  enable_circuit_breaker: false,
  long_users: 0,
  short_users: 0,
});

const deliveryRow = (market: LedgerMarket): JsonObject => ({
  ...contractRow(market),
  underlying: underlyingOf(market),
  cycle: 'QUARTERLY',
  basis_rate: '0',
  basis_value: '0',
  basis_impact_value: '100000',
  settle_price: '0',
  settle_price_interval: 60,
  settle_price_duration: 1_800,
  expire_time: dayOf(printedSymbol(market).slice(-8)),
});
