import http from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callBinance } from '../support/binance-client.ts';
import { botKey, refusalOf, stage } from './support.ts';

const minute = 60_000;

function pooled(): http.Agent {
  const agent = new http.Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  return agent;
}

describe('the weight limit of an address', () => {
  it('counts each endpoint’s documented weight', async () => {
    const { venue, call } = await stage();
    const agent = pooled();
    const weights: [string, Record<string, string>, number][] = [
      ['ping', {}, 1],
      ['time', {}, 1],
      ['exchangeInfo', {}, 20],
      ['ticker/price', {}, 4],
      ['ticker/price', { symbol: 'BTCUSDT' }, 2],
      ['ticker/bookTicker', {}, 4],
    ];
    let used = 0;
    for (const [path, params, weight] of weights) {
      const reply = await callBinance({ port: venue.port, path: `/api/v3/${path}`, params, agent });
      expect([path, reply.headers['x-mbx-used-weight-1m']]).toEqual([path, String((used += weight))]);
    }
    const signed: [string, Record<string, string>, number][] = [
      ['account', {}, 20],
      ['openOrders', {}, 80],
      ['openOrders', { symbol: 'BTCUSDT' }, 6],
      ['allOrders', { symbol: 'BTCUSDT' }, 20],
      ['myTrades', { symbol: 'BTCUSDT' }, 20],
      ['myTrades', { symbol: 'BTCUSDT', orderId: '1' }, 5],
      ['order', { symbol: 'BTCUSDT', orderId: '1' }, 4],
    ];
    for (const [path, params, weight] of signed) {
      const reply = await call(`/api/v3/${path}`, { params, agent });
      expect([path, reply.headers['x-mbx-used-weight-1m']]).toEqual([path, String((used += weight))]);
    }
  });

  it('counts refused requests too', async () => {
    const { call } = await stage();
    await call('/api/v3/account', { key: { ...botKey, secret: 'no' } });
    const reply = await call('/api/v3/ping', { rawQuery: '' });
    expect(reply.headers['x-mbx-used-weight-1m']).toBe('21');
  });

  it('answers 429 with Retry-After beyond 6000, another address unharmed, and lets in the next minute', async () => {
    const { clock, venue, call } = await stage();
    await clock.advance(10_000);
    const agent = pooled();
    for (let used = 80; used <= 6000; used += 80) {
      const reply = await call('/api/v3/openOrders', { agent });
      expect(reply.headers['x-mbx-used-weight-1m']).toBe(String(used));
      expect(reply.status).toBe(200);
    }
    const over = await call('/api/v3/openOrders', { agent });
    expect(over).toMatchObject({
      status: 429,
      headers: { 'retry-after': '50' },
      body: {
        code: -1003,
        msg: expect.stringContaining('current limit is 6000 request weight per 1 MINUTE'),
      },
    });
    const other = await callBinance({ port: venue.port, path: '/api/v3/ping', from: '127.0.0.2' });
    expect(other).toMatchObject({ status: 200, headers: { 'x-mbx-used-weight-1m': '1' } });
    await clock.advance(50_000);
    expect((await call('/api/v3/openOrders', { agent })).status).toBe(200);
  });

  it('bans who goes on, 2 minutes first, twice as long each time, at most 3 days', async () => {
    const { clock, venue } = await stage();
    const agent = pooled();
    const ping = () => callBinance({ port: venue.port, path: '/api/v3/exchangeInfo', agent });
    const knockUntilBanned = async (): Promise<{ requests: number; seconds: number }> => {
      for (let requests = 1; ; requests++) {
        const reply = await ping();
        if (reply.status === 418) return { requests, seconds: Number(reply.headers['retry-after']) };
      }
    };
    const first = await knockUntilBanned();
    // 300 × 20 used up the minute, five 429s were tolerated, the sixth request over it banned.
    expect(first).toEqual({ requests: 306, seconds: 120 });
    await clock.advance(119_000);
    expect(await ping()).toMatchObject({
      status: 418,
      headers: { 'retry-after': '1' },
      body: { code: -1003, msg: expect.stringMatching(/IP banned until 1773457320000\./) },
    });
    await clock.advance(1000);
    expect((await ping()).status).toBe(200);
    let expected = 120;
    for (let again = 0; again < 12; again++) {
      expected = Math.min(expected * 2, 3 * 86_400);
      const { seconds } = await knockUntilBanned();
      expect(seconds).toBe(expected);
      await clock.advance(seconds * 1000);
    }
    expect(expected).toBe(3 * 86_400);
  }, 60_000);

  it('forgives a 429 that is followed by waiting', async () => {
    const { clock, venue } = await stage();
    const agent = pooled();
    const ping = () => callBinance({ port: venue.port, path: '/api/v3/exchangeInfo', agent });
    for (let round = 0; round < 3; round++) {
      for (let request = 0; request < 300; request++) await ping();
      for (let over = 0; over < 4; over++) expect((await ping()).status).toBe(429);
      await clock.advance(2 * minute);
    }
    expect((await ping()).status).toBe(200);
  });
});

describe('the limits of the wallet half', () => {
  const withdrawals = '/sapi/v1/capital/withdraw/history';

  it('weighs each endpoint for itself', async () => {
    const { call } = await stage();
    const first = await call('/sapi/v1/capital/withdraw/address/list');
    expect(first.headers['x-sapi-used-ip-weight-1m']).toBe('10');
    const other = await call('/sapi/v1/account/apiRestrictions');
    expect(other.headers['x-sapi-used-ip-weight-1m']).toBe('1');
    expect(other.headers['x-mbx-used-weight-1m']).toBeUndefined();
  });

  it('refuses the 1201st address list in a minute, and only that endpoint', async () => {
    const { call } = await stage();
    const agent = pooled();
    for (let request = 0; request < 1200; request++) {
      const reply = await call('/sapi/v1/capital/withdraw/address/list', { agent });
      expect(reply.status).toBe(200);
    }
    const over = await call('/sapi/v1/capital/withdraw/address/list', { agent });
    expect(refusalOf(over)).toEqual([429, -1003]);
    expect((await call('/sapi/v1/account/status', { agent })).status).toBe(200);
  });

  it('takes ten withdrawal histories a second of one account, from whatever address', async () => {
    const { clock, call } = await stage();
    for (let request = 1; request <= 10; request++) {
      const reply = await call(withdrawals, { from: `127.0.0.${request}` });
      expect(reply.headers['x-sapi-used-uid-weight-1s']).toBe(String(18_000 * request));
      expect(reply.status).toBe(200);
    }
    expect(refusalOf(await call(withdrawals, { from: '127.0.0.99' }))).toEqual([429, -1003]);
    await clock.advance(1000);
    expect((await call(withdrawals)).status).toBe(200);
  });

  it('takes fifty orders in ten seconds', async () => {
    const { clock, call } = await stage();
    const agent = pooled();
    const form = { symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET', quantity: '0.01' };
    const order = () => call('/api/v3/order', { method: 'POST', form, agent });
    for (let count = 1; count <= 50; count++) {
      const reply = await order();
      expect(reply).toMatchObject({ status: 200, headers: { 'x-mbx-order-count-10s': String(count) } });
    }
    expect(refusalOf(await order())).toEqual([429, -1015]);
    await clock.advance(10_000);
    expect((await order()).status).toBe(200);
  });
});
