import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { simulateBinance } from '../../src/simulators/index.ts';
import { manualClock } from '../support/manual-clock.ts';
import { botKey, boundKey, opening, payoutKey, readKey, refusalOf, stage, t0 } from './support.ts';

const account = '/api/v3/account';

describe('the venue’s web site', () => {
  it('makes a key that works from its address only, with its permissions only', async () => {
    const { venue, call } = await stage();
    const key = venue.website.createKey({
      label: 'tradebot-2',
      scopes: ['read'],
      ipAllowlist: ['127.0.0.9'],
    });
    expect(key.keyId).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(key.secret).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(key.secret).not.toBe(key.keyId);
    expect((await call(account, { key, from: '127.0.0.9' })).status).toBe(200);
    expect(refusalOf(await call(account, { key }))).toEqual([401, -2015]);
    const cancel = await call('/api/v3/openOrders', {
      method: 'DELETE',
      params: { symbol: 'BTCUSDT' },
      key,
      from: '127.0.0.9',
    });
    expect(refusalOf(cancel)).toEqual([401, -2015]);
  });

  it('lists keys without their secrets, and no deleted ones', async () => {
    const { venue } = await stage();
    venue.website.deleteKey(readKey.keyId);
    const keys = venue.website.keys();
    expect(keys.map((key) => key.label)).toEqual(['tradebot-1', 'bound', 'payout']);
    for (const key of keys) expect(key).not.toHaveProperty('secret');
  });

  it('keeps the parts of live keys in the owner’s vault', async () => {
    const { venue } = await stage();
    const made = venue.website.createKey({ label: 'new', scopes: ['read'], ipAllowlist: [] });
    venue.website.deleteKey(readKey.keyId);
    const { keyId, secret } = made;
    expect(venue.vault()).toEqual([botKey, boundKey, payoutKey, { keyId, secret }]);
  });

  it('makes no withdrawing key without an address, and none for an address that is none', async () => {
    const { venue } = await stage();
    const wanted = { label: 'payout-2', scopes: ['read', 'withdraw'] as const, ipAllowlist: [] };
    expect(() => venue.website.createKey(wanted)).toThrow(BadInput);
    expect(() => venue.website.createKey({ ...wanted, ipAllowlist: ['203.0.113.300'] })).toThrow(/IPv4/);
    expect(venue.website.createKey({ ...wanted, ipAllowlist: ['203.0.113.30'] }).scopes).toContain(
      'withdraw',
    );
  });

  it('ends sessions, and a disabled account has no key and gets none', async () => {
    const { venue, call } = await stage();
    expect(venue.website.sessions()).toHaveLength(1);
    venue.website.endSessions();
    expect(venue.website.sessions()).toEqual([]);
    expect((await call(account)).status).toBe(200);
    venue.website.freezeAccount();
    expect(refusalOf(await call(account))).toEqual([401, -2015]);
    const wanted = { label: 'x', scopes: ['read'] as const, ipAllowlist: [] };
    expect(() => venue.website.createKey(wanted)).toThrow(/disabled account/);
  });

  it('makes a key for a sub-account, which sees and moves nothing of the main account', async () => {
    const subAccounts = [{ id: 's-1', label: 'desk', createdAt: '2025-10-01T00:00:00Z' }];
    const { venue, call } = await stage({ opening: { ...opening, subAccounts } });
    const wanted = { label: 'desk-bot', scopes: ['read', 'spot-trade'] as const, ipAllowlist: [] };
    const key = venue.website.createKey({ ...wanted, subAccount: 's-1', venuePermissions: ['x'] });
    expect(venue.website.keys().at(-1)).toMatchObject({ subAccount: 's-1', venuePermissions: ['x'] });
    expect((await call(account, { key })).body).toMatchObject({ balances: [] });
    expect((await call('/api/v3/openOrders', { key })).body).toEqual([]);
    const holder = venue.asKeyHolder({ keyId: key.keyId, sourceIp: '127.0.0.1' });
    const fill = { symbol: 'ETHUSDT', side: 'sell', price: '1', amount: '1', clientOrderId: 's' } as const;
    expect(holder.trade(fill)).toMatchObject({ code: '-2010', aboutKey: false });
    const { orderId } = venue.books.openOrders()[0] ?? { orderId: '' };
    expect(holder.cancelOrder(orderId)).toMatchObject({ code: '-2011' });
    expect(() => venue.website.createKey({ ...wanted, subAccount: 's-9' })).toThrow(/no sub-account/);
  });

  it('has keys that the venue itself has ended', async () => {
    const { venue, call } = await stage();
    expect(venue.website.expireKey(botKey.keyId)).toBe(true);
    expect(venue.website.expireKey(botKey.keyId)).toBe(false);
    expect(refusalOf(await call(account))).toEqual([401, -2015]);
  });

  it('takes only answers to a dead key that the venue is known for', async () => {
    await expect(stage({ deadKeyAnswer: '10003' })).rejects.toThrow(/-2015 or -2008|no answer/);
  });

  it('opens no books with a key id that the venue could not have made', async () => {
    const keys = [{ ...botKey, keyId: 'k1', label: 'short', scopes: [], ipAllowlist: [], createdAt: t0 }];
    const start = simulateBinance({ clock: manualClock(t0), opening: { ...opening, keys }, seed: 'x' });
    await expect(start).rejects.toThrow(/"short" has no id of this venue/);
  });
});

describe('the holder of a key, in person', () => {
  const fill = {
    symbol: 'ZRTUSDT',
    side: 'buy',
    price: '0.055',
    amount: '20000',
    clientOrderId: 'x-1',
  } as const;

  it('trades at the price his counterparty waits at, and pays the fee in the quote asset', async () => {
    const { venue, call } = await stage();
    const attacker = venue.asKeyHolder({ keyId: botKey.keyId, sourceIp: '198.51.100.7' });
    expect(attacker.trade(fill)).toBeUndefined();
    expect(venue.books.balances()).toContainEqual({ asset: 'ZRT', free: '20000', locked: '0' });
    expect(venue.books.balances()).toContainEqual({ asset: 'USDT', free: '185898.9', locked: '53000' });
    const params = { symbol: 'ZRTUSDT' };
    const trades = (await call('/api/v3/myTrades', { params })).body;
    expect(trades).toMatchObject([
      {
        price: '0.05500000',
        qty: '20000.00000000',
        quoteQty: '1100.00000000',
        commission: '1.10000000',
        isBuyer: true,
      },
    ]);
    const orders = (await call('/api/v3/allOrders', { params })).body;
    expect(orders).toMatchObject([{ clientOrderId: 'x-1', status: 'FILLED' }]);
    expect(venue.books.acts()).toMatchObject([{ sourceIp: '198.51.100.7', clientOrderId: 'x-1' }]);
  });

  it('cannot sell what is not there', async () => {
    const { venue } = await stage();
    const attacker = venue.asKeyHolder({ keyId: botKey.keyId, sourceIp: '198.51.100.7' });
    expect(attacker.trade({ ...fill, side: 'sell' })).toEqual({
      httpStatus: 400,
      code: '-2010',
      message: 'Account has insufficient balance for requested action.',
      aboutKey: false,
    });
    expect(attacker.trade({ ...fill, amount: '-1' })).toMatchObject({ code: '-1100' });
    expect(attacker.trade({ ...fill, price: '0' })).toMatchObject({ code: '-1013' });
    expect(attacker.trade({ ...fill, symbol: 'NOPE' })).toMatchObject({ code: '-1121' });
  });

  it('cancels an order once', async () => {
    const { venue } = await stage();
    const attacker = venue.asKeyHolder({ keyId: botKey.keyId, sourceIp: '198.51.100.7' });
    const { orderId } = venue.books.openOrders()[0] ?? { orderId: '' };
    expect(attacker.cancelOrder(orderId)).toBeUndefined();
    expect(attacker.cancelOrder(orderId)).toMatchObject({ code: '-2011' });
    expect(attacker.cancelOrder('mine')).toMatchObject({ code: '-2011' });
  });

  it('stands before the same gate as over HTTP, at every act', async () => {
    const { venue } = await stage();
    const act = (keyId: string, sourceIp: string) => venue.asKeyHolder({ keyId, sourceIp }).trade(fill);
    expect(act('k1', '198.51.100.7')).toMatchObject({ httpStatus: 401, code: '-2014', aboutKey: true });
    expect(act('0'.repeat(64), '198.51.100.7')).toMatchObject({ httpStatus: 400, code: '-2008' });
    expect(act(boundKey.keyId, '198.51.100.7')).toMatchObject({ httpStatus: 401, code: '-2015' });
    expect(act(boundKey.keyId, '127.0.0.77')).toBeUndefined();
    expect(act(readKey.keyId, '198.51.100.7')).toMatchObject({ httpStatus: 401, code: '-2015' });
    const attacker = venue.asKeyHolder({ keyId: botKey.keyId, sourceIp: '198.51.100.7' });
    const order = { coin: 'USDT', amount: '10', address: '0x7', network: 'ETH' };
    expect(attacker.withdraw(order)).toMatchObject({ httpStatus: 401, code: '-1002' });
    const payout = venue.asKeyHolder({ keyId: payoutKey.keyId, sourceIp: '127.0.0.2' });
    expect(payout.withdraw(order)).toMatchObject({ httpStatus: 400, code: '-2015' });
    expect(attacker.trade({ ...fill, clientOrderId: 'x-2' })).toBeUndefined();
    venue.website.deleteKey(botKey.keyId);
    expect(attacker.trade({ ...fill, clientOrderId: 'x-3' })).toMatchObject({
      httpStatus: 401,
      code: '-2015',
    });
  });
});
