import type { OwnPattern } from '../../src/domain/account.ts';
import {
  permissionScopes,
  type Grant,
  type KeyReport,
  type PermissionScope,
} from '../../src/domain/api-key.ts';
import type { Coverage, Hole, Listing } from '../../src/domain/coverage.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { multiply } from '../../src/domain/money.ts';
import type {
  MarketPrice,
  OpenOrder,
  PastOrder,
  Trade,
  Withdrawal,
  WithdrawalAddress,
} from '../../src/domain/trading.ts';

/** Builders of rows as the venues' declarations would give them; every field can be set. */

export const pattern: OwnPattern = {
  clientOrderIdPrefixes: ['mm-'],
  usualSymbols: ['BTC/USDT', 'ETH/USDT'],
  usualFillsPerMinute: '0.2',
};

let nextId = 1;

/** A trade of 1 BTC at 20,000 USDT without a fee, its client order id not in the row. */
export function trade(row: Partial<Trade> = {}): Trade {
  const price = row.price ?? '20000';
  const amount = row.amount ?? '1';
  return {
    id: String(nextId++),
    orderId: '1',
    clientOrderId: unknown('the venue leaves it out'),
    symbol: 'BTCUSDT',
    side: 'buy',
    price,
    amount,
    quoteAmount: row.quoteAmount ?? multiply(price, amount),
    fee: '0',
    feeAsset: 'USDT',
    isMaker: false,
    at: '2026-11-21T00:10:00.000Z',
    ...row,
  };
}

export function openOrder(row: Partial<OpenOrder> = {}): OpenOrder {
  return {
    id: '1',
    clientOrderId: 'mm-1',
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'limit',
    price: '19000',
    amount: '0.5',
    filled: '0',
    createdAt: '2026-11-20T20:00:00.000Z',
    ...row,
  };
}

export const pastOrder = (row: Partial<PastOrder> = {}): PastOrder => ({
  ...openOrder(row),
  status: 'filled',
  venueStatus: 'FILLED',
  updatedAt: '2026-11-21T00:10:00.000Z',
  ...row,
});

export const withdrawal = (row: Partial<Withdrawal> = {}): Withdrawal => ({
  id: 'w-1',
  asset: 'USDT',
  amount: '1000',
  fee: known('1'),
  address: '0x00000000000000000000000000000000000000aa',
  network: 'ETH',
  txId: unknown('not sent yet'),
  status: 'completed',
  venueStatus: '6',
  internal: false,
  requestedAt: '2026-11-21T00:08:00.000Z',
  completedAt: known('2026-11-21T00:09:00.000Z'),
  ...row,
});

export const address = (row: Partial<WithdrawalAddress> = {}): WithdrawalAddress => ({
  asset: 'USDT',
  network: 'ETH',
  address: '0x0000000000000000000000000000000000007ea5',
  tag: '',
  label: 'treasury',
  whitelisted: true,
  addedAt: unknown('the venue does not say'),
  ...row,
});

export const price = (symbol: string, value: string, at = '2026-11-21T00:50:00.000Z'): MarketPrice => ({
  symbol,
  price: value,
  at,
});

/** A key with these scopes granted, all others denied, bound to 192.0.2.10. */
export function keyReport(granted: readonly PermissionScope[], more: Partial<KeyReport> = {}): KeyReport {
  const grants = permissionScopes.map((scope): [PermissionScope, Grant] => [
    scope,
    granted.includes(scope) ? 'granted' : 'denied',
  ]);
  return {
    scopes: Object.fromEntries(grants) as Record<PermissionScope, Grant>,
    bundled: [],
    ipRestricted: 'granted',
    ipAllowlist: known(['192.0.2.10']),
    label: known('tradebot-1'),
    createdAt: known('2026-06-01T00:00:00.000Z'),
    lastUsedAt: unknown('the venue does not say'),
    expiresAt: unknown('the venue does not say'),
    ...more,
  };
}

/** An exhibit's content: these rows, read whole unless holes are given. */
export function listing<Row>(
  rows: readonly Row[],
  holes: readonly Hole[] = [],
  more: Partial<Coverage> = {},
): Listing<Row> {
  return {
    rows,
    coverage: { symbols: 'all', holes, ...more },
    pages: [{ exchange: 'X-1', request: {}, rows: rows.length }],
    stop: 'short-page',
  };
}
