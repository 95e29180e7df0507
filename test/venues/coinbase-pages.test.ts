import { describe, expect, it } from 'vitest';
import { account, at, empty, everything, json, openRow as row, replying } from './coinbase-support.ts';
import type { Scripted, SeenRequest } from './scripted-venue.ts';

// How lists end, and how they do not: cursors, statuses, accounts one after the other, what is withheld.

describe('turning pages', () => {
  it('open orders: status after status, each to its last page', async () => {
    const { venue, session } = await at(({ query }) => {
      const isFirst = query.get('order_status') === 'OPEN' && !query.has('cursor');
      return json({
        orders: [row(`${query.get('order_placement_source')}-${query.get('order_status')}-${isFirst}`)],
        has_next: isFirst,
        // It comes with the last page, too.
        cursor: '789100',
      });
    });
    const { listing } = await everything('listOpenOrders', session);
    expect(listing.rows.length).toBe(12);
    expect(listing.coverage.holes).toEqual([]);
    expect(venue.seen.length).toBe(12);
  });

  it('fills end at an empty cursor, and at an empty page that names itself', async () => {
    const fill = (n: number) => ({
      trade_id: `t${n}`,
      order_id: 'o',
      trade_time: '2026-03-01T00:00:00Z',
      trade_type: 'FILL',
      price: '1',
      size: '1',
      commission: '0',
      product_id: 'BTC-USD',
      size_in_quote: false,
      side: 'BUY',
    });
    const { session } = await at(({ query }) => {
      const page = Number(query.get('cursor') ?? 0);
      return json({ fills: page < 3 ? [fill(page)] : [], cursor: String(Math.min(page + 1, 3)) });
    });
    const { listing } = await everything('listTrades', session);
    expect(listing.rows.length).toBe(3);
    expect(listing.coverage.holes).toEqual([]);
    const { session: other } = await replying({ fills: [fill(0)], cursor: '' });
    expect((await everything('listTrades', other)).listing.rows.length).toBe(1);
  });

  it('orders that name a next page and no place for it are a hole, not an end', async () => {
    const { session } = await replying({ orders: [row('a')], has_next: true, cursor: '' });
    const { listing } = await everything('listOrders', session);
    expect(listing.stop).toBe('failed');
    expect(listing.coverage.holes.length).toBeGreaterThan(0);
  });

  const v3Account = (uuid: string, type = 'ACCOUNT_TYPE_CRYPTO') => ({
    uuid,
    currency: type.endsWith('FIAT') ? 'USD' : 'BTC',
    available_balance: { value: '0', currency: 'BTC' },
    type,
  });
  const appAccount = (id: string, amount = '0') => ({
    id,
    name: id,
    type: 'wallet',
    balance: { amount, currency: id.toUpperCase() },
    currency: { code: id.toUpperCase(), type: 'crypto' },
  });
  const transaction = (id: string, day: number) => ({
    id,
    type: 'send',
    status: 'completed',
    amount: { amount: '-1', currency: 'BTC' },
    created_at: `2026-03-0${day}T00:00:00Z`,
    to: { resource: 'address', address: 'bc1' },
  });

  /** Two accounts of v3, one that only v2 has, and one that was never made. */
  const wallets = (request: SeenRequest, transactions: (id: string) => object): Scripted => {
    if (request.path.endsWith('/brokerage/accounts')) {
      return json({
        accounts: request.query.has('cursor') ? [v3Account('cash', 'ACCOUNT_TYPE_FIAT')] : [v3Account('one')],
        has_next: !request.query.has('cursor'),
        cursor: 'more',
      });
    }
    if (request.path === '/v2/accounts') {
      const data = [appAccount('one'), appAccount('vault', '1'), { ...appAccount('XYZ'), id: 'XYZ' }];
      return json({ data, pagination: empty.pagination });
    }
    if (request.path.endsWith('/sweeps')) return json({ sweeps: [] });
    if (request.path.endsWith('/withdrawals')) return json({ data: [], pagination: empty.pagination });
    return json(transactions(request.path.split('/')[3] ?? ''));
  };

  it('transactions of every account of either list, and of none twice', async () => {
    const { venue, session } = await at((request) =>
      wallets(request, (id) => ({ data: [transaction(`t-${id}`, 1)], pagination: empty.pagination })),
    );
    const { listing, failure } = await everything('listWithdrawals', session);
    expect(failure).toBeUndefined();
    expect(listing.rows).toMatchObject([{ id: 't-one' }, { id: 't-cash' }, { id: 't-vault' }]);
    expect(listing.coverage.holes).toEqual([]);
    // What was prepared is asked of the account of money alone.
    expect(venue.seen.filter(({ path }) => path.endsWith('/withdrawals')).map(({ path }) => path)).toEqual([
      '/v2/accounts/cash/withdrawals',
    ]);
  });

  it('transactions go on by next_uri, whose place alone is taken from it, and end past what was asked', async () => {
    const { venue, session } = await at((request) =>
      wallets(request, (id) => {
        if (id !== 'one') return { data: [], pagination: empty.pagination };
        const after = request.query.get('starting_after');
        const day = after === null ? 3 : Number(after.slice(1)) - 1;
        const next_uri = `https://evil.example/v2/accounts/else/transactions?limit=100&starting_after=d${day}`;
        return { data: [transaction(`d${day}`, day)], pagination: { next_uri, limit: 100 } };
      }),
    );
    const { listing } = await everything('listLedger', session, { from: '2026-03-02T12:00:00.000Z' });
    expect(listing.rows.map((each) => (each as { id: string }).id)).toEqual(['d3', 'd2']);
    expect(listing.coverage.holes).toEqual([]);
    expect(new Set(venue.seen.map(({ headers }) => headers.host)).size).toBe(1);
  });

  it('rows that are withheld are a hole', async () => {
    const { session } = await at((request) =>
      wallets(request, () => ({
        data: [{ id: 'x', proof_token_required: true }],
        pagination: empty.pagination,
      })),
    );
    const { listing } = await everything('listDeposits', session);
    expect(listing.rows).toEqual([]);
    expect(listing.coverage.holes[0]?.why).toContain('proof_token_required');
  });

  it('accounts that are withheld are a hole, and those that are told are read', async () => {
    const { session } = await at((request) =>
      request.path === '/v2/accounts'
        ? json({ data: [{ proof_token_required: true }, appAccount('vault')], pagination: empty.pagination })
        : wallets(request, (id) => ({ data: [transaction(`t-${id}`, 1)], pagination: empty.pagination })),
    );
    const { listing } = await everything('listLedger', session);
    expect(listing.rows.length).toBe(3);
    expect(listing.coverage.holes).toHaveLength(1);
    expect(listing.coverage.holes[0]?.why).toContain('1 of 2 rows');
  });

  it('an account without accounts has no transactions, shown by the lists', async () => {
    const { session } = await replying(empty);
    const { listing } = await everything('listDeposits', session);
    expect(listing.coverage.holes).toEqual([]);
    expect(listing.pages.length).toBeGreaterThan(0);
  });

  it.each(['listDeposits', 'listBalances'] as const)(
    '%s: accounts without end are a failure',
    async (name) => {
      const { session } = await at(({ path }) =>
        path.endsWith('/brokerage/accounts')
          ? json({ accounts: [v3Account(account)], has_next: true, cursor: 'same' })
          : json(empty),
      );
      const { listing, failure } = await everything(name, session);
      expect(failure?.code).toBe('REPLY_NOT_UNDERSTOOD');
      expect(listing.stop).toBe('failed');
    },
  );

  it('a refusal of derivatives leaves the other balances as they are', async () => {
    const { session } = await at(({ path }) => {
      if (path.includes('/cfm/')) return json({ error: 'PERMISSION_DENIED', message: 'no' }, 403);
      return json({ ...empty, accounts: [v3Account('one')] });
    });
    const { listing, failure } = await everything('listBalances', session);
    expect(listing.rows.length).toBe(1);
    expect(failure?.code).toBe('SCOPE_MISSING');
    expect(listing.coverage.holes.length).toBeGreaterThan(0);
  });
});
