import type { JsonObject } from '../../domain/json.ts';
import { add } from '../../domain/money.ts';
import { isoOf } from '../books-view.ts';
import type { Holding, LedgerBooks } from '../ledger-books.ts';
import { ledgerLines } from '../ledger-lines.ts';
import { accountIdOf, assetIdOf, portfolioIdOf } from './ids.ts';
import { isFiat, secondsOf } from './names.ts';
import { amountIn, valueIn } from './worth.ts';

/** One account for each asset (GetAccounts; recorded v2 accounts). */
export interface Account {
  readonly id: string;
  readonly asset: string;
  readonly held: Holding;
}

/** Those that hold something, and those of which a movement is left although they are empty. */
export function accountsOf(books: LedgerBooks, owner: string): readonly Account[] {
  const moved = ledgerLines(books).map(({ asset }) => asset);
  return [...new Set([...books.balances.keys(), ...moved])].sort().map((asset) => ({
    id: accountIdOf(owner, asset),
    asset,
    held: books.balances.get(asset) ?? { free: '0', locked: '0' },
  }));
}

/** The books do not know when an account was opened: as old as the oldest key (assumed). */
const openedAt = (books: LedgerBooks): string =>
  secondsOf(isoOf(Math.min(...books.keys.map(({ createdAtMs }) => createdAtMs))));

export function accountRow(books: LedgerBooks, owner: string, { id, asset, held }: Account): JsonObject {
  const createdAt = openedAt(books);
  return {
    uuid: id,
    name: `${asset} Wallet`,
    currency: asset,
    available_balance: valueIn(held.free, asset),
    default: true,
    active: true,
    created_at: createdAt,
    updated_at: createdAt,
    deleted_at: null,
    type: isFiat(asset) ? 'ACCOUNT_TYPE_FIAT' : 'ACCOUNT_TYPE_CRYPTO',
    ready: true,
    hold: valueIn(held.locked, asset),
    retail_portfolio_id: portfolioIdOf(owner),
    platform: 'ACCOUNT_PLATFORM_CONSUMER',
  };
}

/** The balance is all that is there: v2 tells nothing of what is held back. */
export function appAccountRow(
  books: LedgerBooks,
  { id, asset, held }: Account,
): JsonObject & { readonly id: string } {
  const createdAt = openedAt(books);
  return {
    id,
    name: `${asset} Wallet`,
    primary: true,
    type: isFiat(asset) ? 'fiat' : 'wallet',
    balance: amountIn(add(held.free, held.locked), asset),
    created_at: createdAt,
    updated_at: createdAt,
    resource: 'account',
    resource_path: `/v2/accounts/${id}`,
    currency: currencyRow(asset),
    allow_deposits: true,
    allow_withdrawals: true,
  };
}

export const currencyRow = (asset: string): JsonObject => ({
  asset_id: assetIdOf(asset),
  code: asset,
  color: '#0066CF',
  exponent: isFiat(asset) ? 2 : 8,
  name: asset,
  slug: asset.toLowerCase(),
  type: isFiat(asset) ? 'fiat' : 'crypto',
  rewards: null,
});
