import { describe, expect, it } from 'vitest';
import { keys, labelOf, rowsOf, stage, subId, t0Seconds } from './support.ts';
import type { Stage } from './support.ts';

const manager = { key: 'manager' as const };
const ofSub = `/sub_accounts/${subId}/keys`;

const keyRow = async (on: Stage, name: keyof typeof keys) =>
  (await on.ask(`GET ${ofSub}/${keys[name].keyId}`, manager)).body;

describe('the main account', () => {
  it('tells of the calling key its addresses and no permission', async () => {
    const on = await stage();
    const { body } = await on.ask('GET /account/detail', { key: 'payout' });
    expect(body).toEqual({
      user_id: 1_448_939,
      ip_whitelist: ['127.0.0.1'],
      currency_pairs: [],
      key: { mode: 1 },
      tier: 0,
      tier_expire_time: '0001-01-01T00:00:00Z',
      copy_trading_role: 0,
    });
  });

  it('lists its keys with their permissions, and of each id the first twelve places', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'GET /account/main_keys', { key: 'reader' });
    expect(rows).toHaveLength(
      Object.values(keys).filter(({ subAccount }) => subAccount === undefined).length,
    );
    const bot = rows.find(({ name }) => name === 'bot');
    expect(bot).toMatchObject({
      state: 1,
      mode: 1,
      user_id: 1_448_939,
      ip_whitelist: [],
      currency_pairs: [],
      key: `${keys.bot.keyId.slice(0, 12)}*****`,
      created_at: Date.parse('2026-02-01T00:00:00Z') / 1000,
      last_access: 0,
    });
    expect(bot.perms).toContainEqual({ name: 'spot', read_only: false });
    expect(bot.perms).toContainEqual({ name: 'wallet', read_only: true });
    expect(rows.find(({ name }) => name === 'reader')).toMatchObject({ last_access: t0Seconds });
    expect(rows.find(({ name }) => name === 'spotOnly').perms).toEqual([{ name: 'spot', read_only: false }]);
    expect(rows.find(({ name }) => name === 'payout').perms).toContainEqual({
      name: 'withdrawal',
      read_only: false,
    });
  });

  it('a new key is there, a deleted one is not', async () => {
    const on = await stage();
    on.venue.website.deleteKey(keys.bot.keyId);
    on.venue.website.createKey({ label: 'thief', scopes: ['read', 'withdraw'], ipAllowlist: [] });
    const names = (await rowsOf(on, 'GET /account/main_keys', manager)).map(({ name }) => name);
    expect([names.includes('bot'), names.includes('thief')]).toEqual([false, true]);
  });
});

describe('keys of sub-accounts', () => {
  it('are listed with their whole ids', async () => {
    const on = await stage();
    const rows = await rowsOf(on, `GET ${ofSub}`, manager);
    expect(rows.map(({ key, state }) => [key, state])).toEqual([
      [keys.sub.keyId, 1],
      [keys.subBot.keyId, 1],
    ]);
    expect(Object.keys(rows[0] as object).sort()).toEqual([
      'created_at',
      'ip_whitelist',
      'key',
      'last_access',
      'mode',
      'name',
      'perms',
      'state',
      'update_at',
      'user_id',
    ]);
    expect(labelOf(await on.ask('GET /sub_accounts/99/keys', manager))).toBe('SUB_ACCOUNT_NOT_FOUND');
    expect(labelOf(await on.ask(`GET ${ofSub}/${keys.bot.keyId}`, manager))).toBe('INVALID_PARAM_VALUE');
  });

  it('are made with a secret that is told once', async () => {
    const on = await stage();
    const json = {
      mode: 1,
      name: 'new',
      perms: [
        { name: 'spot', read_only: false },
        { name: 'wallet', read_only: true },
      ],
      ip_whitelist: ['127.0.0.5'],
    };
    const made = await on.ask(`POST ${ofSub}`, { ...manager, json });
    expect([made.status, made.body]).toEqual([
      200,
      expect.objectContaining({
        ...json,
        state: 1,
        user_id: 7_000_001,
        secret: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      }),
    ]);
    const key = { ...keys.sub, keyId: made.body.key as string, secret: made.body.secret as string };
    expect(labelOf(await on.ask('GET /spot/accounts', { key, from: '127.0.0.5' }))).toBe('ok');
    expect(labelOf(await on.ask('GET /account/detail', { key, from: '127.0.0.5' }))).toBe('FORBIDDEN');
    expect(JSON.stringify((await rowsOf(on, `GET ${ofSub}`, manager)).at(-1))).not.toContain(key.secret);
    expect(on.venue.books.acts().at(-1)).toMatchObject({
      what: 'key',
      keyLabel: 'manager',
      changedKey: 'new',
    });
  });

  it.each([
    [{ perms: [{ name: 'withdrawal' }] }],
    [{ perms: [{ name: 'everything' }] }],
    [{ perms: 'spot' }],
    [{ ip_whitelist: ['127.0.0.0/8'] }],
    [{ ip_whitelist: Array(21).fill('127.0.0.1') }],
    [{ mode: 3 }],
  ])('are not made of %j', async (json) => {
    const on = await stage();
    expect(labelOf(await on.ask(`POST ${ofSub}`, { ...manager, json }))).toBe('INVALID_PARAM_VALUE');
  });

  it('lose with a change what it does not name: permissions and addresses', async () => {
    const on = await stage();
    const change = await on.ask(`PUT ${ofSub}/${keys.sub.keyId}`, { ...manager, json: { mode: 1 } });
    expect([change.status, change.text]).toEqual([204, '']);
    expect(await keyRow(on, 'sub')).toMatchObject({ perms: [], ip_whitelist: [], name: 'sub' });
    expect(labelOf(await on.ask('GET /spot/accounts', { key: 'sub', from: '127.0.0.9' }))).toBe('FORBIDDEN');
  });

  it('become read-only, and keep their addresses when both are sent', async () => {
    const on = await stage();
    const json = { perms: [{ name: 'spot', read_only: true }], ip_whitelist: ['127.0.0.1'] };
    expect((await on.ask(`PUT ${ofSub}/${keys.sub.keyId}`, { ...manager, json })).status).toBe(204);
    expect(await keyRow(on, 'sub')).toMatchObject({ ...json, update_at: t0Seconds });
    expect(labelOf(await on.ask('DELETE /spot/orders', { key: 'sub' }))).toBe('READ_ONLY');
    expect(labelOf(await on.ask('GET /spot/accounts', { key: 'sub' }))).toBe('ok');
  });

  it('are ended', async () => {
    const on = await stage();
    const ended = await on.ask(`DELETE ${ofSub}/${keys.subBot.keyId}`, manager);
    expect([ended.status, ended.text]).toEqual([204, '']);
    expect(labelOf(await on.ask('GET /spot/accounts', { key: 'subBot' }))).toBe('INVALID_KEY');
    expect(labelOf(await on.ask(`DELETE ${ofSub}/${keys.subBot.keyId}`, manager))).toBe(
      'INVALID_PARAM_VALUE',
    );
  });
});

describe('sub-accounts', () => {
  it('are listed, made, locked with their keys, and unlocked', async () => {
    const on = await stage();
    expect((await rowsOf(on, 'GET /sub_accounts?type=0', manager))[0]).toMatchObject({
      login_name: 'deskb01',
      user_id: 7_000_001,
      state: 1,
      type: 1,
    });
    const made = await on.ask('POST /sub_accounts', { ...manager, json: { login_name: 'thief_1' } });
    expect([made.status, made.body]).toMatchObject([201, { login_name: 'thief_1', state: 1 }]);
    expect(labelOf(await on.ask('POST /sub_accounts', { ...manager, json: { login_name: 'no good' } }))).toBe(
      'INVALID_PARAM_VALUE',
    );
    const locked = await on.ask(`POST /sub_accounts/${subId}/lock`, manager);
    expect([locked.status, locked.text]).toEqual([204, '']);
    expect((await on.ask(`GET /sub_accounts/${subId}`, manager)).body).toMatchObject({ state: 2 });
    expect(await keyRow(on, 'sub')).toMatchObject({ state: 3 });
    expect(labelOf(await on.ask('GET /spot/accounts', { key: 'sub' }))).toBe('ACCOUNT_LOCKED');
    await on.ask(`POST /sub_accounts/${subId}/unlock`, manager);
    expect(labelOf(await on.ask('GET /spot/accounts', { key: 'sub' }))).toBe('ok');
    expect(await rowsOf(on, 'GET /sub_accounts/unified_mode', manager)).toHaveLength(3);
  });
});
