import { describe, expect, it } from 'vitest';
import { okx } from '../../../src/simulators/okx/simulate-okx.ts';
import { okxVectors } from '../../vectors/okx.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { callOkx } from './client.ts';
import { dayMs, keys, opening, saidOf, stage, t0Ms, treasury } from './support.ts';
import type { KeyName } from './support.ts';

const config = 'account/config';

describe('signatures', () => {
  const all = [...okxVectors.signatures, ...(okxVectors.requests ?? [])];

  it.each(all)('known from outside are good: $from', async ({ parts, atMs, request, signature }) => {
    const clock = manualClock(new Date(atMs).toISOString());
    const { apiKey: keyId = '', secret = '', password: passphrase = '' } = parts;
    const given = { ...keys.mighty, keyId, secret, passphrase };
    const venue = await okx.simulate({ clock, opening: { ...opening, keys: [given] }, seed: 'x' });
    const header = 'header' in signature.in ? signature.in.header : '';
    const send = (value: string) =>
      callOkx({
        port: venue.port,
        method: request.method as 'GET',
        path: request.path,
        query: request.query ?? '',
        ...(request.body === undefined ? {} : { json: request.body }),
        at: atMs,
        headers: { ...request.headers, [header]: value },
      });
    try {
      expect((await send(signature.value ?? '')).status).toBe(200);
      expect(saidOf(await send(`A${(signature.value ?? '').slice(1)}`))).toEqual([401, '50113']);
    } finally {
      await venue.close();
    }
  });

  it('of another secret, or over another path, are refused', async () => {
    const on = await stage();
    const other = { ...keys.bot, secret: 'F'.repeat(32) };
    expect(saidOf(await on.get(config, '', { key: other }))).toEqual([401, '50113']);
    const told = await on.get('account/balance', '', { headers: { 'OK-ACCESS-SIGN': 'x' } });
    expect(told.text).toBe('{"msg":"Invalid signature.","code":"50113"}');
  });

  it('are over the body as it was sent, spaces and order included', async () => {
    const on = await stage();
    const text = '{ "clOrdId":"mm1", "instId" : "BTC-USDT" }';
    expect(saidOf(await on.post('trade/cancel-order', text))).toEqual([200, '0']);
  });
});

describe('headers', () => {
  it.each([
    ['OK-ACCESS-KEY', '50103'],
    ['OK-ACCESS-PASSPHRASE', '50104'],
    ['OK-ACCESS-SIGN', '50106'],
    ['OK-ACCESS-TIMESTAMP', '50107'],
  ])('without %s: %s', async (name, code) => {
    const on = await stage();
    expect(saidOf(await on.get(config, '', { headers: { [name]: '' } }))).toEqual([401, code]);
  });

  it.each([
    '1773457200000',
    '1773457200',
    '2026-03-14 03:00:00',
    '2026-03-14T03:00:00+00:00',
    '2026-13-14T03:00:00Z',
  ])('a timestamp of another form is invalid: %s', async (timestamp) => {
    const on = await stage();
    const reply = await on.get(config, '', { headers: { 'OK-ACCESS-TIMESTAMP': timestamp } });
    expect(saidOf(reply)).toEqual([401, '50112']);
  });

  it.each([
    [-30_000, 200, '0'],
    [30_000, 200, '0'],
    [-30_001, 401, '50102'],
    [30_001, 401, '50102'],
  ])('a timestamp %i ms off: %i %s', async (off, status, code) => {
    const on = await stage();
    expect(saidOf(await on.get(config, '', { at: t0Ms + off }))).toEqual([status, code]);
  });

  it('a wrong passphrase is told apart, and a live key does not trade on paper', async () => {
    const on = await stage();
    const wrong = { ...keys.bot, passphrase: 'Bb2*otherphrase' };
    expect(saidOf(await on.get(config, '', { key: wrong }))).toEqual([401, '50105']);
    const demo = await on.get(config, '', { headers: { 'x-simulated-trading': '1' } });
    expect(saidOf(demo)).toEqual([401, '50101']);
  });
});

describe('the order of the checks', () => {
  const wrong = { ...keys.bound, secret: 'E'.repeat(32), passphrase: 'nothing' };

  it.each([
    ['time before all else', { key: { ...wrong, keyId: 'x' }, at: 1 }, '50102'],
    ['unknown key', { key: { ...wrong, keyId: '00000000-0000-0000-0000-000000000000' } }, '50119'],
    ['address before passphrase', { key: wrong }, '50110'],
    ['passphrase before signature', { key: wrong, from: '127.0.0.77' }, '50105'],
    ['signature before permission', { key: { ...keys.reader, secret: 'D'.repeat(32) } }, '50113'],
  ])('%s', async (_, ask, code) => {
    const on = await stage();
    const reply = await on.post('users/subaccount/delete-apikey', { subAcct: 'x', apiKey: 'y' }, ask);
    expect(reply.body.code).toBe(code);
  });

  it('permission, then main account, then binding, then parameters', async () => {
    const on = await stage();
    const end = (key: KeyName) => on.post('users/subaccount/delete-apikey', { subAcct: '' }, { key });
    expect(saidOf(await end('reader'))).toEqual([401, '50120']);
    await on.clock.advance(1_000);
    expect(saidOf(await end('sub'))).toEqual([200, '59500']);
    expect(saidOf(await end('bot'))).toEqual([403, '50035']);
    await on.clock.advance(1_000);
    expect(saidOf(await end('master'))).toEqual([400, '50014']);
  });
});

describe('keys', () => {
  it('are bound to the address of the connection, and the refusal names it', async () => {
    const on = await stage();
    const away = await on.get(config, '', { key: 'bound' });
    expect(away.text).toBe(
      `{"msg":"Your IP 127.0.0.1 is not included in your API key's IP whitelist.","code":"50110"}`,
    );
    expect(away.status).toBe(401);
    expect(saidOf(await on.get(config, '', { key: 'bound', from: '127.0.0.77' }))).toEqual([200, '0']);
  });

  it('that are deleted do not exist, whoever ended them', async () => {
    const on = await stage();
    on.venue.website.deleteKey(keys.bot.keyId);
    on.venue.website.expireKey(keys.reader.keyId);
    expect((await on.get(config)).text).toBe(`{"msg":"API key doesn't exist","code":"50119"}`);
    expect(saidOf(await on.get(config, '', { key: 'reader' }))).toEqual([401, '50119']);
    const other = await stage({ deadKeyAnswer: '50111' });
    other.venue.website.deleteKey(keys.bot.keyId);
    expect(saidOf(await other.get(config))).toEqual([401, '50111']);
    await expect(stage({ deadKeyAnswer: '50120' })).rejects.toThrow('dead key with "50120"');
  });

  it('that may trade and are bound to nothing end after 14 idle days, others do not', async () => {
    const on = await stage();
    await on.clock.advance(14 * dayMs - 1);
    expect(saidOf(await on.get(config))).toEqual([200, '0']);
    await on.clock.advance(14 * dayMs);
    expect(saidOf(await on.get(config))).toEqual([401, '50119']);
    expect(saidOf(await on.get(config, '', { key: 'reader' }))).toEqual([200, '0']);
    expect(saidOf(await on.get(config, '', { key: 'master' }))).toEqual([200, '0']);
  });

  it.each([
    ['bot', 'read_only,trade', ''],
    ['reader', 'read_only', ''],
    ['bound', 'read_only,trade', '127.0.0.77,192.0.2.7'],
    ['payout', 'read_only,withdraw', '127.0.0.1'],
    ['mighty', 'read_only,withdraw,trade', '127.0.0.1'],
  ] as const)('%s is told %s and "%s"', async (key, perm, ip) => {
    const on = await stage();
    const { body } = await on.get(config, '', { key, from: key === 'bound' ? '127.0.0.77' : '127.0.0.1' });
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({
      perm,
      ip,
      label: key,
      uid: '44705892',
      mainUid: '44705892',
      type: '0',
    });
  });

  it('of a sub-account name both accounts', async () => {
    const on = await stage();
    const { body } = await on.get(config, '', { key: 'sub' });
    expect(body.data[0]).toMatchObject({ uid: '7000001', mainUid: '44705892', type: '1' });
  });

  it('of another form do not open the books', async () => {
    const open = (change: object) => stage({ opening: { ...opening, keys: [{ ...keys.sub, ...change }] } });
    await expect(open({ keyId: 'short' })).rejects.toThrow('form');
    await expect(open({ passphrase: '' })).rejects.toThrow('form');
    await expect(open({ scopes: ['read', 'withdraw'] })).rejects.toThrow('cannot withdraw');
    await expect(open({ scopes: ['spot-trade'] })).rejects.toThrow('reads');
    await expect(open({ venuePermissions: ['manage'] })).rejects.toThrow('"manage"');
  });

  it('are derived in the form of the documents, always the same', () => {
    const { keyId, secret, passphrase } = okx.deriveKey('seed', 'a');
    expect(keyId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(secret).toMatch(/^[0-9A-F]{32}$/);
    expect(passphrase).toMatch(/^Aa1\*[A-Za-z0-9]{12}$/);
    expect(okx.deriveKey('seed', 'a')).toEqual({ keyId, secret, passphrase });
  });
});

describe('the holder of a key', () => {
  it('passes the same gate', async () => {
    const on = await stage();
    const bot = on.venue.asKeyHolder({ keyId: keys.bot.keyId, sourceIp: '203.0.113.9' });
    const fill = {
      symbol: 'ETH-USDT',
      side: 'sell',
      price: '1290',
      amount: '1',
      clientOrderId: 'x1',
    } as const;
    expect(bot.trade(fill)).toBeUndefined();
    const to = { coin: 'USDT', amount: '10', address: treasury, network: 'ERC20' };
    expect(bot.withdraw(to)).toMatchObject({ code: '50120', httpStatus: 401, aboutKey: true });
    const payout = on.venue.asKeyHolder({ keyId: keys.payout.keyId, sourceIp: '127.0.0.1' });
    expect(payout.withdraw({ ...to, address: '0xnot' })).toMatchObject({ code: '58207', aboutKey: false });
    expect(payout.withdraw(to)).toBeUndefined();
    expect(payout.trade(fill)).toMatchObject({ code: '50120', aboutKey: true });
    const away = on.venue.asKeyHolder({ keyId: keys.payout.keyId, sourceIp: '203.0.113.9' });
    expect(away.withdraw(to)).toMatchObject({ code: '50110', aboutKey: true });
    on.venue.website.deleteKey(keys.bot.keyId);
    expect(bot.trade(fill)).toMatchObject({ code: '50119', aboutKey: true });
  });
});
