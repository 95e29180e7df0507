import { describe, expect, it } from 'vitest';
import { applyMutation } from '../../src/simulators/ledger.ts';
import { LedgerRefusal } from '../../src/simulators/ledger-books.ts';
import type { LedgerBooks, LedgerRefusalReason } from '../../src/simulators/ledger-books.ts';
import type { Mutation } from '../../src/simulators/mutation.ts';
import { openBooks } from '../../src/simulators/opening.ts';
import { opening } from './opening.ts';

const by = { key: 'opening:0', sourceIp: '198.51.100.7' };
const subAccounts = [{ id: 's-1', label: 'desk', createdAt: '2025-10-01T00:00:00Z' }];
const begun = openBooks({ ...opening, subAccounts });
const atMs = begun.updatedAtMs + 1000;

const after = (...mutations: Mutation[]): LedgerBooks => mutations.reduce(applyMutation, begun);

function reasonOf(act: () => unknown): LedgerRefusalReason | undefined {
  try {
    act();
    return undefined;
  } catch (problem) {
    if (problem instanceof LedgerRefusal) return problem.reason;
    throw problem;
  }
}

const requested: Mutation = {
  kind: 'withdrawal-requested',
  atMs,
  by,
  id: 'w-1',
  coin: 'USDT',
  amount: '99',
  fee: '1',
  address: '0x7',
  network: 'ETH',
  txId: '0xee',
  settlesAtMs: atMs + 60_000,
};
const cancelled = { kind: 'withdrawal-cancelled', atMs: atMs + 1, by, id: 'w-1' } as const;

describe('a withdrawal', () => {
  it('comes back with its fee when it is cancelled while pending', () => {
    const books = after(requested, cancelled);
    expect(books.balances).toEqual(begun.balances);
    expect(books.withdrawals.at(-1)).toMatchObject({ id: 'w-1', cancelledAtMs: atMs + 1 });
    expect(books.acts.at(-1)).toMatchObject({ what: 'cancel-withdrawal', withdrawalId: 'w-1' });
  });

  it('cannot be cancelled twice, when it has left, or when there is none', () => {
    expect(reasonOf(() => after(requested, cancelled, cancelled))).toBe('withdrawal-not-pending');
    const late = { ...cancelled, atMs: atMs + 60_000 };
    expect(reasonOf(() => after(requested, late))).toBe('withdrawal-not-pending');
    expect(reasonOf(() => after(cancelled))).toBe('unknown-withdrawal');
  });
});

describe('a key', () => {
  it('keeps what a change does not name', () => {
    const change: Mutation = { kind: 'key-changed', atMs, by, key: 'opening:0', ipAllowlist: ['192.0.2.1'] };
    const books = after(change);
    expect(books.keys[0]).toEqual({ ...begun.keys[0], ipAllowlist: ['192.0.2.1'] });
    expect(books.acts).toMatchObject([{ what: 'key', changedKey: 'opening:0' }]);
    expect(reasonOf(() => after({ ...change, key: 'made:9' }))).toBe('unknown-key');
  });

  it('says who ended it, and cannot be changed then', () => {
    const end = { kind: 'key-deleted', atMs, key: 'opening:0' } as const;
    expect(after(end).keys[0]).toMatchObject({ deletedAtMs: atMs, endedBy: 'owner' });
    expect(after({ ...end, endedBy: 'venue' }).keys[0]).toMatchObject({ endedBy: 'venue' });
    expect(reasonOf(() => after(end, { kind: 'key-changed', atMs, by, key: 'opening:0' }))).toBe(
      'unknown-key',
    );
  });

  it('belongs to a sub-account that there is', () => {
    const make: Mutation = {
      kind: 'key-created',
      atMs,
      counter: 1,
      label: 'x',
      scopes: ['read', 'withdraw', 'spot-trade'],
      ipAllowlist: [],
      subAccount: 's-1',
    };
    expect(after(make).keys.at(-1)).toMatchObject({ ref: 'made:1', subAccount: 's-1' });
    expect(reasonOf(() => after({ ...make, subAccount: 's-2' }))).toBe('unknown-sub-account');
    const holder = { key: 'made:1', sourceIp: '198.51.100.7' };
    expect(reasonOf(() => after(make, { ...requested, by: holder }))).toBe('insufficient-funds');
    expect(reasonOf(() => after(requested, make, { ...cancelled, by: holder }))).toBe('unknown-withdrawal');
  });
});

describe('a sub-account', () => {
  it('is made once, and frozen or kept from transfers', () => {
    const make: Mutation = { kind: 'sub-account-created', atMs, by, id: 's-2', label: 'new' };
    const freeze: Mutation = { kind: 'sub-account-changed', atMs, by, id: 's-2', frozen: true };
    expect(after(make, freeze).subAccounts.at(-1)).toMatchObject({ frozen: true, mayTransferOut: true });
    expect(after(make, freeze).acts).toMatchObject([{ subAccount: 's-2' }, { what: 'sub-account' }]);
    expect(reasonOf(() => after(make, make))).toBe('duplicate-sub-account');
    expect(reasonOf(() => after(freeze))).toBe('unknown-sub-account');
  });
});

describe('the opening’s further books', () => {
  const linear = { symbol: 'BTC-PERP', base: 'BTC', quote: 'USDT', price: '19000', depth: '1' };
  const order = {
    symbol: 'ETHUSDT',
    side: 'buy',
    price: '1',
    amount: '9',
    at: '2026-03-13T00:00:00Z',
  } as const;
  const rich = openBooks({
    ...opening,
    markets: [...opening.markets, { ...linear, kind: 'linear' }],
    openOrders: [
      { ...order, clientOrderId: 'stop', trigger: '1200', amount: '99999999' },
      { ...order, clientOrderId: 'perp', symbol: 'BTC-PERP' },
    ],
    pastOrders: [{ ...order, clientOrderId: 'gone', cancelledAt: '2026-03-13T00:05:00Z' }],
    wallets: { margin: [{ asset: 'USDT', free: '7.0' }] },
  });

  it('lock nothing for a conditional order, and none for a contract’s', () => {
    expect(rich.balances.get('USDT')).toEqual({ free: '240000', locked: '0' });
    expect(rich.balances.size).toBe(opening.balances.length);
    const [stop] = rich.orders.filter((each) => each.trigger === '1200');
    const match: Mutation = { kind: 'order-matched', atMs, orderId: stop?.id ?? 0, amount: '1' };
    expect(reasonOf(() => applyMutation(rich, match))).toBe('order-not-open');
  });

  it('remember when an order without a fill was cancelled', () => {
    const gone = rich.orders.find((each) => each.clientOrderId === 'gone');
    expect(gone).toMatchObject({ status: 'cancelled', filled: '0' });
    expect((gone?.updatedAtMs ?? 0) - (gone?.placedAtMs ?? 0)).toBe(300_000);
  });

  it('trade no contracts', () => {
    const place: Mutation = {
      kind: 'order-placed',
      by,
      atMs,
      symbol: 'BTC-PERP',
      side: 'buy',
      type: 'limit',
      timeInForce: 'GTC',
      price: '1',
      amount: '1',
      clientOrderId: 'p',
      fills: [],
      then: 'rests',
    };
    expect(reasonOf(() => applyMutation(rich, place))).toBe('not-a-spot-market');
  });

  const at = '2026-03-01T00:00:00Z';
  const perhaps = { side: 'long', amount: '1', entryPrice: '1', leverage: '5', at } as const;
  it.each([
    ['a wallet', { wallets: { spot: [] } }, /"spot" is not a further wallet/],
    ['a transfer', { transfers: [{ asset: 'BTC', amount: '1', from: 'spot', to: 'attic', at }] }, /"attic"/],
    ['a sub-account', { transfers: [{ asset: 'BTC', amount: '1', from: 'spot', to: 'sub:9', at }] }, /"9"/],
    ['a position', { positions: [{ ...perhaps, symbol: 'NOPE' }] }, /no market NOPE/],
    ['a market', { markets: [...opening.markets, opening.markets[0]!] }, /"BTCUSDT" twice/],
  ])('are refused with %s that cannot be', (_, change, message) => {
    expect(() => openBooks({ ...opening, ...change })).toThrow(message);
  });
});
