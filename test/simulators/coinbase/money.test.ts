import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { accountOf, codeOf, listOf, opening, stage, treasury } from './support.ts';
import type { Ask } from './support.ts';

const payout: Ask = { key: 'payout' };

describe('v2 accounts', () => {
  it('tell what is there, held back or not, under the same ids as v3', async () => {
    const on = await stage();
    const usdt = await accountOf(on, 'USDT');
    expect(usdt).toMatchObject({
      name: 'USDT Wallet',
      type: 'wallet',
      balance: { amount: '240000', currency: 'USDT' },
      resource_path: `/v2/accounts/${usdt.id}`,
    });
    expect((await on.get(`accounts/${usdt.id}`)).body.account.currency).toBe('USDT');
    expect((await on.get('/v2/accounts/USDT')).body.data).toEqual(usdt);
    expect(codeOf(await on.get('/v2/accounts/NONE'))).toBe('not_found');
    expect((await accountOf(on, 'EUR')).type).toBe('fiat');
  });

  it('come in pages by next_uri, forwards and backwards', async () => {
    const on = await stage();
    const seen: string[] = [];
    let uri: string | null = '/v2/accounts?limit=2';
    while (uri !== null) {
      const [path = '', query = ''] = uri.split('?');
      const { body }: Parsed = await on.get(path, query);
      seen.push(...body.data.map((each: Parsed) => each.currency.code));
      uri = body.pagination.next_uri as string | null;
    }
    expect(seen).toEqual(['BTC', 'ETH', 'EUR', 'USDT', 'ZRT']);
    const eur = await accountOf(on, 'EUR');
    const back = (await on.get('/v2/accounts', `limit=1&ending_before=${eur.id}`)).body;
    expect(back.data.map((each: Parsed) => each.currency.code)).toEqual(['ETH']);
    expect(back.pagination).toMatchObject({ ending_before: eur.id, limit: 1, order: 'desc' });
    expect(back.pagination.previous_uri).toContain('ending_before=');
    const asc = (await on.get('/v2/accounts', 'order=asc')).body;
    expect(asc.data.map((each: Parsed) => each.currency.code)).toEqual(seen.toReversed());
    expect(codeOf(await on.get('/v2/accounts', 'starting_after=nothing'))).toBe('invalid_request');
    expect(codeOf(await on.get('/v2/accounts', 'order=up'))).toBe('invalid_request');
  });
});

describe('v2 transactions', () => {
  it('of one account, newest first, in whole seconds', async () => {
    const { data } = await listOf(await stage(), 'USDT', 'transactions');
    expect(data.map((row: Parsed) => [row.created_at, row.type, row.amount.amount])).toEqual([
      ['2026-03-14T01:00:00Z', 'advanced_trade_fill', '-260.26'],
      ['2026-03-13T10:00:00Z', 'advanced_trade_fill', '2480.517'],
      ['2026-03-13T10:00:00Z', 'advanced_trade_fill', '-2282.28'],
      ['2026-03-11T08:00:00Z', 'transfer', '-31'],
      ['2026-03-10T10:00:00Z', 'advanced_trade_fill', '-2092.09'],
      ['2026-03-05T08:00:00Z', 'send', '5000'],
      ['2026-03-01T10:00:00Z', 'advanced_trade_fill', '-1901.9'],
      ['2026-03-01T08:00:00Z', 'send', '-901'],
    ]);
  });

  it('25 a page, 100 at most, to the end', async () => {
    const trades = Array.from({ length: 130 }, (_, n) => ({
      symbol: 'BTC-USDT',
      side: 'sell' as const,
      price: '19000',
      amount: '0.001',
      clientOrderId: `t${n}`,
      at: new Date(Date.parse('2026-03-01T00:00:00Z') + n * 1_000).toISOString(),
    }));
    const on = await stage({ opening: { ...opening, trades, positions: [] } });
    const { id } = await accountOf(on, 'BTC');
    const sizes = async (first: string) => {
      const read: Parsed[] = [];
      const pages: number[] = [];
      let uri: string | null = `/v2/accounts/${id}/transactions${first}`;
      while (uri !== null) {
        const [path = '', query = ''] = uri.split('?');
        const { body }: Parsed = await on.get(path, query);
        read.push(...body.data);
        pages.push(body.data.length);
        uri = body.pagination.next_uri as string | null;
      }
      expect(new Set(read.map((row) => row.id)).size).toBe(130);
      return pages;
    };
    expect(await sizes('')).toEqual([25, 25, 25, 25, 25, 5]);
    expect(await sizes('?limit=300')).toEqual([100, 30]);
    expect(await sizes('?limit=65')).toEqual([65, 65]);
  });

  it('that went out hold the network’s fee, which stands beside it', async () => {
    const on = await stage();
    const { data } = await listOf(on, 'USDT', 'transactions');
    const row = data.at(-1);
    expect(row).toMatchObject({
      type: 'send',
      status: 'completed',
      amount: { amount: '-901', currency: 'USDT' },
      native_amount: { amount: '-901.00', currency: 'USD' },
      network: {
        status: 'confirmed',
        hash: '0xaa',
        network_name: 'ethereum',
        transaction_fee: { amount: '1', currency: 'USDT' },
      },
      to: { resource: 'address', address: treasury },
    });
    const { id } = await accountOf(on, 'USDT');
    expect((await on.get(`/v2/accounts/${id}/transactions/${row.id}`)).body.data).toEqual(row);
    expect(codeOf(await on.get(`/v2/accounts/${id}/transactions/nothing`))).toBe('not_found');
  });

  it('of a fill stand in both accounts, and name its order', async () => {
    const on = await stage();
    const { data } = await listOf(on, 'ETH', 'transactions');
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      type: 'advanced_trade_fill',
      amount: { amount: '0.2', currency: 'ETH' },
      advanced_trade_fill: {
        fill_price: '1300',
        product_id: 'ETH-USDT',
        commission: '0.26',
        order_side: 'buy',
      },
    });
    const order = await on.get(`orders/historical/${data[0].advanced_trade_fill.order_id}`);
    expect(order.body.order.client_order_id).toBe('h4');
  });

  it('of fiat go by the bank, and stand among deposits and withdrawals, too', async () => {
    const on = await stage();
    const { data } = await listOf(on, 'EUR', 'transactions');
    expect(data.map((row: Parsed) => [row.type, row.amount.amount])).toEqual([
      ['fiat_deposit', '600'],
      ['fiat_withdrawal', '-70.15'],
    ]);
    const deposits = (await listOf(on, 'EUR', 'deposits')).data;
    expect(deposits).toMatchObject([
      { status: 'completed', amount: { amount: '600' }, resource: 'deposit', committed: true },
    ]);
    expect(deposits[0].transaction.id).toBe(data[0].id);
    const withdrawals = (await listOf(on, 'EUR', 'withdrawals')).data;
    expect(withdrawals).toMatchObject([
      {
        status: 'completed',
        amount: { amount: '70.15' },
        subtotal: { amount: '70' },
        fee: { amount: '0.15' },
      },
    ]);
    const { id } = await accountOf(on, 'EUR');
    const one = await on.get(`/v2/accounts/${id}/withdrawals/${withdrawals[0].id}`);
    expect(one.body.data).toEqual(withdrawals[0]);
    expect((await listOf(on, 'USDT', 'deposits')).data).toEqual([]);
    expect((await listOf(on, 'USDT', 'withdrawals')).data).toEqual([]);
  });

  it('of an address that deposits came to', async () => {
    const on = await stage();
    const { data } = await listOf(on, 'USDT', 'addresses');
    expect(data).toMatchObject([{ address: treasury, network: 'ethereum', resource: 'addresses' }]);
    const { id } = await accountOf(on, 'USDT');
    const rows = (await on.get(`/v2/accounts/${id}/addresses/${data[0].id}/transactions`)).body.data;
    expect(rows.map((row: Parsed) => row.amount.amount)).toEqual(['5000']);
  });
});

describe('the user', () => {
  it('is a number here; the key’s rights are told in words of OAuth', async () => {
    const on = await stage();
    expect((await on.get('/v2/user')).body.data).toMatchObject({ resource: 'user', name: 'User 1448939' });
    const { scopes } = (await on.get('/v2/user/auth')).body.data;
    expect(scopes).toContain('wallet:buys:create');
    expect(scopes).not.toContain('wallet:transactions:send');
    expect((await on.get('/v2/user/auth', '', payout)).body.data.scopes).toContain(
      'wallet:transactions:send',
    );
  });
});
