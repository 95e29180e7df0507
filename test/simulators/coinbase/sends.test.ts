import { describe, expect, it } from 'vitest';
import { add, subtract, sum } from '../../../src/domain/money.ts';
import type { Parsed } from './client.ts';
import { accountOf, codeOf, keys, listOf, stage, treasury } from './support.ts';
import type { Ask } from './support.ts';

const payout: Ask = { key: 'payout' };

describe('sends', () => {
  const wanted = { type: 'send', to: treasury, amount: '100', currency: 'USDT' };

  it('leave at once, pend five minutes, and take their fee on top', async () => {
    const on = await stage();
    const { id } = await accountOf(on, 'USDT');
    const { status, body } = await on.post(
      `/v2/accounts/${id}/transactions`,
      { ...wanted, network: 'base' },
      payout,
    );
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      status: 'pending',
      amount: { amount: '-101', currency: 'USDT' },
      network: { status: 'pending', network_name: 'base', transaction_fee: { amount: '1' } },
    });
    expect(body.data.network.hash).toBeUndefined();
    expect((await accountOf(on, 'USDT')).balance.amount).toBe('239899');
    const read = async () => (await listOf(on, 'USDT', 'transactions', 'limit=1')).data[0];
    expect(await read()).toEqual(body.data);
    await on.clock.advance(299_999);
    expect((await read()).status).toBe('pending');
    await on.clock.advance(1);
    expect(await read()).toMatchObject({ status: 'completed', network: { status: 'confirmed' } });
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ amount: '100', state: 'completed' });
  });

  it('with an idem that was used before happen once', async () => {
    const on = await stage();
    const once = { ...wanted, idem: '9316dd16-0c05' };
    const [first, second] = [
      await on.post('/v2/accounts/USDT/transactions', once, payout),
      await on.post('/v2/accounts/USDT/transactions', { ...once, amount: '7' }, payout),
    ];
    expect(second.body).toEqual(first.body);
    expect(first.body.data.idem).toBe('9316dd16-0c05');
    expect(on.venue.books.withdrawals()).toHaveLength(3);
  });

  it.each([
    [{ ...wanted, amount: '300000' }, 'validation_error'],
    [{ ...wanted, amount: '-1' }, 'validation_error'],
    [{ ...wanted, currency: 'BTC' }, 'validation_error'],
    [{ ...wanted, type: 'request' }, 'validation_error'],
    [{ type: 'send', amount: '1', currency: 'USDT' }, 'invalid_request'],
    ['{', 'invalid_request'],
    ['[]', 'invalid_request'],
  ])('are refused, and nothing moves: %j', async (json, code) => {
    const on = await stage();
    expect(codeOf(await on.post('/v2/accounts/USDT/transactions', json, payout))).toBe(code);
    expect(on.venue.books.withdrawals()).toHaveLength(2);
    expect((await accountOf(on, 'USDT')).balance.amount).toBe('240000');
  });

  it('go to the allowlist only while it is on', async () => {
    const on = await stage();
    on.venue.website.setWhitelistOnly(true);
    const other = { ...wanted, to: '0x9999999999999999999999999999999999999999' };
    expect(codeOf(await on.post('/v2/accounts/USDT/transactions', other, payout))).toBe('validation_error');
    expect((await on.post('/v2/accounts/USDT/transactions', wanted, payout)).status).toBe(201);
  });

  it('are cancelled when the account is locked, and the money is back', async () => {
    const on = await stage();
    await on.post('/v2/accounts/USDT/transactions', wanted, payout);
    on.venue.website.freezeAccount();
    expect(on.venue.books.withdrawals().at(-1)?.state).toBe('cancelled');
    const usdt = on.venue.books.balances().find(({ asset }) => asset === 'USDT');
    expect(add(usdt?.free ?? '0', usdt?.locked ?? '0')).toBe('240000');
  });

  it('of a key’s holder without HTTP pass the same gate', async () => {
    const on = await stage();
    const holder = (name: 'payout' | 'bot', sourceIp: string) =>
      on.venue.asKeyHolder({ keyId: keys[name].keyId, sourceIp });
    const send = { coin: 'USDT', amount: '50', address: treasury, network: 'ethereum' };
    expect(holder('payout', '127.0.0.1').withdraw(send)).toBeUndefined();
    expect(holder('payout', '127.0.0.9').withdraw(send)).toMatchObject({ code: 'authentication_error' });
    expect(holder('bot', '127.0.0.1').withdraw(send)).toMatchObject({
      httpStatus: 403,
      code: 'invalid_scope',
    });
    expect(holder('payout', '127.0.0.1').withdraw({ ...send, amount: '1e9' })).toMatchObject({
      aboutKey: false,
    });
    expect(holder('payout', '127.0.0.1').withdraw({ ...send, amount: '900000' })).toMatchObject({
      code: 'validation_error',
    });
    expect(on.venue.books.acts().map(({ what, keyLabel }) => [what, keyLabel])).toEqual([
      ['withdrawal', 'payout'],
    ]);
  });

  it('and fills add up: what transactions say is what the balance changed by', async () => {
    const on = await stage();
    const { orders } = (await on.get('orders/historical/batch', 'order_status=OPEN&product_type=SPOT')).body;
    await on.post('orders/batch_cancel', { order_ids: orders.map((each: Parsed) => each.order_id) });
    const before = (await accountOf(on, 'USDT')).balance.amount;
    const known = (await listOf(on, 'USDT', 'transactions')).data.length;
    await on.post('/v2/accounts/USDT/transactions', wanted, payout);
    const configuration = { market_market_ioc: { base_size: '0.5' } };
    await on.post('orders', {
      client_order_id: 'x',
      product_id: 'BTC-USDT',
      side: 'SELL',
      order_configuration: configuration,
    });
    const { data } = await listOf(on, 'USDT', 'transactions');
    const after = (await accountOf(on, 'USDT')).balance.amount;
    expect(data.length).toBeGreaterThan(known + 1);
    const fresh = data.slice(0, data.length - known).map((row: Parsed) => row.amount.amount as string);
    expect(sum(fresh)).toBe(subtract(after, before));
  });
});
