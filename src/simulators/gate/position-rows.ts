import type { JsonObject } from '../../domain/json.ts';
import { divide, multiply, subtract } from '../../domain/money.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerBooks, LedgerPosition } from '../ledger-books.ts';
import { signed, sized } from './contract-rows.ts';
import { rounded } from './decimals.ts';
import { printedSymbol, underlyingOf } from './names.ts';
import type { Product } from './names.ts';
import { secondOf } from './paging.ts';

/** Models Position, DeliveryPosition and OptionsPosition. A short one's size is less than nothing. */
export function positionRow(books: LedgerBooks, product: Product, position: LedgerPosition): JsonObject {
  const market = marketOf(books, position.symbol);
  const size = signed(position.side, position.amount);
  const value = multiply(position.amount, market.price);
  const row = {
    user: books.uid,
    contract: printedSymbol(market),
    size: sized(product, size),
    entry_price: position.entryPrice,
    mark_price: market.price,
    unrealised_pnl: multiply(size, subtract(market.price, position.entryPrice)),
    realised_pnl: '0',
    pending_orders: books.orders.filter(
      ({ symbol, status }) => symbol === position.symbol && status === 'open',
    ).length,
    close_order: null,
  };
  if (product === 'options') return { ...row, ...ofOption(underlyingOf(market), market.price) };
  return {
    ...row,
    leverage: position.leverage,
    leverage_max: '100',
    lever: position.leverage,
    cross_leverage_limit: '0',
    pos_margin_mode: 'isolated',
    risk_limit: '1000000',
    risk_limit_table: '',
    maintenance_rate: '0.005',
    average_maintenance_rate: '0.005',
    value,
    margin: rounded(divide(value, position.leverage)),
    initial_margin: rounded(divide(value, position.leverage)),
    maintenance_margin: multiply(value, '0.005'),
    liq_price: '0',
    ...noHistory,
    adl_ranking: 5,
    mode: 'single',
    update_time: secondOf(position.atMs),
    update_id: 1,
    open_time: secondOf(position.atMs),
    pid: 0,
  };
}

const noHistory: JsonObject = {
  pnl_pnl: '0',
  pnl_fund: '0',
  pnl_fee: '0',
  history_pnl: '0',
  last_close_pnl: '0',
  realised_point: '0',
  history_point: '0',
};

const ofOption = (underlying: string, price: string): JsonObject => ({
  underlying,
  underlying_price: price,
  mark_iv: '0',
  delta: '0',
  gamma: '0',
  vega: '0',
  theta: '0',
});
