import { describe, expect, it } from 'vitest';
import { dayMs, names, opening, refusalOf, rows, stage, t0Ms } from './support.ts';
import type { Row } from './support.ts';

const btc = { symbol: 'BTCUSDT' };
const isolated = { symbol: 'ETHUSDT', isIsolated: 'TRUE' };

describe('the margin account', () => {
  it('holds what the books have on margin, and owes nothing', async () => {
    const { get } = await stage();
    const account = (await get('/sapi/v1/margin/account')).body as Row;
    expect(account).toMatchObject({
      created: true,
      // 0.5 coins and 4000 dollars at 20000.
      totalNetAssetOfBtc: '0.70000000',
      TotalCollateralValueInUSDT: '14000.00000000',
    });
    expect(account['userAssets']).toMatchObject([
      { asset: 'BTC', free: '0.50000000', borrowed: '0.00000000' },
      { asset: 'USDT', free: '4000.00000000' },
    ]);
    expect((await get('/sapi/v1/margin/maxTransferable', { asset: 'BTC' })).body).toEqual({
      amount: '0.50000000',
    });
  });

  it('has isolated pairs apart, all or those that are named', async () => {
    const { get } = await stage();
    const all = (await get('/sapi/v1/margin/isolated/account')).body as Row;
    expect(names(all['assets'], 'symbol')).toEqual(['ETHUSDT']);
    expect(all).toHaveProperty('totalAssetOfBtc');
    const named = (await get('/sapi/v1/margin/isolated/account', { symbols: 'BTCUSDT' })).body as Row;
    expect(named).toEqual({ assets: [] });
  });

  it('lists its pairs to a key without a signature, and to nobody without a key', async () => {
    const { call } = await stage();
    const path = '/sapi/v1/margin/isolated/allPairs';
    const unsigned = await call(path, { rawQuery: '' });
    expect(names(unsigned.body, 'symbol')).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect((await call(path)).status).toBe(200);
    const nobody = { keyId: '', secret: '', label: '', scopes: [], ipAllowlist: [], createdAt: '' };
    expect(refusalOf(await call(path, { rawQuery: '', by: nobody }))).toEqual([401, -2014]);
    expect(refusalOf(await call(path, { rawQuery: '', by: 'bound' }))).toEqual([400, -2015]);
    const one = await call('/sapi/v1/margin/allPairs', { rawQuery: 'symbol=ETHUSDT' });
    expect(rows(one.body)).toMatchObject([{ symbol: 'ETHUSDT', base: 'ETH', isMarginTrade: true }]);
  });
});

describe('orders on margin', () => {
  it('are apart from those of spot, and cross from isolated', async () => {
    const { get } = await stage();
    const path = '/sapi/v1/margin/openOrders';
    expect(rows((await get(path)).body)).toMatchObject([
      { clientOrderId: 'margin-1', symbol: 'BTCUSDT', isIsolated: false, price: '18400.00000000' },
    ]);
    expect(rows((await get(path, isolated)).body)).toMatchObject([
      { clientOrderId: 'isolated-1', symbol: 'ETHUSDT', isIsolated: true },
    ]);
    expect(names((await get('/api/v3/openOrders')).body, 'clientOrderId')).toEqual(['spot-1']);
    expect(refusalOf(await get(path, { isIsolated: 'TRUE' }))).toEqual([400, -1102]);
    expect(refusalOf(await get(path, { ...btc, isIsolated: 'TRUE' }))).toEqual([400, -11001]);
    expect(refusalOf(await get(path, { symbol: 'NOTHING' }))).toEqual([400, -1121]);
    expect((await get(path, { symbol: 'ETHUSDT' })).body).toEqual([]);
  });

  it('are there for 24 hours, unless an id or a time reaches back', async () => {
    const { clock, get } = await stage();
    const path = '/sapi/v1/margin/allOrders';
    const ids = async (params = {}) => names((await get(path, { ...btc, ...params })).body, 'clientOrderId');
    expect(await ids()).toEqual(['margin-h', 'margin-1']);
    await clock.advance(dayMs);
    expect(await ids()).toEqual([]);
    expect(await ids({ orderId: 0 })).toEqual(['margin-h', 'margin-1']);
    expect(await ids({ startTime: t0Ms - dayMs, endTime: t0Ms })).toEqual(['margin-h', 'margin-1']);
    const tooLong = await get(path, { ...btc, startTime: t0Ms - dayMs - 1, endTime: t0Ms });
    expect(refusalOf(tooLong)).toEqual([400, -1127]);
    expect(refusalOf(await get(path, { ...btc, limit: 501 }))).toEqual([400, -1130]);
    expect(refusalOf(await get(path))).toEqual([400, -1102]);
  });

  it('have trades of their own', async () => {
    const { get } = await stage();
    const trades = rows((await get('/sapi/v1/margin/myTrades', { ...btc, fromId: 0 })).body);
    expect(trades).toMatchObject([{ qty: '0.60000000', symbol: 'BTCUSDT', isIsolated: false }]);
    expect(trades[0]).not.toHaveProperty('quoteQty');
    expect(names((await get('/api/v3/myTrades', btc)).body, 'qty')).toEqual(['0.20000000']);
    const order = { ...btc, origClientOrderId: 'margin-h' };
    expect((await get('/sapi/v1/margin/order', order)).body).toMatchObject({ status: 'FILLED' });
    expect(refusalOf(await get('/sapi/v1/margin/order', btc))).toEqual([400, -1102]);
  });

  it('are cancelled by a key of spot and margin, one or all of a pair', async () => {
    const { venue, drop } = await stage();
    const path = '/sapi/v1/margin/openOrders';
    expect(refusalOf(await drop(path, btc, 'reader'))).toEqual([400, -2015]);
    expect(refusalOf(await drop(path, btc, 'futures'))).toEqual([400, -2015]);
    const one = await drop('/sapi/v1/margin/order', { ...isolated, origClientOrderId: 'isolated-1' }, 'bot');
    expect(one.body).toMatchObject({ origClientOrderId: 'isolated-1', status: 'CANCELED', isIsolated: true });
    expect(typeof (one.body as Row)['orderId']).toBe('string');
    const all = rows((await drop(path, btc, 'bot')).body);
    expect(all).toMatchObject([{ origClientOrderId: 'margin-1', status: 'CANCELED' }]);
    expect(refusalOf(await drop(path, btc, 'bot'))).toEqual([400, -2011]);
    const open = venue.books.openOrders().map(({ clientOrderId }) => clientOrderId);
    expect(open).not.toContain('margin-1');
    expect(open).toContain('spot-1');
    // Nothing that rests on margin locks the spot wallet.
    expect(venue.books.balances()).toContainEqual({ asset: 'USDT', free: '98200', locked: '1800' });
  });

  it('need a market of their own in the opening books that is not of the kind spot', async () => {
    const unfit = { symbol: 'X.margin', base: 'X', quote: 'USDT', price: '1', depth: '1' };
    const markets = [...opening.markets, unfit];
    await expect(stage({ opening: { ...opening, markets } })).rejects.toThrow(/must not be of the kind spot/);
    const twice = [...opening.markets, { ...opening.markets[2]!, symbol: 'BTCUSDT.linear' }];
    await expect(stage({ opening: { ...opening, markets: twice } })).rejects.toThrow(/"um BTCUSDT" twice/);
  });
});

describe('the histories of margin', () => {
  it('tell what moved in and out', async () => {
    const { get } = await stage();
    const moved = (await get('/sapi/v1/margin/transfer')).body as { rows: Row[]; total: number };
    expect(moved).toMatchObject({
      total: 1,
      rows: [{ amount: '14.00000000', type: 'ROLL_OUT', transFrom: 'CROSS_MARGIN', transTo: 'SPOT' }],
    });
    const inwards = await get('/sapi/v1/margin/transfer', { type: 'ROLL_IN' });
    expect(inwards.body).toEqual({ rows: [], total: 0 });
    const tooLong = { startTime: t0Ms - 30 * dayMs - 1, endTime: t0Ms };
    expect(refusalOf(await get('/sapi/v1/margin/transfer', tooLong))).toEqual([400, -1128]);
    expect(rows((await get('/sapi/v1/margin/capital-flow')).body)).toMatchObject([
      { type: 'TRANSFER', amount: '-14', asset: 'USDT' },
    ]);
  });

  it('are empty of interest, loans and liquidations, in their forms', async () => {
    const { get } = await stage();
    const nothing = { rows: [], total: 0 };
    expect((await get('/sapi/v1/margin/interestHistory')).body).toEqual(nothing);
    expect((await get('/sapi/v1/margin/forceLiquidationRec')).body).toEqual(nothing);
    expect((await get('/sapi/v1/margin/borrow-repay', { type: 'BORROW' })).body).toEqual(nothing);
    expect(refusalOf(await get('/sapi/v1/margin/borrow-repay'))).toEqual([400, -1102]);
    expect((await get('/sapi/v1/margin/openOrderList')).body).toEqual([]);
    expect((await get('/sapi/v1/margin/api-key-list', {}, 'bot')).body).toEqual([]);
  });
});
