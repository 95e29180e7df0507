import type { JsonObject } from '../../domain/json.ts';
import { add, divide, multiply, negate, subtract, sum } from '../../domain/money.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerBooks, LedgerPosition } from '../ledger-books.ts';
import { assetIdOf, portfolioIdOf } from './ids.ts';
import { isIntx } from './names.ts';
import { valueIn } from './worth.ts';

/** Positions: with the futures commission merchant (cfm), and on the international exchange (intx). */

export const cfmPositions = ({ positions }: LedgerBooks): readonly LedgerPosition[] =>
  positions.filter(({ symbol }) => !isIntx(symbol));

export const intxPositions = ({ positions }: LedgerBooks): readonly LedgerPosition[] =>
  positions.filter(({ symbol }) => isIntx(symbol));

export function profitOf(books: LedgerBooks, position: LedgerPosition): string {
  const gained = subtract(marketOf(books, position.symbol).price, position.entryPrice);
  return multiply(position.side === 'long' ? gained : negate(gained), position.amount);
}

/** ListFuturesPositions. A contract here is of one unit; how long it runs the books do not know. */
export const cfmPositionRow = (books: LedgerBooks, position: LedgerPosition): JsonObject => ({
  product_id: position.symbol,
  expiration_time: null,
  side: position.side === 'long' ? 'LONG' : 'SHORT',
  number_of_contracts: position.amount,
  current_price: marketOf(books, position.symbol).price,
  avg_entry_price: position.entryPrice,
  unrealized_pnl: profitOf(books, position),
  daily_realized_pnl: '0',
});

const owned = 'USDC';
const usdc = (value: string): JsonObject => valueIn(value, owned);

const notionalOf = (books: LedgerBooks, { symbol, amount }: LedgerPosition): string =>
  multiply(marketOf(books, symbol).price, amount);

/** As recorded (ccxt-static, fetchPositions). Net sizes of short positions are negative (assumed). */
export const intxPositionRow = (books: LedgerBooks, owner: string, position: LedgerPosition): JsonObject => ({
  product_id: position.symbol,
  product_uuid: assetIdOf(position.symbol),
  portfolio_uuid: portfolioIdOf(`${owner}/intx`),
  symbol: position.symbol,
  vwap: usdc(position.entryPrice),
  entry_vwap: usdc(position.entryPrice),
  position_side: position.side === 'long' ? 'POSITION_SIDE_LONG' : 'POSITION_SIDE_SHORT',
  margin_type: 'MARGIN_TYPE_CROSS',
  net_size: position.side === 'long' ? position.amount : negate(position.amount),
  buy_order_size: '0',
  sell_order_size: '0',
  im_contribution: divide('1', position.leverage),
  unrealized_pnl: usdc(profitOf(books, position)),
  mark_price: usdc(marketOf(books, position.symbol).price),
  liquidation_price: usdc('0'),
  leverage: position.leverage,
  im_notional: usdc(divide(notionalOf(books, position), position.leverage)),
  mm_notional: usdc('0'),
  position_notional: usdc(notionalOf(books, position)),
  aggregated_pnl: usdc(profitOf(books, position)),
  liquidation_buffer: '0',
  liquidation_percentage: '0',
  portfolio_summary: intxSummary(books, owner),
});

const heldIn = (books: LedgerBooks, asset: string): string => books.wallets.get('futures')?.get(asset) ?? '0';

export function intxSummary(books: LedgerBooks, owner: string): JsonObject {
  const positions = intxPositions(books);
  const notional = sum(positions.map((each) => notionalOf(books, each)));
  const profit = sum(positions.map((each) => profitOf(books, each)));
  const collateral = heldIn(books, owned);
  const total = add(collateral, profit);
  return {
    portfolio_uuid: portfolioIdOf(`${owner}/intx`),
    collateral,
    position_notional: notional,
    open_position_notional: notional,
    pending_fees: '0',
    borrow: '0',
    accrued_interest: '0',
    rolling_debt: '0',
    portfolio_initial_margin: '0',
    portfolio_im_notional: usdc('0'),
    portfolio_maintenance_margin: '0',
    portfolio_mm_notional: usdc('0'),
    liquidation_percentage: '0',
    liquidation_buffer: '0',
    margin_type: 'MARGIN_TYPE_CROSS',
    margin_flags: 'PORTFOLIO_MARGIN_FLAGS_UNSPECIFIED',
    liquidation_status: 'PORTFOLIO_LIQUIDATION_STATUS_NOT_LIQUIDATING',
    unrealized_pnl: usdc(profit),
    buying_power: usdc(total),
    total_balance: usdc(total),
    max_withdrawal: usdc(collateral),
  };
}

/** GetFuturesBalanceSummary. The merchant's account is in dollars. */
export function cfmSummary(books: LedgerBooks): JsonObject {
  const usd = (value: string): JsonObject => valueIn(value, 'USD');
  const atMerchant = heldIn(books, 'USD');
  const inWallet = books.balances.get('USD')?.free ?? '0';
  const profit = sum(cfmPositions(books).map((each) => profitOf(books, each)));
  const margin: JsonObject = {
    margin_window_type: 'FCM_MARGIN_WINDOW_TYPE_INTRADAY',
    margin_level: 'MARGIN_LEVEL_TYPE_BASE',
    initial_margin: '0',
    maintenance_margin: '0',
    liquidation_buffer: '0',
    total_hold: '0',
    futures_buying_power: atMerchant,
  };
  return {
    futures_buying_power: usd(atMerchant),
    total_usd_balance: usd(add(atMerchant, inWallet)),
    cbi_usd_balance: usd(inWallet),
    cfm_usd_balance: usd(atMerchant),
    total_open_orders_hold_amount: usd('0'),
    unrealized_pnl: usd(profit),
    daily_realized_pnl: usd('0'),
    initial_margin: usd('0'),
    available_margin: usd(atMerchant),
    liquidation_threshold: usd('0'),
    liquidation_buffer_amount: usd('0'),
    liquidation_buffer_percentage: '0',
    intraday_margin_window_measure: margin,
    overnight_margin_window_measure: { ...margin, margin_window_type: 'FCM_MARGIN_WINDOW_TYPE_OVERNIGHT' },
  };
}

export const intxBalanceRows = (books: LedgerBooks): readonly JsonObject[] =>
  [...(books.wallets.get('futures') ?? [])].map(([asset, quantity]) => ({
    asset: {
      asset_id: asset,
      asset_uuid: assetIdOf(asset),
      asset_name: asset,
      status: 'ACTIVE',
      collateral_weight: '1',
      account_collateral_limit: '',
      ecosystem_collateral_limit_breached: false,
      asset_icon_url: '',
      supported_networks_enabled: true,
    },
    quantity,
    hold: '0',
    transfer_hold: '0',
    collateral_value: quantity,
    collateral_weight: '1',
    max_withdraw_amount: quantity,
    loan: '0',
    loan_collateral_requirement_usd: '0',
    pledged_quantity: '0',
  }));
