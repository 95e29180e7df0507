import type { JsonObject } from '../../domain/json.ts';
import { add, divide, multiply, round, subtract } from '../../domain/money.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerMarket } from '../ledger-books.ts';
import { levelsAgainst } from '../order-book.ts';
import { assetIdOf } from './ids.ts';
import { expiryTypeOf, isFiat, isIntx, productTypeOf } from './names.ts';

/** A product as recorded (ccxt-static, markets). What the books do not know is as good as empty. */
export const productRow = (market: LedgerMarket): JsonObject => ({
  product_id: market.symbol,
  price: market.price,
  price_percentage_change_24h: '0',
  volume_24h: '0',
  volume_percentage_change_24h: '0',
  base_increment: '0.00000001',
  quote_increment: '0.00000001',
  quote_min_size: '0.00000001',
  quote_max_size: '150000000',
  base_min_size: '0.00000001',
  base_max_size: '150000000',
  base_name: isSpot(market) ? market.base : '',
  quote_name: market.quote,
  watched: false,
  is_disabled: false,
  new: false,
  status: isSpot(market) ? 'online' : '',
  cancel_only: false,
  limit_only: false,
  post_only: false,
  trading_disabled: false,
  auction_mode: false,
  product_type: productTypeOf(market),
  quote_currency_id: market.quote,
  base_currency_id: isSpot(market) ? market.base : '',
  fcm_trading_session_details: null,
  mid_market_price: '',
  alias: '',
  alias_to: [],
  base_display_symbol: market.base,
  quote_display_symbol: market.quote,
  view_only: false,
  price_increment: '0.00000001',
  display_name: market.symbol,
  product_venue: isSpot(market) ? 'CBE' : isIntx(market.symbol) ? 'INTX' : 'FCM',
  approximate_quote_24h_volume: '0',
  new_at: '2023-01-01T00:00:00Z',
  ...(isSpot(market) ? {} : { future_product_details: futureDetails(market) }),
});

const futureDetails = (market: LedgerMarket): JsonObject => ({
  venue: isIntx(market.symbol) ? '' : 'cde',
  contract_code: market.base,
  contract_expiry: null,
  contract_size: '1',
  contract_root_unit: market.base,
  group_description: '',
  contract_expiry_timezone: '',
  group_short_description: '',
  risk_managed_by: isIntx(market.symbol) ? 'MANAGED_BY_VENUE' : 'MANAGED_BY_FCM',
  contract_expiry_type: expiryTypeOf(market),
  perpetual_details: {
    open_interest: '0',
    funding_rate: '0',
    funding_time: null,
    max_leverage: '20',
    base_asset_uuid: assetIdOf(market.base),
    underlying_type: 'SPOT',
  },
  contract_display_name: market.symbol,
  time_to_expiry_ms: '0',
  non_crypto: false,
  contract_expiry_name: '',
  twenty_four_by_seven: false,
  funding_interval: null,
});

interface Quote {
  readonly price: string;
  readonly size: string;
}

/** The best on each side of the simulated book: a tenth of a per cent around the price if it is empty. */
export function quotesOf(market: LedgerMarket): { readonly bid: Quote; readonly ask: Quote } {
  const quote = (side: 'buy' | 'sell'): Quote => {
    const [best] = levelsAgainst(market, side);
    const away = multiply(market.price, '0.001');
    const price = side === 'buy' ? add(market.price, away) : subtract(market.price, away);
    return best === undefined ? { price, size: '0' } : { price: best.price, size: best.amount };
  };
  return { bid: quote('sell'), ask: quote('buy') };
}

export function bookRow(market: LedgerMarket, time: string): JsonObject {
  const { bid, ask } = quotesOf(market);
  return { product_id: market.symbol, bids: [{ ...bid }], asks: [{ ...ask }], time };
}

export const cryptoRow = (asset: string, index: number): JsonObject => ({
  asset_id: assetIdOf(asset),
  code: asset,
  name: asset,
  color: '#0066CF',
  sort_index: 100 + index,
  exponent: 8,
  type: 'crypto',
  address_regex: '',
});

export const fiatRow = (asset: string): JsonObject => ({ id: asset, name: asset, min_size: '0.01' });

/** How much of each asset one dollar is: the other way round than prices are. */
export const ratesOf = (prices: ReadonlyMap<string, string>): JsonObject =>
  Object.fromEntries(
    [...prices].map(([asset, price]) => [asset, round(divide('1', price), isFiat(asset) ? 4 : 12)]),
  );
