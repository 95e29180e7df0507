import { describe, expect, it } from 'vitest';
import { passGate } from '../../../src/simulators/gate/gate.ts';
import { deriveGateKey } from '../../../src/simulators/gate/derive-key.ts';
import { gate } from '../../../src/simulators/gate/simulate-gate.ts';
import { openCore } from '../../../src/simulators/venue-core.ts';
import { VenueRefusal } from '../../../src/simulators/venue-refusal.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { gateVectors } from '../../vectors/gate.ts';
import { callGate } from './client.ts';
import { dayMs, keys, labelOf, opening, stage, subId, t0Seconds, treasury } from './support.ts';
import type { KeyName } from './support.ts';

const detail = 'GET /account/detail';

/** APIv4 page, "API Signature string generation": the two signatures that it prints, of key "key". */
const printed = [
  {
    method: 'GET',
    query: 'contract=BTC_USD&status=finished&limit=50',
    body: '',
    sign: '55f84ea195d6fe57ce62464daaa7c3c02fa9d1dde954e4c898289c9a2407a3d6fb3faf24deff16790d726b66ac9f74526668b13bd01029199cc4fcc522418b8a',
  },
  {
    method: 'POST',
    query: '',
    body: '{"contract":"BTC_USD","type":"limit","size":100,"price":6800,"time_in_force":"gtc"}',
    sign: 'eae42da914a590ddf727473aff25fc87d50b64783941061f47a3fdb92742541fc4c2c14017581b4199a1418d54471c269c03a38d788d802e2c306c37636389f0',
  },
];

describe('signatures', () => {
  const atPrinted = (request: (typeof printed)[number]) => {
    const key = { ...keys.bot, keyId: 'key', secret: 'secret' };
    const clock = manualClock(new Date(1_541_993_715_000).toISOString());
    const core = openCore({ clock, opening: { ...opening, keys: [key] }, seed: 'x' }, deriveGateKey);
    const headers = { key: 'key', timestamp: '1541993715', sign: request.sign };
    const incoming = { ...request, path: '/api/v4/futures/orders', headers, sourceIp: '127.0.0.1' };
    return () => passGate({ core, deadKey: 'INVALID_KEY' }, incoming);
  };

  it.each(printed)('that the page prints are good: $method', (request) => {
    expect(atPrinted(request)().label).toBe('bot');
    expect(atPrinted({ ...request, body: `${request.body} ` })).toThrow(VenueRefusal);
    expect(atPrinted({ ...request, query: `${request.query}&a=1` })).toThrow(VenueRefusal);
  });

  it.each(gateVectors.signatures)('known from outside are good: $from', async (vector) => {
    const { parts, atMs, request, signature } = vector;
    const clock = manualClock(new Date(atMs).toISOString());
    const given = { keyId: parts['apiKey'] ?? '', secret: parts['secret'] ?? '' };
    const venue = await gate.simulate({
      clock,
      opening: { ...opening, keys: [{ ...keys.mighty, ...given }] },
      seed: 'x',
    });
    try {
      const header = 'header' in signature.in ? signature.in.header : '';
      const reply = await callGate({
        port: venue.port,
        method: request.method,
        path: request.path,
        query: request.query ?? '',
        ...(request.body === undefined ? {} : { json: request.body }),
        at: 0,
        headers: { ...request.headers, [header]: signature.value ?? '' },
      });
      expect(['ok', 'SUB_ACCOUNT_NOT_FOUND']).toContain(labelOf(reply));
    } finally {
      await venue.close();
    }
  });

  it('are over the query without its escapes', async () => {
    const on = await stage();
    const odd = 'GET /spot/accounts?currency=A%20%26%C3%BC';
    expect(labelOf(await on.ask(odd))).toBe('ok');
  });

  it('of another secret are refused', async () => {
    const on = await stage();
    const reply = await on.ask(detail, { key: { ...keys.bot, secret: 'f'.repeat(64) } });
    expect([reply.status, reply.body]).toEqual([
      401,
      { label: 'INVALID_SIGNATURE', message: 'Signature mismatch' },
    ]);
  });
});

describe('the order of the checks', () => {
  const wrong = { ...keys.bound, secret: 'e'.repeat(64) };

  it.each([
    ['no headers', { headers: { SIGN: '' } }, 'MISSING_REQUIRED_HEADER'],
    ['unknown key before all else', { key: { ...wrong, keyId: 'a'.repeat(32) }, at: 1 }, 'INVALID_KEY'],
    ['address before time and signature', { key: wrong, at: 1 }, 'IP_FORBIDDEN'],
    ['time before signature', { key: wrong, at: 1, from: '127.0.0.77' }, 'REQUEST_EXPIRED'],
    [
      'signature before permission',
      { key: { ...keys.spotOnly, secret: 'd'.repeat(64) } },
      'INVALID_SIGNATURE',
    ],
    ['permission before parameters', { key: 'spotOnly' as const }, 'FORBIDDEN'],
  ])('%s', async (_, ask, label) => {
    const on = await stage();
    expect(labelOf(await on.ask('GET /wallet/deposits?limit=x', ask))).toBe(label);
  });
});

describe('the time window', () => {
  it.each([
    [-60, 'ok'],
    [-61, 'REQUEST_EXPIRED'],
    [60, 'ok'],
    [61, 'REQUEST_EXPIRED'],
  ])('a timestamp %i s off: %s', async (off, label) => {
    const on = await stage();
    expect(labelOf(await on.ask(detail, { at: t0Seconds + off }))).toBe(label);
  });

  it('is in seconds: milliseconds are far from now', async () => {
    const on = await stage();
    const reply = await on.ask(detail, { at: t0Seconds * 1000 });
    expect([reply.status, reply.body]).toEqual([
      401,
      { label: 'REQUEST_EXPIRED', message: 'gap between request Timestamp and server time exceeds 60' },
    ]);
  });

  it('a request that comes after its own X-Gate-Exptime changes nothing', async () => {
    const on = await stage();
    const late = { headers: { 'X-Gate-Exptime': String(t0Seconds * 1000 - 1) } };
    expect(labelOf(await on.ask('DELETE /spot/orders', late))).toBe('REQUEST_EXPIRED');
    expect(on.venue.books.openOrders()).toHaveLength(9);
    const soon = { headers: { 'X-Gate-Exptime': String(t0Seconds * 1000) } };
    expect(labelOf(await on.ask('DELETE /spot/orders', soon))).toBe('ok');
  });
});

describe('keys', () => {
  it('are bound to the address of the connection', async () => {
    const on = await stage();
    const reply = await on.ask(detail, { key: 'bound' });
    expect([reply.status, reply.body]).toEqual([
      401,
      { label: 'IP_FORBIDDEN', message: 'Request IP not in whitelist: 127.0.0.1' },
    ]);
    expect(labelOf(await on.ask(detail, { key: 'bound', from: '127.0.0.77' }))).toBe('ok');
  });

  it('that are deleted are unknown, and so are those that the venue ended', async () => {
    const on = await stage();
    on.venue.website.deleteKey(keys.bot.keyId);
    on.venue.website.expireKey(keys.reader.keyId);
    for (const key of ['bot', 'reader'] as const) {
      const dead = await on.ask(detail, { key });
      expect([dead.status, dead.body]).toEqual([
        401,
        { label: 'INVALID_KEY', message: 'Invalid key provided' },
      ]);
    }
  });

  it('that are deleted may be INVALID_CREDENTIALS instead', async () => {
    const on = await stage({ deadKeyAnswer: 'INVALID_CREDENTIALS' });
    on.venue.website.deleteKey(keys.bot.keyId);
    expect(labelOf(await on.ask(detail))).toBe('INVALID_CREDENTIALS');
    await expect(stage({ deadKeyAnswer: 'FORBIDDEN' })).rejects.toThrow('dead key with "FORBIDDEN"');
  });

  it('without addresses end after 90 days, others do not', async () => {
    const on = await stage();
    const made = on.venue.website.createKey({ label: 'a', scopes: ['read'], ipAllowlist: [] });
    const bound = on.venue.website.createKey({ label: 'b', scopes: ['read'], ipAllowlist: ['127.0.0.1'] });
    await on.clock.advance(90 * dayMs - 1);
    expect(labelOf(await on.ask(detail, { key: made }))).toBe('ok');
    await on.clock.advance(1);
    expect(labelOf(await on.ask(detail, { key: made }))).toBe('INVALID_KEY');
    expect(labelOf(await on.ask(detail, { key: bound }))).toBe('ok');
  });

  it('of another form do not open the books', async () => {
    const open = (key: object) => stage({ opening: { ...opening, keys: [{ ...keys.bot, ...key }] } });
    await expect(open({ keyId: 'short' })).rejects.toThrow("not of this venue's form");
    await expect(open({ scopes: ['spot-trade'] })).rejects.toThrow('reads what it writes');
    await expect(open({ subAccount: subId, scopes: ['read', 'withdraw'] })).rejects.toThrow(
      'cannot withdraw',
    );
    await expect(open({ venuePermissions: ['everything:rw'] })).rejects.toThrow('everything:rw');
    await expect(
      stage({
        opening: {
          ...opening,
          keys: [],
          subAccounts: [{ id: 'x', label: 'x', createdAt: '2026-01-01T00:00:00Z' }],
        },
      }),
    ).rejects.toThrow('user id');
  });

  it('are derived in the form of the documents, always the same', () => {
    const { keyId, secret } = gate.deriveKey('seed', 'name');
    expect([keyId, secret]).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
    expect(gate.deriveKey('seed', 'name')).toEqual({ keyId, secret });
  });
});

describe('permissions', () => {
  const every = Object.keys(keys) as KeyName[];
  const main = every.filter((name) => !name.startsWith('sub') && name !== 'bound');
  const readers = main.filter((name) => name !== 'spotOnly');

  it.each([
    ['GET /account/detail', [...readers, 'sub', 'subBot']],
    ['GET /account/main_keys', readers],
    ['GET /spot/open_orders', [...main, 'sub', 'subBot']],
    ['GET /wallet/withdrawals', [...readers, 'sub', 'subBot']],
    ['GET /wallet/sub_account_transfers', readers],
    ['GET /sub_accounts', readers],
    [`GET /sub_accounts/${subId}/keys`, readers],
    ['GET /futures/usdt/orders?status=open', readers],
  ] as const)('%s is read by those that may', async (request, may) => {
    const on = await stage();
    for (const key of every.filter((name) => name !== 'bound')) {
      const label = labelOf(await on.ask(request, { key }));
      // A sub-account has no futures account: it is let in, and told so.
      const isIn = label === 'ok' || label === 'USER_NOT_FOUND';
      if (request.includes('/futures/') && key.startsWith('sub'))
        expect([key, label]).toEqual([key, 'USER_NOT_FOUND']);
      else expect([key, isIn]).toEqual([key, (may as readonly string[]).includes(key)]);
    }
  });

  it.each([
    ['DELETE /spot/orders', ['bot', 'spotOnly', 'mighty']],
    ['DELETE /futures/usdt/orders', ['futures', 'mighty']],
    [`DELETE /delivery/usdt/orders?contract=BTC_USDT_20260327`, ['futures', 'mighty']],
    ['DELETE /options/orders', ['options', 'mighty']],
    ['DELETE /withdrawals/w1', ['payout', 'mighty']],
    [`POST /sub_accounts/${subId}/unlock`, ['manager', 'mighty']],
    ['POST /wallet/transfers', ['mover', 'mighty']],
  ] as const)('%s is done by %j alone; a read-only key is told so', async (request, may) => {
    const on = await stage();
    for (const key of main) {
      const label = labelOf(await on.ask(request, { key }));
      const isRefused = label === 'READ_ONLY' || label === 'FORBIDDEN';
      expect([key, isRefused]).toEqual([key, !(may as readonly string[]).includes(key)]);
    }
    expect(labelOf(await on.ask('DELETE /spot/orders', { key: 'reader' }))).toBe('READ_ONLY');
    const none = await on.ask('GET /wallet/deposits', { key: 'spotOnly' });
    expect([none.status, none.body]).toEqual([
      403,
      { label: 'FORBIDDEN', message: 'Request API key does not have wallet permission' },
    ]);
  });

  it('a key of a sub-account sees nothing of the main account and takes nothing out', async () => {
    const on = await stage();
    const ask = { key: 'sub' as const };
    expect((await on.ask('GET /spot/accounts', ask)).body).toEqual([]);
    expect((await on.ask('GET /spot/my_trades', ask)).body).toEqual([]);
    expect((await on.ask(detail, ask)).body).toMatchObject({ user_id: 7_000_001 });
    expect(labelOf(await on.ask('POST /withdrawals', { ...ask, json: {} }))).toBe('FORBIDDEN');
    expect(labelOf(await on.ask('POST /wallet/sub_account_transfers', { ...ask, json: {} }))).toBe(
      'FORBIDDEN',
    );
  });
});

describe('in person', () => {
  it('passes the same gate, and says when the refusal is about the key', async () => {
    const on = await stage();
    const bot = on.venue.asKeyHolder({ keyId: keys.bot.keyId, sourceIp: '203.0.113.9' });
    const fill = {
      symbol: 'ETH_USDT',
      side: 'sell',
      price: '1200',
      amount: '1',
      clientOrderId: 'x',
    } as const;
    expect(bot.trade(fill)).toBeUndefined();
    expect(bot.cancelOrder('99')).toMatchObject({
      code: 'ORDER_NOT_FOUND',
      aboutKey: false,
      httpStatus: 404,
    });
    const to = { coin: 'USDT', amount: '10', address: treasury, network: 'ETH' };
    expect(bot.withdraw(to)).toMatchObject({ code: 'FORBIDDEN', aboutKey: true });
    const payout = on.venue.asKeyHolder({ keyId: keys.payout.keyId, sourceIp: '127.0.0.1' });
    expect(payout.withdraw({ ...to, address: '0xnot' })).toMatchObject({
      code: 'ADDRESS_NOT_USED',
      aboutKey: false,
    });
    expect(payout.withdraw(to)).toBeUndefined();
    const away = on.venue.asKeyHolder({ keyId: keys.payout.keyId, sourceIp: '203.0.113.9' });
    expect(away.withdraw(to)).toMatchObject({ code: 'IP_FORBIDDEN', aboutKey: true });
    on.venue.website.deleteKey(keys.bot.keyId);
    expect(bot.trade(fill)).toMatchObject({ code: 'INVALID_KEY', aboutKey: true });
  });
});
