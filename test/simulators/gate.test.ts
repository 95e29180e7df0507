import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signedPayload } from '../../src/simulators/binance/gate.ts';
import { isSignedBy } from '../../src/simulators/gate.ts';
import { boundKey, botKey, payoutKey, readKey, refusalOf, stage, t0 } from './support.ts';
import { deriveKeyParts } from '../../src/simulators/index.ts';
import { callBinance } from '../support/binance-client.ts';

const account = '/api/v3/account';
const restrictions = '/sapi/v1/account/apiRestrictions';
const nowMs = Date.parse(t0);

// binance-spot-api-docs rest-api.md, "HMAC Keys": both printed examples.
describe('the signature check takes the venue’s published examples', () => {
  const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
  const ascii =
    'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
  const signature = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71';

  it('in the query', () => {
    const payload = signedPayload(`${ascii}&signature=${signature}`, '');
    expect(isSignedBy({ secret, payload, signature })).toBe(true);
  });

  it('in the body, in any letter case', () => {
    const payload = signedPayload('', `${ascii}&signature=${signature}`);
    expect(isSignedBy({ secret, payload, signature: signature.toUpperCase() })).toBe(true);
  });

  it('split between query and body, joined without a separator', () => {
    const [query, body] = [ascii.slice(0, 37), ascii.slice(37)];
    expect(signedPayload(query, `${body}&signature=${signature}`)).toBe(ascii);
  });

  it('percent-encoded before it is signed', () => {
    const payload = ascii.replace('LTCBTC', encodeURIComponent('１２３４５６'));
    const other = 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3';
    expect(isSignedBy({ secret, payload, signature: other })).toBe(true);
  });

  it.each(['', 'abc', signature.slice(1), signature.replace('c', 'd'), '0'.repeat(64)])(
    'and refuses "%s"',
    (wrong) => {
      expect(isSignedBy({ secret, payload: ascii, signature: wrong })).toBe(false);
    },
  );
});

describe('without everything in order nobody gets in', () => {
  it('answers 401 -2014 without a key and with a malformed one', async () => {
    const { venue, call } = await stage();
    const keyless = await callBinance({ port: venue.port, path: account, at: nowMs });
    expect(refusalOf(keyless)).toEqual([401, -2014]);
    expect(refusalOf(await call(account, { key: { ...botKey, keyId: 'k1' } }))).toEqual([401, -2014]);
  });

  it('answers 400 -2008 to a key that never was', async () => {
    const { call } = await stage();
    const stranger = deriveKeyParts('test', 'stranger');
    expect(refusalOf(await call(account, { key: stranger }))).toEqual([400, -2008]);
  });

  it('answers -2015 to a deleted key, 401 on api and 400 on sapi', async () => {
    const { venue, call } = await stage();
    expect((await call(restrictions)).status).toBe(200);
    expect(venue.website.deleteKey(botKey.keyId)).toBe(true);
    expect(refusalOf(await call(account))).toEqual([401, -2015]);
    expect(refusalOf(await call(restrictions))).toEqual([400, -2015]);
    expect(venue.website.deleteKey(botKey.keyId)).toBe(false);
  });

  it('answers -2008 to a deleted key where that is asked for', async () => {
    const { venue, call } = await stage({ deadKeyAnswer: '-2008' });
    venue.website.deleteKey(botKey.keyId);
    expect(refusalOf(await call(restrictions))).toEqual([400, -2008]);
  });

  it('tells a bound key’s address by the connection, not by a header', async () => {
    const { call } = await stage();
    expect((await call(account, { key: boundKey, from: '127.0.0.77' })).status).toBe(200);
    expect(refusalOf(await call(account, { key: boundKey, from: '127.0.0.78' }))).toEqual([401, -2015]);
    const forged = await call(account, {
      key: boundKey,
      from: '127.0.0.78',
      headers: { 'x-forwarded-for': '127.0.0.77' },
    });
    expect(refusalOf(forged)).toEqual([401, -2015]);
    expect(refusalOf(await call(restrictions, { key: boundKey }))).toEqual([400, -2015]);
  });

  it('refuses a wrong secret with -1022, so that key before signature can be seen', async () => {
    const { call } = await stage();
    expect(refusalOf(await call(account, { key: { ...botKey, secret: 'no' } }))).toEqual([400, -1022]);
    const strange = { ...deriveKeyParts('test', 'stranger'), secret: 'no' };
    expect(refusalOf(await call(account, { key: strange }))).toEqual([400, -2008]);
  });

  it('refuses a parameter changed after signing', async () => {
    const { venue } = await stage();
    const payload = `symbol=BTCUSDT&timestamp=${nowMs}`;
    const signature = createHmac('sha256', botKey.secret).update(payload).digest('hex');
    const rawQuery = `${payload.replace('BTC', 'ETH')}&signature=${signature}`;
    const reply = await callBinance({ port: venue.port, path: '/api/v3/openOrders', rawQuery, key: botKey });
    expect(refusalOf(reply)).toEqual([400, -1022]);
  });

  it('refuses what was signed before it was percent-encoded', async () => {
    const { venue } = await stage();
    const payload = `newClientOrderId=a"b&timestamp=${nowMs}`;
    const signature = createHmac('sha256', botKey.secret).update(payload).digest('hex');
    const rawQuery = `${payload}&signature=${signature}`;
    const reply = await callBinance({ port: venue.port, path: account, rawQuery, key: botKey });
    expect(refusalOf(reply)).toEqual([400, -1022]);
  });

  it.each([
    ['no timestamp', {}, [400, -1102]],
    ['an empty one', { timestamp: '' }, [400, -1105]],
    ['letters', { timestamp: 'now' }, [400, -1100]],
  ])('refuses %s', async (_, params, refusal) => {
    const { call } = await stage();
    const rawQuery = new URLSearchParams({ ...params, signature: '0'.repeat(64) }).toString();
    expect(refusalOf(await call(account, { rawQuery }))).toEqual(refusal);
  });

  it('refuses a missing signature with -1102', async () => {
    const { call } = await stage();
    expect(refusalOf(await call(account, { rawQuery: `timestamp=${nowMs}` }))).toEqual([400, -1102]);
  });

  it('refuses a key without the permission: -2015 to trade, -1002 to withdraw', async () => {
    const { call } = await stage();
    const order = { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.01' };
    const trade = await call('/api/v3/order', { method: 'POST', form: order, key: readKey });
    expect(refusalOf(trade)).toEqual([401, -2015]);
    const form = { coin: 'USDT', address: '0x1', amount: '10' };
    const withdraw = await call('/sapi/v1/capital/withdraw/apply', { method: 'POST', form });
    expect(refusalOf(withdraw)).toEqual([401, -1002]);
    expect((await call(account, { key: payoutKey })).status).toBe(200);
  });
});

// rest-api.md "Timing security".
describe('the receive window', () => {
  it.each([
    [0, {}, 200],
    [-5000, {}, 200],
    [-5001, {}, 'Timestamp for this request is outside of the recvWindow.'],
    [999, {}, 200],
    [1000, {}, "Timestamp for this request was 1000ms ahead of the server's time."],
    [-60_000, { recvWindow: 60_000 }, 200],
    [-60_001, { recvWindow: 60_000 }, 'Timestamp for this request is outside of the recvWindow.'],
    [-101, { recvWindow: 100 }, 'Timestamp for this request is outside of the recvWindow.'],
    [-100, { recvWindow: '100.5' }, 200],
    [0, { recvWindow: 60_001 }, 'recvWindow must be less than 60000'],
  ])('with a timestamp %i ms off and %o', async (offMs, params, expected) => {
    const { call } = await stage();
    const reply = await call(account, { at: nowMs + offMs, params });
    if (expected === 200) expect(reply.status).toBe(200);
    else expect(reply).toMatchObject({ status: 400, body: { msg: expected } });
  });

  it('takes microseconds', async () => {
    const { call } = await stage();
    expect((await call(account, { at: nowMs * 1000 })).status).toBe(200);
  });

  it('follows the drill’s clock, also in the Date header', async () => {
    const { clock, venue, call } = await stage();
    await clock.advance(3_600_000);
    expect(refusalOf(await call(account, { at: nowMs }))).toEqual([400, -1021]);
    const time = await callBinance({ port: venue.port, path: '/api/v3/time' });
    expect(time.body).toEqual({ serverTime: nowMs + 3_600_000 });
    expect(time.headers.date).toBe('Sat, 14 Mar 2026 04:00:00 GMT');
  });
});

describe('what is not there', () => {
  it('answers 404, as HTML only when HTML is asked for', async () => {
    const { call } = await stage();
    const plain = await call('/api/v3/nothing');
    expect(plain).toMatchObject({ status: 404, body: { status: 404, path: '/api/v3/nothing' } });
    const page = await call('/sapi/v1/nothing', { headers: { accept: 'text/html' } });
    expect(page).toMatchObject({ status: 404, text: '<html><body><h2>404 Not found</h2></body></html>' });
  });

  it('refuses another method with 405', async () => {
    const { call } = await stage();
    expect((await call(account, { method: 'POST' })).status).toBe(405);
  });

  it('refuses parameters that the endpoint does not read, and the same one twice', async () => {
    const { venue, call } = await stage();
    expect(refusalOf(await call(account, { params: { colour: 'red' } }))).toEqual([400, -1104]);
    const twice = await callBinance({
      port: venue.port,
      path: '/api/v3/ticker/price',
      rawQuery: 'symbol=BTCUSDT&symbol=ETHUSDT',
    });
    expect(refusalOf(twice)).toEqual([400, -1101]);
  });

  it('answers -1121 to a symbol that is not listed', async () => {
    const { call } = await stage();
    for (const path of ['/api/v3/openOrders', '/api/v3/allOrders', '/api/v3/myTrades']) {
      expect(refusalOf(await call(path, { params: { symbol: 'NOPE' } }))).toEqual([400, -1121]);
    }
  });
});
