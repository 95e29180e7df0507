import type { JsonObject } from '../../domain/json.ts';
import { add, isZero, sum } from '../../domain/money.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { accountsOf } from './account-rows.ts';
import { portfolioIdOf } from './ids.ts';
import { isFiat, isIntx } from './names.ts';
import { cfmPositions, intxPositions, intxPositionRow, profitOf } from './position-rows.ts';
import { nativeCurrency, valueIn, worthOf } from './worth.ts';

export interface Portfolio {
  readonly id: string;
  readonly name: string;
  readonly type: 'DEFAULT' | 'CONSUMER' | 'INTX';
  /** Whose books: as `Call.owner`. */
  readonly owner: string;
}

/**
 * The books' main account is the default portfolio, each sub-account one of the customer's own. One for
 * perpetuals is there if the books list any. `books`: all of them, not as a key sees them.
 */
export function portfoliosOf(books: LedgerBooks): readonly Portfolio[] {
  const main = String(books.uid);
  const portfolio = (owner: string, name: string, type: Portfolio['type']): Portfolio => ({
    id: portfolioIdOf(owner),
    name,
    type,
    owner,
  });
  return [
    portfolio(main, 'Default', 'DEFAULT'),
    ...(books.markets.some(({ symbol }) => isIntx(symbol))
      ? [portfolio(`${main}/intx`, 'Perpetuals', 'INTX')]
      : []),
    ...books.subAccounts.map(({ id, label }) => portfolio(id, label, 'CONSUMER')),
  ];
}

export const portfolioRow = ({ name, id, type }: Portfolio): JsonObject => ({
  name,
  uuid: id,
  type,
  deleted: false,
});

/** GetPortfolioBreakdown. `books`: as the portfolio has them. */
export function breakdownRow(books: LedgerBooks, portfolio: Portfolio): JsonObject {
  const spot = spotPositions(books, portfolio);
  const worthWhere = (isWanted: (asset: string) => boolean): string =>
    sum(spot.filter(({ asset }) => isWanted(asset)).map(({ worth }) => worth));
  const [futures, perpetuals] = [cfmPositions(books), intxPositions(books)];
  const native = (value: string): JsonObject => valueIn(value, nativeCurrency);
  return {
    portfolio: portfolioRow(portfolio),
    portfolio_balances: {
      total_balance: native(worthWhere(() => true)),
      total_futures_balance: native(books.wallets.get('futures')?.get('USD') ?? '0'),
      total_cash_equivalent_balance: native(worthWhere(isFiat)),
      total_crypto_balance: native(worthWhere((asset) => !isFiat(asset))),
      futures_unrealized_pnl: native(sum(futures.map((each) => profitOf(books, each)))),
      perp_unrealized_pnl: native(sum(perpetuals.map((each) => profitOf(books, each)))),
    },
    spot_positions: spot.map(({ row }) => row),
    perp_positions: perpetuals.map((each) => intxPositionRow(books, portfolio.owner, each)),
    futures_positions: futures.map((each) => ({
      product_id: each.symbol,
      contract_size: '1',
      side: each.side === 'long' ? 'FUTURES_POSITION_SIDE_LONG' : 'FUTURES_POSITION_SIDE_SHORT',
      amount: each.amount,
      avg_entry_price: each.entryPrice,
      current_price: marketOf(books, each.symbol).price,
      unrealized_pnl: profitOf(books, each),
      expiry: '',
      underlying_asset: marketOf(books, each.symbol).base,
      asset_img_url: '',
      product_name: each.symbol,
      venue: 'CDE',
      notional_value: '0',
    })),
  };
}

function spotPositions(
  books: LedgerBooks,
  { owner }: Portfolio,
): readonly { readonly asset: string; readonly worth: string; readonly row: JsonObject }[] {
  return accountsOf(books, owner)
    .map(({ id, asset, held }) => ({ id, asset, held, total: add(held.free, held.locked) }))
    .filter(({ total }) => !isZero(total))
    .map(({ id, asset, held, total }) => {
      const worth = worthOf(books, asset, total);
      const row = {
        asset,
        account_uuid: id,
        total_balance_fiat: Number(worth),
        total_balance_crypto: Number(total),
        available_to_trade_fiat: Number(worthOf(books, asset, held.free)),
        available_to_trade_crypto: Number(held.free),
        allocation: 0,
        one_day_change: 0,
        cost_basis: valueIn('0', nativeCurrency),
        asset_img_url: '',
        is_cash: isFiat(asset),
      };
      return { asset, worth, row };
    });
}
