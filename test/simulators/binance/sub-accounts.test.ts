import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callBinance } from '../../support/binance-client.ts';
import { keys, names, opening, refusalOf, rows, stage, subEmail, t0Ms } from './support.ts';
import type { Row } from './support.ts';

const list = '/sapi/v1/sub-account/list';
const api = '/sapi/v1/sub-account/subAccountApi';
const permission = '/sapi/v1/sub-account/subAccountApiPermission';
const restriction = `${api}/ipRestriction`;
const restrictionV2 = restriction.replace('v1', 'v2');
const own = { email: subEmail };
const subKey = { ...own, subAccountApiKey: keys.sub.keyId };

describe('the list of sub-accounts', () => {
  it('gives one of them a page, unless more are asked for', async () => {
    const { get } = await stage();
    const accounts = async (params = {}) =>
      ((await get(list, params)).body as { subAccounts: Row[] }).subAccounts;
    expect(await accounts()).toHaveLength(1);
    const all = await accounts({ limit: 200 });
    expect(all).toMatchObject([
      {
        subUserId: 7_000_001,
        email: subEmail,
        remark: 'deskb',
        isFreeze: false,
        createTime: Date.parse('2026-01-10T10:00:00Z'),
      },
      { subUserId: 7_000_002, email: 'deskc_virtual@noemail.example' },
    ]);
    expect(await accounts({ page: 2 })).toEqual(all.slice(1));
    expect(await accounts({ page: 3 })).toEqual([]);
    expect(await accounts({ isFreeze: 'true', limit: 200 })).toEqual([]);
    expect(refusalOf(await get(list, { limit: 201 }))).toEqual([400, -1130]);
  });

  it('is empty for an account that has none, and closed to keys of sub-accounts', async () => {
    const without = { ...opening, keys: [keys.reader], subAccounts: [], transfers: [] };
    const { get } = await stage({ opening: without });
    expect((await get(list)).body).toEqual({ subAccounts: [] });
    expect((await get('/sapi/v1/sub-account/status')).body).toEqual([]);
    const { get: asSub } = await stage();
    expect(refusalOf(await asSub(list, {}, 'subOpen'))).toEqual([400, -8012]);
  });

  it('grows by a virtual one, with a key that trades', async () => {
    const { get, post, venue } = await stage();
    const path = '/sapi/v1/sub-account/virtualSubAccount';
    expect(refusalOf(await post(path, { subAccountString: 'fresh' }, 'reader'))).toEqual([400, -2015]);
    const made = await post(path, { subAccountString: 'fresh' });
    expect(made.body).toEqual({ email: 'fresh_virtual@noemail.example' });
    expect(refusalOf(await post(path, { subAccountString: 'Fresh' }))).toEqual([400, -1130]);
    const found = await get(list, { email: 'fresh_virtual@noemail.example' });
    expect((found.body as { subAccounts: Row[] }).subAccounts).toMatchObject([{ remark: 'fresh' }]);
    expect(venue.books.acts()).toMatchObject([{ what: 'sub-account', keyLabel: 'bot' }]);
  });

  it('comes with what is in them: nothing', async () => {
    const { get } = await stage();
    const path = '/sapi/v1/sub-account';
    expect(rows((await get(`${path}/status`)).body)).toMatchObject([
      { email: subEmail, isMarginEnabled: false, isFutureEnabled: false },
      { email: 'deskc_virtual@noemail.example' },
    ]);
    expect((await get(`${path.replace('v1', 'v3')}/assets`, own)).body).toEqual({ balances: [] });
    expect(
      (await get(`${path.replace('v1', 'v2')}/futures/positionRisk`, { ...own, futuresType: 1 })).body,
    ).toEqual({ futurePositionRiskVos: [] });
    const stranger = { email: 'stranger@example.invalid' };
    expect(refusalOf(await get(`${path}/margin/account`, stranger))).toEqual([400, -9000]);
  });
});

describe('the signature over a mail address', () => {
  const send = async (text: string, signed: string) => {
    const { venue } = await stage();
    const secret = keys.reader.secret;
    const query = (email: string) => `email=${email}&timestamp=${t0Ms}`;
    const signature = createHmac('sha256', secret).update(query(signed)).digest('hex');
    const rawQuery = `${query(text)}&signature=${signature}`;
    return callBinance({ port: venue.port, path: api, key: keys.reader, rawQuery });
  };
  const encoded = encodeURIComponent(subEmail);

  it('is over what was percent-encoded, once', async () => {
    expect((await send(encoded, encoded)).body).toMatchObject({ total: 2 });
  });

  it.each([
    ['raw, and signed raw', subEmail, subEmail],
    ['encoded, but signed raw', encoded, subEmail],
    ['raw, but signed encoded', subEmail, encoded],
  ])('is refused %s', async (_, text, signed) => {
    expect(refusalOf(await send(text, signed))).toEqual([400, -1022]);
  });

  it('finds nobody when it was encoded twice', async () => {
    const twice = encodeURIComponent(encoded);
    expect(refusalOf(await send(twice, twice))).toEqual([400, -9000]);
  });
});

describe('the keys of a sub-account', () => {
  it('are listed with their switches, and found by their id', async () => {
    const { get } = await stage();
    const all = (await get(api, own)).body as { total: number; list: Row[] };
    expect(all).toMatchObject({
      total: 2,
      list: [
        {
          email: subEmail,
          apiName: 'sub',
          apikey: keys.sub.keyId,
          canTrade: true,
          canMarginLoanRepay: false,
          canFuturesTrade: false,
          canUniversalTransfer: true,
          canVanillaOptions: false,
          timestamp: Date.parse('2026-02-02T00:00:00Z'),
        },
        { apiName: 'subOpen', canTrade: false, canFuturesTrade: true, canVanillaOptions: true },
      ],
    });
    expect(JSON.stringify(all)).not.toContain(keys.sub.secret);
    const one = (await get(api, subKey)).body as { list: Row[] };
    expect(names(one.list, 'apiName')).toEqual(['sub']);
    const second = (await get(api, { ...own, page: 2, size: 1 })).body as { list: Row[] };
    expect(names(second.list, 'apiName')).toEqual(['subOpen']);
    expect(refusalOf(await get(api, { ...own, size: 101 }))).toEqual([400, -1130]);
    expect(refusalOf(await get(api))).toEqual([400, -1102]);
  });

  it('end at once when one is deleted', async () => {
    const { call, drop, get, venue } = await stage();
    const use = () => call('/sapi/v1/account/apiRestrictions', { by: 'sub', from: '127.0.0.5' });
    expect((await use()).status).toBe(200);
    expect(refusalOf(await drop(api, subKey, 'reader'))).toEqual([400, -2015]);
    expect(venue.website.keys()).toHaveLength(6);
    const done = await drop(api, subKey, 'bot');
    expect([done.status, done.text]).toEqual([200, '{}']);
    expect(refusalOf(await use())).toEqual([400, -2015]);
    expect(((await get(api, own)).body as { total: number }).total).toBe(1);
    expect(refusalOf(await drop(api, subKey, 'bot'))).toEqual([400, -9000]);
    expect(venue.books.acts()).toMatchObject([{ what: 'key', changedKey: 'sub', keyLabel: 'bot' }]);
  });

  it('lose what is switched off, and keep what is not named', async () => {
    const { call, post } = await stage();
    const changed = await post(permission, { ...subKey, canTrade: 'false', canFuturesTrade: 'true' });
    expect(changed.body).toMatchObject({
      apikey: keys.sub.keyId,
      canTrade: false,
      canFuturesTrade: true,
      canUniversalTransfer: true,
    });
    const told = await call('/sapi/v1/account/apiRestrictions', { by: 'sub', from: '127.0.0.5' });
    expect(told.body).toMatchObject({
      enableSpotAndMarginTrading: false,
      enableFutures: true,
      enableReading: true,
    });
    expect(refusalOf(await post(permission, { ...subKey, canTrade: 'maybe' }))).toEqual([400, -1130]);
    const other = { ...subKey, email: 'deskc_virtual@noemail.example' };
    expect(refusalOf(await post(permission, { ...other, canTrade: 'true' }))).toEqual([400, -9000]);
  });

  it('are made with a secret that works, bound to addresses or to none', async () => {
    const { call, get, post, venue } = await stage();
    const wanted = { ...own, apiName: 'fresh', canTrade: 'true' };
    const made = await post(api, { ...wanted, status: 2, ipAddress: '127.0.0.8,127.0.0.9' });
    expect(made.body).toMatchObject({
      apiName: 'fresh',
      canTrade: true,
      canFuturesTrade: false,
      status: 2,
      ipList: ['127.0.0.8', '127.0.0.9'],
    });
    const { apiKey, secretKey } = made.body as { apiKey: string; secretKey: string };
    const fresh = { ...keys.sub, keyId: apiKey, secret: secretKey };
    const restrictions = (from: string) => call('/sapi/v1/account/apiRestrictions', { by: fresh, from });
    expect((await restrictions('127.0.0.8')).body).toMatchObject({
      ipRestrict: true,
      enableWithdrawals: false,
    });
    expect(refusalOf(await restrictions('127.0.0.7'))).toEqual([400, -2015]);
    expect(venue.website.keys().at(-1)).toMatchObject({ label: 'fresh', subAccount: '7000001' });
    expect(((await get(api, own)).body as { total: number }).total).toBe(3);
    expect(refusalOf(await post(api, { ...wanted, status: 2 }))).toEqual([400, -1102]);
    expect(refusalOf(await post(api, { ...wanted, status: 2, ipAddress: 'here' }))).toEqual([400, -1130]);
    expect(refusalOf(await post(api, { ...wanted, status: 3 }))).toEqual([400, -1102]);
    expect(refusalOf(await post(api, { ...wanted, status: 4 }))).toEqual([400, -1130]);
    expect((await post(api, { ...wanted, status: 1 })).body).toMatchObject({ status: 1, ipList: [] });
  });

  it('are bound to further addresses, lose some, and are set free', async () => {
    const { call, drop, get, post } = await stage();
    expect((await get(restriction, subKey)).body).toEqual({
      ipRestrict: 'true',
      ipList: ['127.0.0.5'],
      updateTime: Date.parse('2026-02-02T00:00:00Z'),
      apiKey: keys.sub.keyId,
    });
    const added = await post(restrictionV2, { ...subKey, status: 2, ipAddress: '127.0.0.6' });
    expect(added.body).toEqual({
      status: '2',
      ipList: ['127.0.0.5', '127.0.0.6'],
      updateTime: t0Ms,
      apiKey: keys.sub.keyId,
    });
    const removed = await drop(`${restriction}/ipList`, { ...subKey, ipAddress: '127.0.0.5' }, 'bot');
    expect(removed.body).toMatchObject({ ipRestrict: 'true', ipList: ['127.0.0.6'] });
    const use = (from: string) => call('/sapi/v1/account/status', { by: 'sub', from });
    expect(refusalOf(await use('127.0.0.5'))).toEqual([400, -2015]);
    expect((await use('127.0.0.6')).status).toBe(200);
    const last = await drop(`${restriction}/ipList`, { ...subKey, ipAddress: '127.0.0.6' }, 'bot');
    expect(refusalOf(last)).toEqual([400, -1130]);
    const free = await post(restrictionV2, { ...subKey, status: 1 });
    expect(free.body).toMatchObject({ status: '1', ipList: [] });
    expect((await get(restriction, subKey)).body).toMatchObject({ ipRestrict: 'false' });
    expect(refusalOf(await post(restrictionV2, { ...subKey, status: 2 }, 'reader'))).toEqual([400, -2015]);
  });

  it('cost 3000 of the account’s weight a call, so that the 61st of a minute is refused', async () => {
    const { get } = await stage();
    const first = await get(api, own);
    expect(first.headers['x-sapi-used-uid-weight-1m']).toBe('3000');
    for (let more = 0; more < 59; more += 1) await get(api, own);
    expect(refusalOf(await get(api, own))).toEqual([429, -1003]);
  });

  it('are the same after a restart, without a secret in the log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'binance-sub-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const worldLog = join(folder, 'world.jsonl');
    const before = await stage({ worldLog });
    const made = await before.post(api, { ...own, apiName: 'fresh', status: 1, canTrade: 'true' });
    await before.post(permission, { ...subKey, canTrade: 'false' });
    await before.drop(api, { ...own, subAccountApiKey: keys.subOpen.keyId }, 'bot');
    const listed = (await before.get(api, own)).body;
    await before.venue.close();
    const { secretKey } = made.body as { secretKey: string };
    expect(readFileSync(worldLog, 'utf8')).not.toContain(secretKey);
    const after = await stage({ worldLog });
    expect((await after.get(api, own)).body).toEqual(listed);
    expect(listed).toMatchObject({ total: 2, list: [{ canTrade: false }, { apiName: 'fresh' }] });
  });
});
