import { describe, expect, it } from 'vitest';
import { callBinance } from '../support/binance-client.ts';
import { botKey, boundKey, opening, payoutKey, refusalOf, stage, t0 } from './support.ts';

type Row = Readonly<Record<string, unknown>>;
const nowMs = Date.parse(t0);
const btc = { symbol: 'BTCUSDT' };
const rows = (body: unknown): readonly Row[] => body as readonly Row[];

describe('public endpoints', () => {
  it('give one price as an object, several and all as lists', async () => {
    const { venue } = await stage();
    const get = async (params: Record<string, string>) =>
      (await callBinance({ port: venue.port, path: '/api/v3/ticker/price', params })).body;
    expect(await get(btc)).toEqual({ symbol: 'BTCUSDT', price: '19180.00000000' });
    expect(await get({ symbols: '["ETHUSDT"]' })).toEqual([{ symbol: 'ETHUSDT', price: '1290.00000000' }]);
    expect(rows(await get({})).map((each) => each['symbol'])).toEqual(['BTCUSDT', 'ETHUSDT', 'ZRTUSDT']);
    expect(await get({ ...btc, symbols: '["ETHUSDT"]' })).toMatchObject({ code: -1128 });
    expect(await get({ symbols: 'ETHUSDT' })).toMatchObject({ code: -1100 });
  });

  it('quote a bid below and an ask above the mid', async () => {
    const { venue } = await stage();
    const { body } = await callBinance({ port: venue.port, path: '/api/v3/ticker/bookTicker', params: btc });
    const quote = body as { bidPrice: string; askPrice: string };
    expect(Number(quote.bidPrice)).toBeLessThan(19_180);
    expect(Number(quote.askPrice)).toBeGreaterThan(19_180);
  });
});

describe('what a reading key sees', () => {
  it('balances: free and locked, zeros left out on request', async () => {
    const { call } = await stage();
    const all = (await call('/api/v3/account')).body as {
      balances: Row[];
      uid: number;
      takerCommission: number;
    };
    expect(all.balances).toContainEqual({ asset: 'USDT', free: '187000.00000000', locked: '53000.00000000' });
    expect(all.balances).toContainEqual({ asset: 'ZRT', free: '0.00000000', locked: '0.00000000' });
    expect(all).toMatchObject({ uid: 354_937_868, takerCommission: 10 });
    const held = (await call('/api/v3/account', { params: { omitZeroBalances: 'true' } })).body;
    expect((held as { balances: Row[] }).balances.map((each) => each['asset'])).toEqual([
      'BTC',
      'ETH',
      'USDT',
    ]);
    const wrong = await call('/api/v3/account', { params: { omitZeroBalances: 'perhaps' } });
    expect(refusalOf(wrong)).toEqual([400, -1130]);
  });

  it('open orders of one symbol or of all', async () => {
    const { call } = await stage();
    const all = rows((await call('/api/v3/openOrders')).body);
    expect(all.map((each) => each['clientOrderId'])).toEqual(['mm-1', 'mm-2']);
    expect(all[0]).toMatchObject({
      status: 'NEW',
      side: 'BUY',
      origQty: '1.00000000',
      executedQty: '0.00000000',
    });
    expect((await call('/api/v3/openOrders', { params: { symbol: 'ETHUSDT' } })).body).toEqual([]);
  });

  it('what of an order has been filled by others, and its trade as maker without fee', async () => {
    const { venue, call } = await stage();
    const orderId = venue.books.openOrders()[0]?.orderId ?? '';
    venue.market.meet(orderId, '0.25');
    const [order] = rows((await call('/api/v3/openOrders')).body);
    expect(order).toMatchObject({
      status: 'PARTIALLY_FILLED',
      executedQty: '0.25000000',
      cummulativeQuoteQty: '4500.00000000',
    });
    const trades = rows((await call('/api/v3/myTrades', { params: { ...btc, orderId } })).body);
    expect(trades).toMatchObject([{ isMaker: true, commission: '0.00000000', qty: '0.25000000' }]);
    expect(() => venue.market.meet(orderId, '0.76')).toThrow(/more-than-left/);
  });

  it('one order by either id, and refuses ids that do not agree', async () => {
    const { venue, call } = await stage();
    const { orderId } = venue.books.openOrders()[0] ?? { orderId: '' };
    const get = (params: Row) =>
      call('/api/v3/order', { params: { ...btc, ...params } as Record<string, string> });
    expect((await get({ orderId })).body).toMatchObject({ clientOrderId: 'mm-1' });
    expect((await get({ origClientOrderId: 'mm-1' })).body).toMatchObject({ orderId: Number(orderId) });
    expect(refusalOf(await get({ orderId, origClientOrderId: 'mm-2' }))).toEqual([400, -2039]);
    expect(refusalOf(await get({ orderId: '1' }))).toEqual([400, -2013]);
    expect(refusalOf(await get({}))).toEqual([400, -1102]);
    const other = await call('/api/v3/order', { params: { symbol: 'ETHUSDT', orderId } });
    expect(refusalOf(other)).toEqual([400, -2013]);
  });

  it('all orders with the client’s ids, which trades do not have', async () => {
    const { call } = await stage();
    const orders = rows((await call('/api/v3/allOrders', { params: btc })).body);
    expect(orders.map((each) => each['clientOrderId'])).toEqual(['mm-h1', 'mm-h2', 'mm-h3', 'mm-1', 'mm-2']);
    const trades = rows((await call('/api/v3/myTrades', { params: btc })).body);
    expect(trades).toHaveLength(3);
    for (const trade of trades) expect(trade).not.toHaveProperty('clientOrderId');
  });

  it('no cancelled order without a fill after 90 days', async () => {
    const { clock, venue, call } = await stage();
    const { orderId } = venue.books.openOrders()[0] ?? { orderId: '' };
    const cancelled = await call('/api/v3/order', { method: 'DELETE', params: { ...btc, orderId } });
    expect(cancelled.status).toBe(200);
    const ids = async () =>
      rows((await call('/api/v3/allOrders', { params: btc })).body).map((each) => String(each['orderId']));
    expect(await ids()).toContain(orderId);
    await clock.advance(90 * 86_400_000 + 1);
    expect(await ids()).not.toContain(orderId);
    const one = await call('/api/v3/order', { params: { ...btc, orderId } });
    expect(refusalOf(one)).toEqual([400, -2026]);
  });
});

describe('the trade history', () => {
  const path = '/api/v3/myTrades';
  const day = 86_400_000;
  // 1,201 trades of a week, one each 500 s, the last at the drill's start.
  const many = {
    ...opening,
    trades: Array.from({ length: 1201 }, (_, index) => ({
      symbol: 'BTCUSDT',
      side: 'buy' as const,
      price: '19000',
      amount: '0.001',
      clientOrderId: `mm-${index}`,
      at: new Date(nowMs - (1200 - index) * 500_000).toISOString(),
    })),
  };
  const idsOf = (body: unknown): number[] => rows(body).map((each) => each['id'] as number);

  it('is the newest 500 without bounds, 1000 at most', async () => {
    const { call } = await stage({ opening: many });
    const usual = idsOf((await call(path, { params: btc })).body);
    expect(usual).toHaveLength(500);
    const most = idsOf((await call(path, { params: { ...btc, limit: 1000 } })).body);
    expect(most).toHaveLength(1000);
    expect(most.slice(-500)).toEqual(usual);
    expect(refusalOf(await call(path, { params: { ...btc, limit: 1001 } }))).toEqual([400, -1130]);
    expect(refusalOf(await call(path, { params: { ...btc, limit: 0 } }))).toEqual([400, -1130]);
  });

  it('can be read without a gap from id to id', async () => {
    const { venue, call } = await stage({ opening: many });
    const seen: number[] = [];
    for (let fromId = 0; ; fromId = (seen.at(-1) ?? 0) + 1) {
      const page = idsOf((await call(path, { params: { ...btc, fromId, limit: 500 } })).body);
      seen.push(...page);
      if (page.length < 500) break;
    }
    expect(seen).toEqual(venue.books.trades().map((trade) => Number(trade.id)));
    expect(seen.every((id, index) => index === 0 || id > (seen[index - 1] ?? 0) + 1)).toBe(true);
  });

  it('gives the oldest from a start, the newest to an end, both inclusive', async () => {
    const { call } = await stage({ opening: many });
    const times = async (params: Record<string, number>) =>
      rows((await call(path, { params: { ...btc, ...params } })).body).map((each) => each['time'] as number);
    const start = nowMs - 1200 * 500_000;
    expect((await times({ startTime: start, limit: 3 }))[0]).toBe(start);
    expect((await times({ endTime: nowMs - 500_000, limit: 3 })).at(-1)).toBe(nowMs - 500_000);
    expect(await times({ startTime: nowMs - 500_000, endTime: nowMs })).toEqual([nowMs - 500_000, nowMs]);
    expect(await times({ startTime: nowMs * 1000 })).toEqual([nowMs]);
  });

  it('spans 24 hours at most', async () => {
    const { call } = await stage({ opening: many });
    const span = (ms: number) => call(path, { params: { ...btc, startTime: nowMs - ms, endTime: nowMs } });
    expect((await span(day)).status).toBe(200);
    expect(await span(day + 1)).toMatchObject({
      status: 400,
      body: { code: -1127, msg: 'More than 24 hours between startTime and endTime.' },
    });
  });

  // rest-api.md "Account trade list": the seven supported combinations, out of sixteen.
  it.each([
    ['', true],
    ['orderId', true],
    ['startTime', true],
    ['endTime', true],
    ['fromId', true],
    ['startTime endTime', true],
    ['orderId fromId', true],
    ['orderId startTime', false],
    ['orderId endTime', false],
    ['orderId startTime endTime', false],
    ['startTime fromId', false],
    ['endTime fromId', false],
    ['startTime endTime fromId', false],
    ['orderId startTime fromId', false],
    ['orderId endTime fromId', false],
    ['orderId startTime endTime fromId', false],
  ])('takes symbol + "%s": %s', async (names, isTaken) => {
    const { call } = await stage();
    const values: Record<string, number> = {
      orderId: 1_000_001,
      startTime: nowMs - 1000,
      endTime: nowMs,
      fromId: 0,
    };
    const chosen = names === '' ? [] : names.split(' ').map((name) => [name, values[name] ?? 0]);
    const reply = await call(path, { params: { ...btc, ...Object.fromEntries(chosen) } });
    if (isTaken) expect(reply.status).toBe(200);
    else expect(refusalOf(reply)).toEqual([400, -1128]);
  });

  it('needs a symbol', async () => {
    const { call } = await stage();
    expect((await call(path)).body).toEqual({
      code: -1102,
      msg: "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.",
    });
  });
});

describe('the wallet half', () => {
  it('tells a key’s permissions but neither its name nor its addresses', async () => {
    const { call } = await stage();
    const path = '/sapi/v1/account/apiRestrictions';
    const bot = (await call(path)).body as Row;
    expect(bot).toMatchObject({
      ipRestrict: false,
      enableReading: true,
      enableSpotAndMarginTrading: true,
      enableWithdrawals: false,
      createTime: Date.parse('2025-11-01T00:00:00Z'),
    });
    const bound = (await call(path, { key: boundKey, from: '127.0.0.77' })).body as Row;
    expect(bound).toMatchObject({ ipRestrict: true });
    expect(JSON.stringify(bound)).not.toContain('127.0.0.77');
    expect(JSON.stringify(bot)).not.toContain('tradebot');
  });

  it('gives 90 days of withdrawals, newest first, and refuses more', async () => {
    const { call } = await stage();
    const path = '/sapi/v1/capital/withdraw/history';
    const get = (params: Record<string, string | number>) => call(path, { params });
    expect(rows((await get({})).body).map((each) => each['amount'])).toEqual(['900']);
    const day = 86_400_000;
    const older = await get({ startTime: nowMs - 150 * day, endTime: nowMs - 60 * day });
    expect(rows(older.body).map((each) => each['txId'])).toEqual(['0xbb']);
    const tooLong = await get({ startTime: nowMs - 150 * day });
    expect(tooLong.body).toEqual({ code: -4047, msg: 'Time interval must be within 0-90 days' });
    expect(refusalOf(await get({ startTime: nowMs, endTime: nowMs - 1 }))).toEqual([400, -4047]);
    expect((await get({ status: 4 })).body).toEqual([]);
    expect((await get({ offset: 1 })).body).toEqual([]);
    expect((await get({ coin: 'BTC' })).body).toEqual([]);
    expect((await get({ idList: Array.from({ length: 46 }, () => 'x').join(',') })).status).toBe(400);
  });

  it('gives deposits, filtered by coin, status and transaction', async () => {
    const { call } = await stage();
    const get = async (params: Record<string, string>) =>
      rows((await call('/sapi/v1/capital/deposit/hisrec', { params })).body);
    expect(await get({})).toHaveLength(1);
    expect(await get({ txId: '0xcc', coin: 'USDT', status: '1' })).toHaveLength(1);
    expect(await get({ txId: '0xdd' })).toHaveLength(0);
    expect(await get({ status: '0' })).toHaveLength(0);
  });

  it('gives the address list with its whitelist marks', async () => {
    const { venue, call } = await stage();
    const path = '/sapi/v1/capital/withdraw/address/list';
    const marks = async () =>
      rows((await call(path)).body).map((each) => [each['name'], each['whiteStatus']]);
    expect(await marks()).toEqual([
      ['treasury', true],
      ['old', false],
    ]);
    venue.website.addAddress({
      coin: 'ETH',
      network: 'ETH',
      address: '0x9',
      label: 'cold2',
      whitelisted: true,
    });
    expect(await marks()).toContainEqual(['cold2', true]);
    expect(venue.website.removeAddress('0x9')).toBe(true);
    expect(venue.website.removeAddress('0x9')).toBe(false);
    expect(await marks()).toHaveLength(2);
  });

  it('gives assets that are there, also while they are leaving', async () => {
    const { venue, call } = await stage();
    const path = '/sapi/v3/asset/getUserAsset';
    const usdt = async () => rows((await call(path, { method: 'POST', form: { asset: 'USDT' } })).body)[0];
    expect(await usdt()).toMatchObject({
      free: '187000',
      locked: '53000',
      withdrawing: '0',
      btcValuation: '0',
    });
    const payout = venue.asKeyHolder({ keyId: payoutKey.keyId, sourceIp: '127.0.0.1' });
    payout.withdraw({ coin: 'USDT', amount: '501', address: '0x7', network: 'ETH' });
    expect(await usdt()).toMatchObject({ free: '186499', withdrawing: '501' });
    const form = { needBtcValuation: 'true' };
    const all = rows((await call(path, { method: 'POST', form })).body);
    expect(all.map((each) => each['asset'])).toEqual(['BTC', 'ETH', 'USDT']);
    expect(all[1]).toMatchObject({ btcValuation: '5.71689260' });
    const funding = await call('/sapi/v1/asset/get-funding-asset', { method: 'POST' });
    expect(rows(funding.body)).toMatchObject([{ asset: 'USDT', free: '25' }]);
  });
});

describe('withdrawals by API', () => {
  const apply = '/sapi/v1/capital/withdraw/apply';
  const treasury = '0x1111111111111111111111111111111111111111';
  const form = { coin: 'USDT', network: 'ETH', address: treasury, amount: '1000' };

  it('take the money at once and show it pending, then sent', async () => {
    const { clock, venue, call } = await stage();
    const reply = await call(apply, {
      method: 'POST',
      form: { ...form, withdrawOrderId: 'W1' },
      key: payoutKey,
    });
    expect(reply.status).toBe(200);
    const { id } = reply.body as { id: string };
    expect(venue.books.balances()).toContainEqual({ asset: 'USDT', free: '186000', locked: '53000' });
    const row = async () =>
      rows((await call('/sapi/v1/capital/withdraw/history', { params: { withdrawOrderId: 'W1' } })).body)[0];
    expect(await row()).toMatchObject({ id, status: 2, amount: '999', transactionFee: '1', txId: '' });
    await clock.advance(3 * 60_000);
    expect(await row()).toMatchObject({ status: 4 });
    await clock.advance(2 * 60_000);
    expect(await row()).toMatchObject({ status: 6, completeTime: '2026-03-14 03:05:00' });
  });

  it('go to whitelisted addresses only while the account says so', async () => {
    const { venue, call } = await stage();
    venue.website.setWhitelistOnly(true);
    expect(venue.website.whitelistOnly()).toBe(true);
    const to = (address: string) =>
      call(apply, { method: 'POST', form: { ...form, address }, key: payoutKey });
    expect(refusalOf(await to('0x2222222222222222222222222222222222222222'))).toEqual([400, -4035]);
    expect(refusalOf(await to('0x7'))).toEqual([400, -4035]);
    expect((await to(treasury)).status).toBe(200);
    venue.website.setWhitelistOnly(false);
    expect((await to('0x7')).status).toBe(200);
  });

  it.each([
    [{ amount: '187001' }, -4026],
    [{ amount: '1' }, -4028],
    [{ amount: '-5' }, -1100],
    [{ amount: '1.123456789' }, -1111],
    [{ coin: 'DOGE' }, -4018],
  ])('are refused with %o', async (change, code) => {
    const { venue, call } = await stage();
    const before = venue.books.balances();
    const reply = await call(apply, { method: 'POST', form: { ...form, ...change }, key: payoutKey });
    expect(refusalOf(reply)).toEqual([400, code]);
    expect(venue.books.balances()).toEqual(before);
  });

  it('come back when the account is disabled in time, and stay gone when not', async () => {
    const { clock, venue, call } = await stage();
    await call(apply, { method: 'POST', form, key: payoutKey });
    await clock.advance(5 * 60_000);
    await call(apply, { method: 'POST', form: { ...form, amount: '2000' }, key: payoutKey });
    venue.website.freezeAccount();
    expect(venue.books.balances()).toContainEqual({ asset: 'USDT', free: '186000', locked: '53000' });
    for (const key of [botKey, payoutKey]) {
      expect(refusalOf(await call('/api/v3/account', { key }))).toEqual([401, -2015]);
    }
    expect(venue.website.keys()).toEqual([]);
  });
});
