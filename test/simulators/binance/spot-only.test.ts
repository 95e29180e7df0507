import { describe, expect, it } from 'vitest';
import { routes } from '../../../src/simulators/binance/routes.ts';
import { dayMs, keys, refusalOf, spotOnly, stage, subEmail, t0Ms } from './support.ts';
import type { Row, Stage } from './support.ts';

describe('who has opened nothing but the spot account', () => {
  const account = { opening: spotOnly };

  it('is told so', async () => {
    const { get } = await stage(account);
    expect((await get('/sapi/v1/account/info')).body).toEqual({
      vipLevel: 0,
      isMarginEnabled: false,
      isFutureEnabled: false,
      isOptionsEnabled: false,
      isPortfolioMarginRetailEnabled: false,
    });
    const { get: ofAll } = await stage();
    expect((await ofAll('/sapi/v1/account/info')).body).toMatchObject({
      isMarginEnabled: true,
      isFutureEnabled: true,
      isOptionsEnabled: false,
    });
  });

  it('is refused everywhere else, whatever the key may do', async () => {
    const { get } = await stage(account);
    const mighty = spotOnly.keys[1]!;
    for (const path of ['/sapi/v1/margin/account', '/sapi/v1/margin/openOrders']) {
      expect((await get(path, {}, mighty)).body).toEqual({
        code: -3003,
        msg: 'Margin account does not exist.',
      });
    }
    for (const path of ['/fapi/v3/account', '/fapi/v1/openOrders', '/dapi/v1/positionRisk']) {
      expect(refusalOf(await get(path, {}, mighty))).toEqual([401, -2015]);
    }
    expect((await get('/sapi/v1/sub-account/list', {}, mighty)).body).toEqual({ subAccounts: [] });
    expect((await get('/fapi/v1/time')).status).toBe(200);
  });

  it('has a key of a sub-account answered alike: it has opened nothing', async () => {
    const { get } = await stage();
    expect(refusalOf(await get('/sapi/v1/margin/account', {}, 'subOpen'))).toEqual([400, -3003]);
    expect(refusalOf(await get('/fapi/v2/balance', {}, 'subOpen'))).toEqual([401, -2015]);
    expect((await get('/api/v3/account', {}, 'subOpen')).body).toMatchObject({ balances: [] });
  });
});

describe('the gate of the futures', () => {
  it('says the same of a dead key, of an unknown one and of a wrong address, and names the address', async () => {
    const { call, get, venue } = await stage({ deadKeyAnswer: '-2008' });
    const words = 'Invalid API-key, IP, or permissions for action, request ip: 127.0.0.1';
    const refused = { status: 401, body: { code: -2015, msg: words } };
    expect(await get('/fapi/v2/account', {}, 'bound')).toMatchObject(refused);
    expect((await call('/fapi/v2/account', { by: 'bound', from: '127.0.0.77' })).status).toBe(200);
    const stranger = { ...keys.reader, keyId: 'a'.repeat(64) };
    expect(await get('/dapi/v1/account', {}, stranger)).toMatchObject(refused);
    venue.website.deleteKey(keys.reader.keyId);
    expect(await get('/fapi/v2/account')).toMatchObject(refused);
    expect(refusalOf(await get('/api/v3/account'))).toEqual([400, -2008]);
  });

  it('looks at time and signature as everywhere', async () => {
    const { call, get } = await stage();
    expect(refusalOf(await call('/fapi/v2/account', { at: t0Ms - 5001 }))).toEqual([400, -1021]);
    const other = { ...keys.reader, secret: keys.bot.secret };
    expect(refusalOf(await get('/dapi/v1/account', {}, other))).toEqual([400, -1022]);
  });
});

describe('what else there is to ask about money', () => {
  it('has no dust, dividends, conversions, payments or fiat, each in its form', async () => {
    const { get } = await stage();
    const range = { startTime: t0Ms - 30 * dayMs, endTime: t0Ms };
    expect((await get('/sapi/v1/asset/dribblet')).body).toEqual({ total: 0, userAssetDribblets: [] });
    expect((await get('/sapi/v1/asset/assetDividend')).body).toEqual({ rows: [], total: 0 });
    expect((await get('/sapi/v1/convert/tradeFlow', range)).body).toEqual({
      list: [],
      ...range,
      limit: 100,
      moreData: false,
    });
    expect(refusalOf(await get('/sapi/v1/convert/tradeFlow'))).toEqual([400, -1102]);
    expect((await get('/sapi/v1/pay/transactions')).body).toMatchObject({ code: '000000', data: [] });
    expect((await get('/sapi/v1/fiat/orders', { transactionType: 1 })).body).toMatchObject({ total: 0 });
    expect((await get('/sapi/v1/simple-earn/locked/position')).body).toEqual({ rows: [], total: 0 });
    expect((await get('/sapi/v2/localentity/withdraw/history')).body).toEqual([]);
    const tooLong = { startTime: t0Ms - 181 * dayMs, endTime: t0Ms };
    expect(refusalOf(await get('/sapi/v1/asset/assetDividend', tooLong))).toEqual([400, -1128]);
    expect(refusalOf(await get('/sapi/v1/algo/futures/openOrders'))).toEqual([401, -1002]);
  });

  it('values every wallet', async () => {
    const { get } = await stage();
    const wallets = (await get('/sapi/v1/asset/wallet/balance')).body as Row[];
    expect(Object.fromEntries(wallets.map((row) => [row['walletName'], row['balance']]))).toMatchObject({
      Spot: '7.00000000',
      Funding: '0.00125000',
      'Cross Margin': '0.70000000',
      'USDⓈ-M Futures': '0.45000000',
      'COIN-M Futures': '1.50000000',
      Earn: '0.00000000',
    });
    expect((await get('/sapi/v1/capital/withdraw/quota')).body).toEqual({
      wdQuota: '8000000',
      usedWdQuota: '0.00',
    });
  });

  it('has no order lists', async () => {
    const { get, drop } = await stage();
    expect((await get('/api/v3/openOrderList')).body).toEqual([]);
    expect((await get('/api/v3/allOrderList')).body).toEqual([]);
    expect(refusalOf(await get('/api/v3/allOrderList', { fromId: 0, startTime: 1 }))).toEqual([400, -1128]);
    const list = { symbol: 'BTCUSDT', orderListId: 1 };
    expect(refusalOf(await drop('/api/v3/orderList', list, 'bot'))).toEqual([400, -2011]);
  });
});

describe('an order in place of another', () => {
  const path = '/api/v3/order/cancelReplace';
  const wanted = {
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.1',
    price: '17000',
    newClientOrderId: 'spot-2',
  };
  const stop = { ...wanted, cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrigClientOrderId: 'spot-1' };
  const spotOrders = (books: Stage['venue']['books']) =>
    books
      .openOrders()
      .filter(({ symbol }) => symbol === 'BTCUSDT')
      .map(({ clientOrderId }) => clientOrderId);

  it('is both done or told apart', async () => {
    const { post, venue } = await stage();
    const done = await post(path, stop);
    expect(done.body).toMatchObject({
      cancelResult: 'SUCCESS',
      newOrderResult: 'SUCCESS',
      cancelResponse: { origClientOrderId: 'spot-1', status: 'CANCELED' },
      newOrderResponse: { clientOrderId: 'spot-2', status: 'NEW' },
    });
    expect(spotOrders(venue.books)).toEqual(['spot-2']);
    const neither = await post(path, { ...stop, newClientOrderId: 'spot-3' });
    expect(neither).toMatchObject({
      status: 400,
      body: {
        code: -2022,
        data: { cancelResult: 'FAILURE', newOrderResult: 'NOT_ATTEMPTED', newOrderResponse: null },
      },
    });
    expect(spotOrders(venue.books)).toEqual(['spot-2']);
  });

  it('is half done under 409: the new one alone, or the cancel alone', async () => {
    const { post, venue } = await stage();
    const allow = { ...stop, cancelReplaceMode: 'ALLOW_FAILURE', cancelOrigClientOrderId: 'nothing' };
    const placed = await post(path, allow);
    expect(placed).toMatchObject({
      status: 409,
      body: { code: -2021, data: { cancelResult: 'FAILURE', cancelResponse: { code: -2011 } } },
    });
    const tooMuch = await post(path, { ...stop, newClientOrderId: 'spot-4', quantity: '1000' });
    expect(tooMuch).toMatchObject({
      status: 409,
      body: {
        data: { cancelResult: 'SUCCESS', newOrderResult: 'FAILURE', newOrderResponse: { code: -2010 } },
      },
    });
    expect(spotOrders(venue.books)).toEqual(['spot-2']);
  });
});

describe('every endpoint', () => {
  it('stands once, and lets nobody in who has no key, unless it is public', async () => {
    const { call } = await stage();
    const named = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(named).size).toBe(named.length);
    const nobody = { ...keys.reader, keyId: '' };
    for (const { method, path, needs } of routes) {
      const reply = await call(path, { method, by: nobody, rawQuery: '' });
      const isOpen = needs === 'public';
      expect([`${method} ${path}`, reply.status === 401]).toEqual([`${method} ${path}`, !isOpen]);
    }
  });

  it('that changes something is closed to a key that only reads', async () => {
    const { call } = await stage();
    const params = { email: subEmail, symbol: 'BTCUSDT' };
    for (const { method, path, needs } of routes.filter((each) => each.method !== 'GET')) {
      if (needs === 'read' || needs === 'withdraw') continue;
      const reply = await call(path, { method, params, by: 'reader' });
      expect([`${method} ${path}`, refusalOf(reply)[1]]).toEqual([`${method} ${path}`, -2015]);
    }
  });
});
