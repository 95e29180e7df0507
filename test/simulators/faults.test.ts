import http from 'node:http';
import { describe, expect, it } from 'vitest';
import { callBinance } from '../support/binance-client.ts';
import { stage } from './support.ts';

const account = '/api/v3/account';
const once = { path: account, times: 1 };
const order = { symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET', quantity: '1' };

describe('faults on the wire', () => {
  it('meet only requests whose path contains theirs, only so many times, in order', async () => {
    const { venue, call } = await stage();
    venue.faults.inject({ kind: 'status', status: 503 }, { path: 'account', times: 2 });
    venue.faults.inject({ kind: 'empty-200' }, { path: 'account', times: 1 });
    const seen = [];
    for (const path of [account, '/api/v3/openOrders', account, account, account]) {
      const { status, text } = await call(path);
      seen.push(text === '' ? `${status} empty` : String(status));
    }
    expect(seen).toEqual(['503 empty', '200', '503 empty', '200 empty', '200']);
  });

  it('are gone after clear', async () => {
    const { venue, call } = await stage();
    venue.faults.inject({ kind: 'status', status: 503 }, { path: '/', times: 9 });
    venue.faults.clear();
    expect((await call(account)).status).toBe(200);
  });

  it('a portal’s page comes with status 200 and is not JSON', async () => {
    const { venue, call } = await stage();
    venue.faults.inject({ kind: 'html-200' }, once);
    const reply = await call(account);
    expect(reply).toMatchObject({ status: 200, body: undefined });
    expect(reply.headers['content-type']).toContain('text/html');
  });

  it('a status can bring the firewall’s page', async () => {
    const { venue, call } = await stage();
    venue.faults.inject({ kind: 'status', status: 403, body: '<html>blocked</html>' }, once);
    expect(await call(account)).toMatchObject({ status: 403, text: '<html>blocked</html>' });
  });

  it.each(['null', '{}', '[]'])('a body of %s comes with status 200, as JSON', async (body) => {
    const { venue, call } = await stage();
    venue.faults.inject({ kind: 'body-200', body }, once);
    const reply = await call(account);
    expect([reply.status, reply.text]).toEqual([200, body]);
    expect(reply.headers['content-type']).toContain('application/json');
  });

  it('a documented refusal comes in the venue’s form, and the order is not placed', async () => {
    const { venue, call } = await stage();
    const times = venue.refusals().length;
    venue.faults.inject({ kind: 'refusal', code: '-1007' }, { path: '/api/v3/order', times: 1 });
    const reply = await call('/api/v3/order', { method: 'POST', form: order });
    expect(reply).toMatchObject({ status: 504, body: { code: -1007 } });
    expect(venue.books.acts()).toEqual([]);
    for (const code of venue.refusals()) {
      venue.faults.inject({ kind: 'refusal', code }, once);
      const { status, body } = await call(account);
      expect([`http:${status}`, String((body as { code?: number } | undefined)?.code)]).toContain(code);
    }
    expect(times).toBeGreaterThan(60);
  });

  it('a refusal has the status of the half of the venue it is met on', async () => {
    const { venue, call } = await stage();
    venue.faults.inject({ kind: 'refusal', code: '-2015' }, { path: '/', times: 2 });
    expect((await call(account)).status).toBe(401);
    expect((await call('/sapi/v1/account/apiRestrictions')).status).toBe(400);
  });

  it('a refusal that the venue does not document cannot be injected', async () => {
    const { venue } = await stage();
    expect(() => venue.faults.inject({ kind: 'refusal', code: '-9' }, once)).toThrow(/documents no/);
  });

  it('a reset ends the connection, and the order is not placed', async () => {
    const { venue, call } = await stage();
    venue.faults.inject({ kind: 'reset' }, { path: '/api/v3/order', times: 1 });
    await expect(call('/api/v3/order', { method: 'POST', form: order })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(venue.books.acts()).toEqual([]);
  });

  it('a lost reply looks the same, but the order is placed', async () => {
    const { venue, call } = await stage();
    venue.faults.inject({ kind: 'lost-reply' }, { path: '/api/v3/order', times: 1 });
    await expect(call('/api/v3/order', { method: 'POST', form: order })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(venue.books.acts()).toMatchObject([
      { what: 'order', sourceIp: '127.0.0.1', keyLabel: 'tradebot-1' },
    ]);
    expect(venue.books.requests().at(-1)).toEqual({
      path: '/api/v3/order',
      status: 0,
      sourceIp: '127.0.0.1',
    });
  });

  it('a delay passes on the venue’s clock', async () => {
    const { clock, venue, call } = await stage();
    venue.faults.inject({ kind: 'delay', ms: 3000 }, once);
    let isAnswered = false;
    const reply = call(account, { params: { recvWindow: 10_000 } }).finally(() => (isAnswered = true));
    await clock.advance(0);
    while (venue.books.requests().length === 0 && clock.monotonicMs() < 3000) await clock.advance(1000);
    expect(isAnswered).toBe(false);
    await clock.advance(3000);
    expect((await reply).status).toBe(200);
  });

  it('a delayed request is judged by the time when it arrives', async () => {
    const { clock, venue, call } = await stage();
    venue.faults.inject({ kind: 'delay', ms: 6000 }, once);
    const reply = call(account);
    const done = reply.then(() => true);
    while (!(await Promise.race([done, clock.advance(1000).then(() => false)])));
    expect((await reply).body).toMatchObject({ code: -1021 });
  });

  it.each(['stall', 'body-stall'] as const)('%s gives no answer until the client goes', async (kind) => {
    const { venue } = await stage();
    venue.faults.inject({ kind }, { path: '/api/v3/time', times: 1 });
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      const request = http.get({ host: '127.0.0.1', port: venue.port, path: '/api/v3/time', agent: false });
      request.on('response', (response) => {
        seen.push('head');
        response.on('data', () => seen.push('data')).on('error', () => undefined);
      });
      request.on('error', () => undefined).on('close', resolve);
      setTimeout(() => request.destroy(), 150);
    });
    expect(seen).toEqual(kind === 'stall' ? [] : ['head']);
  });

  it('closing does not wait for a stalled client', async () => {
    const { venue } = await stage();
    venue.faults.inject({ kind: 'stall' }, { path: '/', times: 1 });
    const stalled = callBinance({ port: venue.port, path: '/api/v3/time' }).catch(() => 'cut');
    while (venue.books.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await venue.close();
    expect(await stalled).toBe('cut');
  });

  it('a body without end is cut off', async () => {
    const { venue } = await stage();
    const body = { filler: 'x'.repeat(100_000) };
    const call = callBinance({ port: venue.port, path: account, method: 'POST', form: body });
    await expect(call).rejects.toThrow();
  });
});

describe('the server', () => {
  it('keeps a connection open between requests', async () => {
    const { venue } = await stage();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<unknown>();
    agent.on('free', (socket) => sockets.add(socket));
    for (let request = 0; request < 3; request++) {
      await callBinance({ port: venue.port, path: '/api/v3/ping', agent });
    }
    agent.destroy();
    expect(sockets.size).toBe(1);
  });

  it('sees each source address of 127.0.0.0/8', async () => {
    const { venue } = await stage();
    for (const from of ['127.0.0.1', '127.0.0.77', '127.200.3.4']) {
      await callBinance({ port: venue.port, path: '/api/v3/ping', from });
    }
    expect(venue.books.requests().map((each) => each.sourceIp)).toEqual([
      '127.0.0.1',
      '127.0.0.77',
      '127.200.3.4',
    ]);
  });
});
