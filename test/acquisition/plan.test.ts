import { describe, expect, it } from 'vitest';
import { planAcquisition } from '../../src/acquisition/index.ts';
import type { PlanRequest } from '../../src/acquisition/index.ts';
import type { Account } from '../../src/domain/account.ts';
import { type KeyReport, permissionScopes } from '../../src/domain/api-key.ts';
import { unknown } from '../../src/domain/known.ts';
import type { Capabilities, Capability, Paging, Venue } from '../../src/venues/contract.ts';
import { ledgerReader, readingBy } from './ledger.ts';

const source = { where: 'made up for this test', checked: '2026-11-21', verified: true };
const list = (paging: Paging, needs: readonly string[] = ['read']): Capability<never> =>
  ({ ...readingBy(ledgerReader([], paging)), needs }) as Capability<never>;
const byHand: Capability<never> = {
  by: 'hand',
  page: 'https://venue.example/sessions',
  instructions: ['Take a picture.'],
  why: 'no endpoint lists sessions',
  source,
};
const byNobody: Capability<never> = { by: 'nobody', why: 'the venue keeps no such list', source };
const call = {
  by: 'api',
  needs: ['read'],
  repeatable: true,
  source,
  run: () => undefined,
} as unknown as Capability<never>;
const bySymbol: Paging = { style: 'ascending-id', pageSize: 1000, bySymbol: true };
const windowed: Paging = { style: 'time-window', windowMs: 90 * 86_400_000, pageSize: 1000, bySymbol: false };

const capabilities: Capabilities = {
  readClock: call,
  introspectKey: call,
  listOpenOrders: list({ style: 'single' }),
  listBalances: list({ style: 'single' }),
  listTrades: list(bySymbol),
  listOrders: list(bySymbol),
  listWithdrawals: list(windowed),
  listDeposits: list(windowed),
  listWithdrawalAddresses: list({ style: 'single' }, ['read', 'withdraw']),
  listMarketPrices: byNobody,
  cancelOrders: byHand,
  cancelWithdrawal: byHand,
  revokeKey: byHand,
  createKey: byHand,
  editWithdrawalAddresses: byHand,
  freezeAccount: byHand,
  endSessions: byHand,
};

const request: PlanRequest = {
  venue: { id: 'testbourse', capabilities } as Venue,
  account: { pattern: { clientOrderIdPrefixes: [], usualSymbols: ['BTCUSDT'] } } as unknown as Account,
  window: { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T03:12:00.000Z' },
};
const denied = (scope: string): KeyReport => {
  const silent = unknown('not asked');
  const scopes = Object.fromEntries(
    permissionScopes.map((each) => [each, each === scope ? 'denied' : 'unknown']),
  );
  return {
    scopes: scopes as KeyReport['scopes'],
    bundled: [],
    ipRestricted: 'unknown',
    ipAllowlist: silent,
    label: silent,
    createdAt: silent,
    lastUsedAt: silent,
    expiresAt: silent,
  };
};
const names = (reads: ReturnType<typeof planAcquisition>): string[] =>
  reads.map(({ capability }) => capability);

describe('planAcquisition', () => {
  it('introspects the key before anything else: the first call overwrites its last use', () => {
    expect(names(planAcquisition(request))[0]).toBe('introspectKey');
  });

  it('reads in the order of volatility: orders, withdrawals, addresses, sessions, balances, histories', () => {
    expect(names(planAcquisition(request)).slice(1)).toEqual([
      'listOpenOrders',
      'listWithdrawals',
      'listWithdrawalAddresses',
      'endSessions',
      'listBalances',
      'listMarketPrices',
      'listOrders',
      'listTrades',
      'listDeposits',
    ]);
  });

  it('keeps the first snapshot inside the time budget, whatever the budget', () => {
    for (const timeBudgetMs of [0, 600, 2_000, 10_000]) {
      const first = planAcquisition({ ...request, timeBudgetMs }).filter(
        ({ part }) => part === 'first-snapshot',
      );
      const total = first.reduce((sum, { expectedMs = Number.NaN }) => sum + expectedMs, 0);
      expect(total).toBeLessThanOrEqual(timeBudgetMs);
    }
  });

  it('spends a short budget on what is lost first', () => {
    const first = planAcquisition({ ...request, timeBudgetMs: 1_300 }).filter(
      ({ part }) => part === 'first-snapshot',
    );
    expect(names(first)).toEqual(['introspectKey', 'listOpenOrders']);
  });

  it('never puts a reading symbol by symbol before containment: nobody knows how long it takes', () => {
    const trades = planAcquisition({ ...request, timeBudgetMs: 600_000 }).find(
      ({ what }) => what === 'trades',
    );
    expect(trades).toMatchObject({ part: 'histories', query: { symbols: ['BTCUSDT'], ...request.window } });
  });

  it('plans for a longer time when the window takes more requests', () => {
    const year = { from: '2025-11-21T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' };
    const expected = (window: PlanRequest['window']) =>
      planAcquisition({ ...request, window }).find(({ what }) => what === 'withdrawals')?.expectedMs ?? 0;
    expect(expected(year)).toBe(5 * expected(request.window));
  });

  it('says who reads what no API gives, where and why', () => {
    const sessions = planAcquisition(request).find(({ capability }) => capability === 'endSessions');
    expect(sessions).toMatchObject({ by: 'hand', page: 'https://venue.example/sessions', part: 'histories' });
    expect(sessions?.why).toContain('no endpoint lists sessions');
    expect(planAcquisition(request).find(({ what }) => what === 'market-prices')?.by).toBe('nobody');
  });

  it('does not send a key for what the venue denied it', () => {
    const addresses = planAcquisition({ ...request, keyReport: denied('withdraw') }).find(
      ({ what }) => what === 'withdrawal-addresses',
    );
    expect(addresses).toMatchObject({ lacks: ['withdraw'], part: 'histories' });
  });

  it('tries with a key whose scopes the venue does not tell', () => {
    const addresses = planAcquisition({ ...request, keyReport: denied('margin') }).find(
      ({ what }) => what === 'withdrawal-addresses',
    );
    expect(addresses).toMatchObject({ lacks: [], part: 'first-snapshot' });
  });
});
