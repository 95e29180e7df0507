import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { BadInput, VenueFailure } from '../../src/domain/failure.ts';
import { Secret } from '../../src/domain/secret.ts';
import { machineClock, steppedClock } from './clocks.ts';
import { apiKey, apiSecret, html, sessionTo, startScriptedVenue, testCredential } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

async function venueThat(answer: (request: SeenRequest) => Scripted): Promise<ScriptedVenue> {
  const venue = await startScriptedVenue(answer);
  open.push(venue);
  return venue;
}

const always = (scripted: Scripted) => (): Scripted => scripted;
const ok = (body: unknown): Scripted => ({ body: JSON.stringify(body) });
const refusal = (status: number, code: number, msg = 'no'): Scripted => ({
  status,
  body: JSON.stringify({ code, msg }),
});

/** Calls once on a fresh session and returns the failure; fails the test when the call succeeds. */
async function failureOf(scripted: Scripted, method = 'privateGetOpenOrders'): Promise<VenueFailure> {
  const venue = await venueThat(always(scripted));
  const { session } = await sessionTo(venue.port);
  const outcome = await session
    .call(method, method.includes('Order') ? { symbol: 'A', orderId: '1' } : {}, 'testing')
    .then(
      () => 'succeeded',
      (error: unknown) => error,
    );
  await session.close();
  expect(outcome).toBeInstanceOf(VenueFailure);
  return outcome as VenueFailure;
}

describe('a 2xx that is not the venue’s JSON is never a success (hazards 3.4.1)', () => {
  it.each([
    ['an HTML page', { headers: { 'Content-Type': 'text/html' }, body: html }],
    ['an empty body', { body: '' }],
    ['null', { body: 'null' }],
    ['a string', { body: '"OK"' }],
    ['a number', { body: '0' }],
    ['JSON that breaks off', { body: '[{"symbol":"BTCUSDT"' }],
    ['JSON with text behind it', { body: '[]<!-- cache -->' }],
    ['bytes that are not UTF-8', { body: Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]) }],
    ['a body packed in an unknown way', { headers: { 'Content-Encoding': 'zstd' }, body: '[]' }],
    ['damaged gzip', { headers: { 'Content-Encoding': 'gzip' }, body: '[]' }],
    ['a redirect without a place', { status: 304, body: '' }],
  ])('%s', async (_name, scripted) => {
    expect((await failureOf(scripted)).code).toBe('REPLY_NOT_UNDERSTOOD');
  });

  it('takes an empty list for an empty list only when it is a well-formed list', async () => {
    const venue = await venueThat(always(ok([])));
    const { session } = await sessionTo(venue.port);
    await expect(session.call('privateGetOpenOrders', {}, 'listing')).resolves.toMatchObject({ body: [] });
  });

  it('reads a gzip reply and captures it still packed', async () => {
    const packed = gzipSync('[{"id":769800519366885377}]');
    const venue = await venueThat(always({ headers: { 'Content-Encoding': 'gzip' }, body: packed }));
    const { session, captured } = await sessionTo(venue.port);
    const reply = await session.call('privateGetOpenOrders', {}, 'listing');
    expect(reply.body).toEqual([{ id: '769800519366885377' }]);
    expect(Buffer.from(captured[0]?.response?.body ?? [])).toEqual(packed);
  });
});

describe('a redirect is never followed', () => {
  it('ends as a failure, and the place it names is not visited', async () => {
    const elsewhere = await venueThat(always(ok([])));
    const failure = await failureOf({
      status: 302,
      headers: { Location: `https://127.0.0.1:${elsewhere.port}/` },
      body: '',
    });
    expect(failure.code).toBe('REPLY_NOT_UNDERSTOOD');
    expect(elsewhere.seen).toEqual([]);
  });
});

describe('a venue that stops talking does not hold us (hazards 3.4.2)', () => {
  it.each([
    ['no headers', 'stall'],
    ['headers, then no body', 'body-stall'],
    ['a body shorter than promised', 'cut-off'],
    ['a reset', 'reset'],
  ] as const)('%s: a read ends as VENUE_DOWN, a write as OUTCOME_UNKNOWN', async (_name, does) => {
    expect((await failureOf({ does })).code).toBe('VENUE_DOWN');
    expect((await failureOf({ does }, 'privateDeleteOrder')).code).toBe('OUTCOME_UNKNOWN');
  });

  it('captures the half reply that came, and says that it broke off', async () => {
    const venue = await venueThat(always({ does: 'body-stall' }));
    const { session, captured } = await sessionTo(venue.port);
    await expect(session.call('privateGetOpenOrders', {}, 'listing')).rejects.toThrow(VenueFailure);
    expect(Buffer.from(captured[0]?.response?.body ?? []).toString()).toBe('[{"symbol":');
    expect(captured[0]?.error).toContain('the body stopped');
  });

  it('ends a body that drips for ever', async () => {
    const venue = await venueThat(always({ does: 'body-stall' }));
    const { session } = await sessionTo(venue.port, {
      timeouts: { connectMs: 500, headersMs: 500, bodyMs: 60_000, totalMs: 200 },
    });
    await expect(session.call('privateGetOpenOrders', {}, 'listing')).rejects.toMatchObject({
      code: 'VENUE_DOWN',
    });
  });

  it('says UNREACHABLE, for reads and writes, when nothing can have been sent', async () => {
    const venue = await startScriptedVenue(always(ok([])));
    await venue.close();
    const { session, captured } = await sessionTo(venue.port);
    for (const method of ['privateGetOpenOrders', 'privateDeleteOrder']) {
      await expect(session.call(method, { symbol: 'A' }, 'testing')).rejects.toMatchObject({
        code: 'UNREACHABLE',
      });
    }
    expect(captured.map(({ response, error }) => [response, error?.includes('ECONNREFUSED')])).toEqual([
      [undefined, true],
      [undefined, true],
    ]);
  });
});

describe('a server error after a write says nothing about the write', () => {
  it.each([500, 502, 503, 504])('HTTP %i', async (status) => {
    expect((await failureOf({ status, body: html }, 'privateDeleteOrder')).code).toBe('OUTCOME_UNKNOWN');
    expect((await failureOf({ status, body: html })).code).toBe('VENUE_DOWN');
  });

  it('504 -1007 is OUTCOME_UNKNOWN for a write, VENUE_DOWN for a read, and keeps the code', async () => {
    const scripted = refusal(504, -1007, 'Timeout waiting for response from backend server.');
    expect((await failureOf(scripted, 'privateDeleteOrder')).failure).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      venueCode: '-1007',
    });
    expect((await failureOf(scripted)).failure).toMatchObject({ code: 'VENUE_DOWN', venueCode: '-1007' });
  });

  it('takes a POST that only reads for a read', async () => {
    expect((await failureOf({ does: 'reset' }, 'sapiPostAssetGetFundingAsset')).code).toBe('VENUE_DOWN');
  });
});

describe('the raw status and code decide, not the class that ccxt throws', () => {
  it('says KEY_IP_OR_SCOPE for -2015 also after a success on the same session (hazards 0.6)', async () => {
    let calls = 0;
    const dead = refusal(401, -2015, 'Invalid API-key, IP, or permissions for action.');
    const venue = await venueThat(() => (++calls === 1 ? ok({ balances: [] }) : dead));
    const { session } = await sessionTo(venue.port);
    await session.call('privateGetAccount', {}, 'priming');
    await expect(session.call('privateGetAccount', {}, 'probing')).rejects.toMatchObject({
      failure: { code: 'KEY_IP_OR_SCOPE', venueCode: '-2015', httpStatus: 401 },
    });
  });

  it('does not overlook what only ccxt objects to: a refusal alone in a list, with status 200', async () => {
    const failure = await failureOf({ body: '[{"code":-2013,"msg":"Order does not exist."}]' });
    expect(failure.code).toBe('REPLY_NOT_UNDERSTOOD');
  });

  it('refuses a refusal that comes with status 200', async () => {
    const failure = await failureOf(refusal(200, -2015));
    expect(failure.failure).toMatchObject({ code: 'KEY_IP_OR_SCOPE', venueCode: '-2015' });
  });
});

describe('ccxt is kept from what nobody asked for', () => {
  it('sends one request a call: no markets, no currencies, no repeat after 429 (hazards 3.4.5, 3.4.8)', async () => {
    const venue = await venueThat(always({ status: 429, headers: { 'Retry-After': '30' }, body: '{}' }));
    const { session } = await sessionTo(venue.port);
    await expect(session.call('privateGetOpenOrders', {}, 'listing')).rejects.toMatchObject({
      failure: { code: 'RATE_LIMITED', retryAfterMs: 30_000 },
    });
    expect(venue.seen.map(({ path }) => path)).toEqual(['/api/v3/openOrders']);
  });

  it.each([
    'withdraw',
    'loadMarkets',
    'fetchBalance',
    'cancelAllOrders',
    'constructor',
    'privateGetNothing',
    'request',
  ])('does not call %s: only implicit methods are calls', async (method) => {
    const venue = await venueThat(always(ok([])));
    const { session } = await sessionTo(venue.port);
    await expect(session.call(method, {}, 'testing')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(venue.seen).toEqual([]);
  });

  it('sends nothing for a signed call on a keyless session', async () => {
    const venue = await venueThat(always(ok([])));
    const { session } = await sessionTo(venue.port, { keyless: true });
    await expect(session.call('privateGetOpenOrders', {}, 'listing')).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(venue.seen).toEqual([]);
  });

  it('does not wait for a throttle of its own: 30 calls of weight 20 pass at once (hazards 5)', async () => {
    const venue = await venueThat(always(ok([])));
    const { session } = await sessionTo(venue.port);
    const started = performance.now();
    await Promise.all(
      Array.from({ length: 30 }, () => session.call('privateGetMyTrades', { symbol: 'A' }, 'listing')),
    );
    // With ccxt's limiter: 30 × 200 ms.
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('does not claim to be a browser', async () => {
    const venue = await venueThat(always(ok([])));
    const { session } = await sessionTo(venue.port);
    await session.call('privateGetOpenOrders', {}, 'listing');
    expect(venue.seen[0]?.headers['user-agent']).toBe('firebreak');
  });
});

describe('calls that overlap on one session', () => {
  it('each get their own reply and exchange, whichever comes back first', async () => {
    const venue = await venueThat(({ query }) => ({
      afterMs: query.get('symbol') === 'SLOW' ? 150 : 0,
      body: JSON.stringify([{ symbol: query.get('symbol') }]),
    }));
    const { session, captured } = await sessionTo(venue.port);
    const symbols = ['SLOW', 'A', 'B', 'C', 'SLOW', 'D'];
    const replies = await Promise.all(
      symbols.map((symbol) => session.call('privateGetMyTrades', { symbol }, `trades of ${symbol}`)),
    );
    replies.forEach((reply, i) => {
      const exchange = captured.find(({ id }) => id === reply.exchange);
      expect(reply.body).toEqual([{ symbol: symbols[i] }]);
      expect(exchange?.purpose).toBe(`trades of ${symbols[i]}`);
      expect(exchange?.request.url).toContain(`symbol=${symbols[i]}`);
      expect(Buffer.from(exchange?.response?.body ?? []).toString()).toBe(reply.text);
    });
    expect(new Set(captured.map(({ id }) => id)).size).toBe(symbols.length);
  });

  it('all go over the wire and are captured, also as the first calls of an instance (hazards 3.4.3)', async () => {
    const venue = await venueThat(always(ok([])));
    const { session, captured } = await sessionTo(venue.port);
    await Promise.all(
      Array.from({ length: 40 }, () => session.call('privateGetMyTrades', { symbol: 'A' }, 'listing')),
    );
    expect([venue.seen.length, captured.length]).toEqual([40, 40]);
    expect(new Set(venue.seen.map(({ from }) => from))).toEqual(new Set(['127.0.0.7']));
  });

  it('never sign two requests with the same timestamp', async () => {
    const venue = await venueThat(always(ok([])));
    const { session } = await sessionTo(venue.port, { clock: steppedClock() });
    await Promise.all(
      Array.from({ length: 20 }, () => session.call('privateGetMyTrades', { symbol: 'A' }, 'listing')),
    );
    const stamps = venue.seen.map(({ query }) => query.get('timestamp'));
    expect(new Set(stamps).size).toBe(20);
  });
});

describe('what is captured', () => {
  it('is the true venue URL, the bytes, and the request as it went out', async () => {
    const venue = await venueThat(always(ok([{ a: 1 }])));
    const { session, captured } = await sessionTo(venue.port);
    await session.call('privateGetMyTrades', { symbol: 'BTCUSDT', limit: 1000 }, 'listing trades');
    const [exchange] = captured;
    const seen = venue.seen[0];
    expect(exchange?.request.url).toBe(`https://api.binance.com/api/v3/myTrades?${seen?.rawQuery}`);
    expect(Object.fromEntries(exchange?.request.headers.map(([k, v]) => [k.toLowerCase(), v]) ?? [])).toEqual(
      seen?.headers,
    );
    expect(exchange?.response?.status).toBe(200);
    expect(exchange?.peer).toEqual({ address: '127.0.0.1' });
    expect(seen?.headers.host).toBe('api.binance.com');
  });

  it('is kept before the reply is used: when it cannot be kept, the call fails with that error', async () => {
    const diskFull = Object.assign(new TypeError('no space left on device'), { code: 'ENOSPC' });
    const venue = await venueThat(always(ok([])));
    const { session } = await sessionTo(venue.port, { capture: () => Promise.reject(diskFull) });
    await expect(session.call('privateGetOpenOrders', {}, 'listing')).rejects.toBe(diskFull);
  });

  it('gives a failure the id of the exchange that shows it', async () => {
    const venue = await venueThat(always(refusal(400, -1121)));
    const { session, captured } = await sessionTo(venue.port, { newExchangeId: () => 'X-17' });
    await expect(session.call('privateGetOpenOrders', {}, 'listing')).rejects.toMatchObject({
      failure: { exchange: 'X-17' },
    });
    expect(captured.map(({ id }) => id)).toEqual(['X-17']);
  });
});

describe('connections', () => {
  it('are kept for reads and never shared with a write', async () => {
    const venue = await venueThat(always(ok({ orderId: 1, status: 'CANCELED' })));
    const { session } = await sessionTo(venue.port);
    await session.call('privateGetAccount', {}, 'reading');
    await session.call('privateGetAccount', {}, 'reading');
    await session.call('privateDeleteOrder', { symbol: 'A', orderId: '1' }, 'cancelling');
    expect(venue.seen.map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });

  it('that the venue closed while idle cost a read nothing, and both attempts are captured', async () => {
    let calls = 0;
    const venue = await venueThat(() => (++calls === 2 ? { does: 'reset' } : ok({ balances: [] })));
    const { session, captured } = await sessionTo(venue.port);
    await session.call('privateGetAccount', {}, 'reading');
    await expect(session.call('privateGetAccount', {}, 'reading')).resolves.toMatchObject({ status: 200 });
    expect(captured.map(({ error }) => error === undefined)).toEqual([true, false, true]);
  });

  it('end with the session, and a later call is refused', async () => {
    const venue = await venueThat(always(ok([])));
    const { session } = await sessionTo(venue.port);
    await session.close();
    await expect(session.call('privateGetOpenOrders', {}, 'listing')).rejects.toThrow('closed');
    expect(venue.seen).toEqual([]);
  });
});

describe('signing', () => {
  it('is what the venue documents: HMAC-SHA256 over the query as sent, hex, last parameter', async () => {
    const venue = await venueThat(always(ok([])));
    const { session } = await sessionTo(venue.port);
    await session.call('privateGetMyTrades', { symbol: 'BTC/ÜSD T', fromId: '0' }, 'listing');
    const [payload, signature] = (venue.seen[0]?.rawQuery ?? '').split('&signature=');
    expect(signature).toBe(
      createHmac('sha256', apiSecret)
        .update(payload ?? '')
        .digest('hex'),
    );
    expect(venue.seen[0]?.headers['x-mbx-apikey']).toBe(apiKey);
  });

  it('agrees with the example that Binance prints, secret and all', async () => {
    // binance-spot-api-docs, rest-api.md, "SIGNED request example (HMAC)".
    const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
    const printed = {
      payload:
        'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559',
      signature: 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
    };
    const sign = (payload: string): string => createHmac('sha256', secret).update(payload).digest('hex');
    expect(sign(printed.payload)).toBe(printed.signature);

    const venue = await venueThat(always(ok({})));
    const credential = testCredential();
    const { session } = await sessionTo(venue.port, {
      credential: { ...credential, parts: { ...credential.parts, secret: new Secret(secret, 'docs') } },
      clock: steppedClock('2017-07-12T02:41:59.559Z'),
    });
    const order = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '0.1' };
    await session.call('privateDeleteOrder', { symbol: 'LTCBTC', ...order, recvWindow: 5000 }, 'signing');
    const [payload, signature] = (venue.seen[0]?.rawQuery ?? '').split('&signature=');
    // Same parameters and moment; ccxt puts the timestamp first, and the order is part of the payload.
    expect([...new URLSearchParams(payload)].sort()).toEqual(
      [...new URLSearchParams(printed.payload)].sort(),
    );
    expect(signature).toBe(sign(payload ?? ''));
  });

  it('follows our clock and the measured offset, not the machine’s', async () => {
    const venue = await venueThat(always(ok([])));
    const clock = steppedClock('2026-03-01T03:00:00.000Z');
    // Also when the offset or an accelerated clock has fractions: a timestamp has none.
    const { session } = await sessionTo(venue.port, { clock, clockOffsetMs: -2_499.25 });
    await session.call('privateGetOpenOrders', {}, 'listing');
    expect(venue.seen[0]?.query.get('timestamp')).toBe(String(Date.parse('2026-03-01T02:59:57.500Z')));
    expect(venue.seen[0]?.query.get('recvWindow')).toBe('10000');
  });
});

describe('a key that cannot be one is refused before anything is sent', () => {
  it.each([
    ['a line break at the end', `${apiKey}\n`],
    ['a space inside', 'abc def'],
    ['an attempt to add a header', 'abc\r\nX-Evil: 1'],
    ['nothing', ''],
  ])('%s', async (_name, text) => {
    const credential = testCredential();
    const parts = { ...credential.parts, apiKey: new Secret(text, 'env:TEST_KEY') };
    await expect(sessionTo(1, { credential: { ...credential, parts } })).rejects.toMatchObject({
      code: 'KEY_MALFORMED',
    });
  });

  it('names the missing part of a credential and what a key has here', async () => {
    const credential = { ...testCredential(), parts: { apiKey: new Secret(apiKey, 'env:TEST_KEY') } };
    await expect(sessionTo(1, { credential })).rejects.toThrow(BadInput);
    await expect(sessionTo(1, { credential })).rejects.toMatchObject({
      message: expect.stringContaining('secret'),
      hint: expect.stringContaining('apiKey, secret'),
    });
  });
});

it('reports the host’s times of sending and receipt', async () => {
  const venue = await venueThat(always({ ...ok([]), afterMs: 50 }));
  const { session } = await sessionTo(venue.port, { clock: machineClock });
  const reply = await session.call('privateGetOpenOrders', {}, 'listing');
  expect(Date.parse(reply.receivedAt) - Date.parse(reply.sentAt)).toBeGreaterThanOrEqual(45);
});
