import { describe, expect, it } from 'vitest';
import { bybit } from '../../../src/simulators/bybit/simulate-bybit.ts';
import { bybitVectors } from '../../vectors/bybit.ts';
import { callBybit } from './client.ts';
import { codeOf, dayMs, keys, opening, stage, t0Ms } from './support.ts';
import type { KeyName } from './support.ts';
import { manualClock } from '../../support/manual-clock.ts';

const query = 'user/query-api';

describe('signatures', () => {
  it.each(bybitVectors.signatures)('known from outside are good: $from', async (vector) => {
    const { parts, atMs, request, signature } = vector;
    const clock = manualClock(new Date(atMs).toISOString());
    const given = { keyId: parts['apiKey'] ?? '', secret: parts['secret'] ?? '' };
    const all = { ...keys.mover, ...given, scopes: ['read', 'spot-trade', 'options', 'transfer'] as const };
    const venue = await bybit.simulate({ clock, opening: { ...opening, keys: [all] }, seed: 'x' });
    try {
      const header = 'header' in signature.in ? signature.in.header : '';
      const reply = await callBybit({
        port: venue.port,
        method: request.method as 'GET',
        path: request.path,
        query: request.query ?? '',
        ...(request.body === undefined ? {} : { json: request.body }),
        at: atMs,
        headers: { ...request.headers, [header]: signature.value ?? '' },
      });
      expect([0, 10001]).toContain(codeOf(reply));
    } finally {
      await venue.close();
    }
  });

  it('of another secret are refused, and the refusal tells what was signed', async () => {
    const on = await stage();
    const reply = await on.get(query, '', { key: { ...keys.bot, secret: 'x'.repeat(36) } });
    expect(codeOf(reply)).toBe(10004);
    expect(reply.body.retMsg).toBe(`error sign! origin_string[${t0Ms}${keys.bot.keyId}5000]`);
  });

  it('are over the body as it was sent, spaces and order included', async () => {
    const on = await stage();
    const text = '{ "symbol":"BTCUSDT", "category" : "spot", "orderLinkId":"mm-1" }';
    expect(codeOf(await on.post('order/cancel', text))).toBe(0);
  });
});

describe('the order of the checks', () => {
  const wrong = { ...keys.bound, secret: 'y'.repeat(36) };

  it.each([
    ['no headers', { headers: { 'X-BAPI-SIGN': '' } }, 'http:401'],
    ['unknown key before all else', { key: { ...wrong, keyId: 'A'.repeat(18) }, at: 1 }, 10003],
    ['address before time and signature', { key: wrong, at: 1 }, 10010],
    ['time before signature', { key: wrong, at: 1, from: '127.0.0.77' }, 10002],
    ['signature before permission', { key: { ...keys.reader, secret: 'z'.repeat(36) } }, 10004],
  ])('%s', async (_, ask, code) => {
    const on = await stage();
    expect(codeOf(await on.get('user/submembers', '', ask))).toBe(code);
  });

  it('refuses for the permission before it reads the parameters', async () => {
    const on = await stage();
    expect(codeOf(await on.post('user/create-sub-api', {}))).toBe(10005);
    await on.clock.advance(1_000);
    expect(codeOf(await on.post('user/create-sub-api', {}, { key: 'mover' }))).toBe(10001);
  });
});

describe('the time window', () => {
  it.each([
    [-5000, 0],
    [-5001, 10002],
    [999, 0],
    [1000, 10002],
  ])('a timestamp %i ms off: %s', async (off, code) => {
    const on = await stage();
    expect(codeOf(await on.get(query, '', { at: t0Ms + off }))).toBe(code);
  });

  it('is as long as the header says', async () => {
    const on = await stage();
    expect(codeOf(await on.get(query, '', { at: t0Ms - 20_000, recvWindow: '20000' }))).toBe(0);
    const late = await on.get(query, '', { at: t0Ms - 20_001, recvWindow: '20000' });
    expect(late.body.retMsg).toContain(
      `req_timestamp[${t0Ms - 20_001}],server_timestamp[${t0Ms}],recv_window[20000]`,
    );
  });
});

describe('keys', () => {
  it('are bound to the address of the connection', async () => {
    const on = await stage();
    expect(codeOf(await on.get(query, '', { key: 'bound' }))).toBe(10010);
    expect(codeOf(await on.get(query, '', { key: 'bound', from: '127.0.0.77' }))).toBe(0);
  });

  it('that are deleted are unknown, those that the venue ended expired', async () => {
    const on = await stage();
    on.venue.website.deleteKey(keys.bot.keyId);
    on.venue.website.expireKey(keys.reader.keyId);
    const dead = await on.get(query);
    expect([dead.status, dead.body.retCode, dead.body.retMsg, dead.body.result]).toEqual([
      200,
      10003,
      'API key is invalid.',
      {},
    ]);
    expect(codeOf(await on.get(query, '', { key: 'reader' }))).toBe(33004);
  });

  it('that are deleted may get a bare 401 instead', async () => {
    const on = await stage({ deadKeyAnswer: 'http:401' });
    on.venue.website.deleteKey(keys.bot.keyId);
    const dead = await on.get(query);
    expect([dead.status, dead.text]).toEqual([401, '']);
    await expect(stage({ deadKeyAnswer: '10005' })).rejects.toThrow('dead key with "10005"');
  });

  it('without addresses end after 90 days, others do not', async () => {
    const on = await stage();
    const made = on.venue.website.createKey({ label: 'a', scopes: ['read'], ipAllowlist: [] });
    const bound = on.venue.website.createKey({ label: 'b', scopes: ['read'], ipAllowlist: ['127.0.0.1'] });
    const told = await on.get(query, '', { key: made });
    expect(told.body.result).toMatchObject({
      deadlineDay: 90,
      expiredAt: '2026-06-12T03:00:00Z',
      ips: ['*'],
    });
    await on.clock.advance(90 * dayMs - 1);
    expect(codeOf(await on.get(query, '', { key: made }))).toBe(0);
    await on.clock.advance(1);
    expect(codeOf(await on.get(query, '', { key: made }))).toBe(33004);
    const forever = await on.get(query, '', { key: bound });
    expect(forever.body.result).toMatchObject({ deadlineDay: -2, expiredAt: '1970-01-01T00:00:00Z' });
  });

  it('of another form do not open the books', async () => {
    const bad = [{ ...keys.bot, keyId: 'short' }];
    await expect(stage({ opening: { ...opening, keys: bad } })).rejects.toThrow(
      'venue’s form'.replace('’', "'"),
    );
    const words = [{ ...keys.sub, scopes: ['read', 'withdraw'] as const }];
    await expect(stage({ opening: { ...opening, keys: words } })).rejects.toThrow('cannot withdraw');
    const unknown = [{ ...keys.bot, venuePermissions: ['Wallet/Everything'] }];
    await expect(stage({ opening: { ...opening, keys: unknown } })).rejects.toThrow('Wallet/Everything');
  });

  it('are derived in the form of the documents: 18 and 36 letters and digits, always the same', () => {
    const { keyId, secret } = bybit.deriveKey('seed', 'name');
    expect(keyId).toMatch(/^[A-Za-z0-9]{18}$/);
    expect(secret).toMatch(/^[A-Za-z0-9]{36}$/);
    expect(bybit.deriveKey('seed', 'name')).toEqual({ keyId, secret });
    expect(bybit.deriveKey('seed', 'other').keyId).not.toBe(keyId);
  });
});

describe('permissions', () => {
  const cancelAll = (category: string) => ({ category, settleCoin: category === 'spot' ? null : 'USDT' });
  const reads: readonly [string, string, readonly KeyName[]][] = [
    ['asset/withdraw/query-address', '', ['payout', 'looker']],
    ['asset/withdraw/query-record', '', ['bot', 'reader', 'payout', 'mover', 'looker']],
    ['asset/transfer/query-universal-transfer-list', '', ['mover', 'sub']],
    ['user/submembers', '', ['mover', 'payout', 'looker']],
    ['user/query-sub-members', '', ['mover', 'payout', 'looker']],
    ['user/sub-apikeys', 'subMemberId=7000001', ['bot', 'reader', 'payout', 'mover', 'looker']],
    [
      'asset/transfer/query-inter-transfer-list',
      '',
      ['bot', 'reader', 'payout', 'mover', 'looker', 'sub', 'subBot'],
    ],
    ['order/realtime', 'category=spot', ['bot', 'reader', 'payout', 'mover', 'looker', 'sub', 'subBot']],
  ];
  const asking: readonly KeyName[] = ['bot', 'reader', 'payout', 'mover', 'looker', 'sub', 'subBot'];

  it.each(reads)('%s: read by those that may, refused to the others', async (path, query_, may) => {
    const on = await stage();
    for (const key of asking) {
      const code = codeOf(await on.get(path, query_, { key }));
      expect([key, code]).toEqual([key, may.includes(key) ? 0 : 10005]);
    }
  });

  it.each([
    ['spot', ['bot']],
    ['linear', ['futures']],
    ['inverse', ['futures']],
    ['option', ['options']],
  ] as const)('orders of category %s are cancelled by %s alone', async (category, may) => {
    const on = await stage();
    for (const key of ['bot', 'reader', 'futures', 'options', 'payout', 'mover'] as const) {
      await on.clock.advance(1_000);
      const code = codeOf(await on.post('order/cancel-all', cancelAll(category), { key }));
      expect([key, code]).toEqual([key, (may as readonly string[]).includes(key) ? 0 : 10005]);
    }
  });

  it('a key of a sub-account sees nothing of the main account', async () => {
    const on = await stage();
    const { body } = await on.get('account/wallet-balance', 'accountType=UNIFIED', { key: 'subBot' });
    expect(body.result.list[0].coin).toEqual([]);
    const trades = await on.get('execution/list', 'category=spot', { key: 'subBot' });
    expect(trades.body.result.list).toEqual([]);
    expect((await on.get(query, '', { key: 'subBot' })).body.result).toMatchObject({
      isMaster: false,
      parentUid: '1448939',
      userID: 7_000_001,
    });
  });
});

describe('in person', () => {
  it('passes the same gate, and says when the refusal is about the key', async () => {
    const on = await stage();
    const bot = on.venue.asKeyHolder({ keyId: keys.bot.keyId, sourceIp: '203.0.113.9' });
    const fill = {
      symbol: 'ETHUSDT',
      side: 'sell',
      price: '1200',
      amount: '1',
      clientOrderId: 'x-1',
    } as const;
    expect(bot.trade(fill)).toBeUndefined();
    expect(bot.cancelOrder('99')).toMatchObject({ code: '170213', aboutKey: false, httpStatus: 200 });
    const to = { coin: 'USDT', amount: '10', address: treasury(), network: 'ETH' };
    expect(bot.withdraw(to)).toMatchObject({ code: '10005', aboutKey: true });
    const payout = on.venue.asKeyHolder({ keyId: keys.payout.keyId, sourceIp: '127.0.0.1' });
    expect(payout.withdraw({ ...to, address: '0xnot' })).toMatchObject({ code: '131083', aboutKey: false });
    expect(payout.withdraw(to)).toBeUndefined();
    const away = on.venue.asKeyHolder({ keyId: keys.payout.keyId, sourceIp: '203.0.113.9' });
    expect(away.withdraw(to)).toMatchObject({ code: '10010', aboutKey: true });
    on.venue.website.deleteKey(keys.bot.keyId);
    expect(bot.trade(fill)).toMatchObject({ code: '10003', aboutKey: true });
  });
});

const treasury = (): string => opening.addresses[0]?.address ?? '';
