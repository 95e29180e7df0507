import { describe, expect, it } from 'vitest';
import { codeOf, dayMs, keys, opening, pagesOf, stage } from './support.ts';
import type { Stage } from './support.ts';

const about = async (on: Stage, key: keyof typeof keys) =>
  (await on.get('user/query-api', '', { key })).body.result;
const subKeys = async (on: Stage, more = '') =>
  (await pagesOf(on, 'user/sub-apikeys', `subMemberId=7000001${more}`, { key: 'mover' })).rows;

describe('what a key is told of itself', () => {
  it.each([
    ['bot', 0, { Spot: ['SpotTrade'], Wallet: [], ContractTrade: [], Options: [] }],
    ['reader', 1, { Spot: ['SpotTrade'], Wallet: [], ContractTrade: ['Order', 'Position'] }],
    ['futures', 0, { ContractTrade: ['Order', 'Position'], Derivatives: ['DerivativesTrade'], Spot: [] }],
    ['options', 0, { Options: ['OptionsTrade'], Derivatives: [] }],
    ['mover', 0, { Wallet: ['AccountTransfer', 'SubMemberTransfer'] }],
    ['payout', 0, { Wallet: ['Withdraw'] }],
    ['looker', 1, { Wallet: ['AccountTransfer', 'Withdraw'], Spot: [] }],
    ['sub', 0, { Wallet: ['AccountTransfer', 'SubMemberTransferList'], Spot: ['SpotTrade'] }],
  ] as const)('%s: readOnly %i', async (key, readOnly, permissions) => {
    const on = await stage();
    expect(await about(on, key)).toMatchObject({ note: key, readOnly, permissions, secret: '' });
  });

  it('names its addresses, or a star', async () => {
    const on = await stage();
    expect((await about(on, 'mover')).ips).toEqual(['127.0.0.1']);
    expect((await about(on, 'bot')).ips).toEqual(['*']);
  });
});

describe('a key that ends itself', () => {
  it.each([
    ['bot', 10005],
    ['looker', 10005],
    ['sub', 10005],
    ['mover', 0],
    ['payout', 0],
  ] as const)('%s: %i', async (key, code) => {
    const on = await stage();
    expect(codeOf(await on.post('user/delete-api', {}, { key }))).toBe(code);
    expect(codeOf(await on.get('user/query-api', '', { key }))).toBe(code === 0 ? 10003 : 0);
  });

  it('is in the books as an act of its own', async () => {
    const on = await stage();
    await on.post('user/delete-api', {}, { key: 'mover' });
    expect(on.venue.books.acts()).toMatchObject([{ what: 'key', keyLabel: 'mover', changedKey: 'mover' }]);
  });
});

describe('a key that changes itself', () => {
  it('to read-only keeps its permissions, and can neither move money nor write again', async () => {
    const on = await stage();
    const { body } = await on.post('user/update-api', { readOnly: 1 }, { key: 'mover' });
    expect(body.result).toMatchObject({
      readOnly: 1,
      permissions: { Wallet: ['AccountTransfer', 'SubMemberTransfer'] },
      ips: ['127.0.0.1'],
    });
    expect(await about(on, 'mover')).toMatchObject({ readOnly: 1 });
    expect(on.venue.website.keys().find(({ label }) => label === 'mover')?.scopes).toEqual(['read']);
    expect(codeOf(await on.post('user/update-api', { readOnly: 0 }, { key: 'mover' }))).toBe(10005);
    expect(codeOf(await on.post('user/delete-api', {}, { key: 'mover' }))).toBe(10005);
    expect(codeOf(await on.get('user/submembers', '', { key: 'mover' }))).toBe(0);
  });

  it('replaces all permissions by those that are sent, deprecated groups aside', async () => {
    const on = await stage();
    const permissions = {
      Wallet: ['AccountTransfer'],
      NFT: ['NFTQueryProductList'],
      CopyTrading: ['CopyTrading'],
    };
    const { body } = await on.post('user/update-api', { readOnly: null, permissions }, { key: 'payout' });
    expect(body.result).toMatchObject({ readOnly: 0, permissions: { Wallet: ['AccountTransfer'], NFT: [] } });
    expect(on.venue.website.keys().find(({ label }) => label === 'payout')?.scopes).toEqual([
      'read',
      'transfer',
    ]);
  });

  it.each([
    [{ ips: '127.0.0.9' }, 141019],
    [{ permissions: { Wallet: ['Withdraw'] } }, 141020],
    [{ permissions: { Wallet: ['SubMemberTransferList'] } }, 10001],
    [{ permissions: { Nothing: ['x'] } }, 10001],
    [{ permissions: {} }, 10001],
    [{ readOnly: 2 }, 10001],
  ])('%j is refused with %i', async (change, code) => {
    const on = await stage();
    expect(codeOf(await on.post('user/update-api', change, { key: 'mover' }))).toBe(code);
    expect(await about(on, 'mover')).toMatchObject({ readOnly: 0, ips: ['127.0.0.1'] });
  });
});

describe('keys of sub-accounts', () => {
  it('are listed for the main account alone, with a boolean and a masked secret', async () => {
    const on = await stage();
    const rows = await subKeys(on);
    expect(rows).toMatchObject([
      { apiKey: keys.sub.keyId, note: 'sub', status: 1, readOnly: false, secret: '******', flag: 'hmac' },
      { apiKey: keys.subBot.keyId, note: 'subBot', status: 3, ips: ['*'], readOnly: false },
    ]);
    expect(codeOf(await on.get('user/sub-apikeys', 'subMemberId=7000001', { key: 'sub' }))).toBe(10005);
    expect(codeOf(await on.get('user/sub-apikeys', 'subMemberId=1', { key: 'mover' }))).toBe(500010);
    expect(codeOf(await on.get('user/sub-apikeys', '', { key: 'mover' }))).toBe(10001);
  });

  it('come in pages of twenty at most; the last page says so', async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...keys.subBot,
      keyId: `many${String(index).padStart(14, '0')}`,
    }));
    const on = await stage({ opening: { ...opening, keys: [...Object.values(keys), ...many] } });
    const query = 'subMemberId=7000001';
    expect(codeOf(await on.get('user/sub-apikeys', `${query}&limit=21`, { key: 'mover' }))).toBe(10001);
    const { rows, pages } = await pagesOf(on, 'user/sub-apikeys', query, { key: 'mover' });
    expect([rows.length, new Set(rows.map(({ apiKey }) => apiKey)).size, pages]).toEqual([22, 22, 2]);
  });

  it('expire soon seven days before their end', async () => {
    const on = await stage();
    const status = async () => (await subKeys(on)).at(-1).status as number;
    on.venue.website.createKey({ label: 'new', scopes: ['read'], ipAllowlist: [], subAccount: '7000001' });
    expect(await status()).toBe(3);
    await on.clock.advance(83 * dayMs + 1);
    expect(await status()).toBe(4);
    await on.clock.advance(7 * dayMs);
    expect(await status()).toBe(2);
  });

  it('the trap: a change that leaves out ips and readOnly unbinds the key and lets it write', async () => {
    const on = await stage();
    const named = { apikey: keys.sub.keyId };
    await on.post('user/update-sub-api', { ...named, readOnly: 1, ips: '127.0.0.1' }, { key: 'mover' });
    expect((await subKeys(on))[0]).toMatchObject({ readOnly: true, ips: ['127.0.0.1'] });
    const { body } = await on.post('user/update-sub-api', { ...named, readOnly: 1 }, { key: 'mover' });
    expect(body.result).toMatchObject({ readOnly: 1, ips: ['*'], secret: '' });
    await on.post('user/update-sub-api', { ...named, ips: '127.0.0.1,127.0.0.2' }, { key: 'mover' });
    expect((await subKeys(on))[0]).toMatchObject({ readOnly: false, ips: ['127.0.0.1', '127.0.0.2'] });
    const { permissions } = (await subKeys(on))[0];
    expect(permissions).toMatchObject({
      Spot: ['SpotTrade'],
      Wallet: ['AccountTransfer', 'SubMemberTransferList'],
    });
  });

  it.each(['update-sub-api', 'delete-sub-api'])(
    '%s: the main account must name the key, a sub-account must not',
    async (path) => {
      const on = await stage();
      const post = async (json: object, key: keyof typeof keys) =>
        codeOf(await on.post(`user/${path}`, json, { key }));
      expect(await post({}, 'mover')).toBe(10001);
      expect(await post({ apikey: keys.bot.keyId }, 'mover')).toBe(10001);
      expect(await post({ apikey: keys.sub.keyId }, 'bot')).toBe(10005);
      expect(await post({ apikey: keys.sub.keyId }, 'sub')).toBe(10001);
      expect(await post({}, 'subBot')).toBe(10005);
      await on.clock.advance(1_000);
      expect(await post({ ips: '127.0.0.1' }, 'sub')).toBe(0);
    },
  );

  it('are ended by the main account, or by themselves', async () => {
    const on = await stage();
    expect(
      codeOf(await on.post('user/delete-sub-api', { apikey: keys.subBot.keyId }, { key: 'payout' })),
    ).toBe(0);
    expect(codeOf(await on.get('user/query-api', '', { key: 'subBot' }))).toBe(10003);
    expect(codeOf(await on.post('user/delete-sub-api', {}, { key: 'sub' }))).toBe(0);
    expect(codeOf(await on.get('user/query-api', '', { key: 'sub' }))).toBe(10003);
    expect(await subKeys(on)).toEqual([]);
  });

  it('are made with a secret that is told once, and work at once', async () => {
    const on = await stage();
    const wanted = {
      subuid: 7_000_001,
      note: 'made',
      readOnly: 0,
      permissions: { Wallet: ['AccountTransfer'] },
    };
    const { body } = await on.post('user/create-sub-api', wanted, { key: 'mover' });
    const { apiKey, secret, ...rest } = body.result;
    expect(rest).toMatchObject({
      note: 'made',
      readOnly: 0,
      permissions: { Wallet: ['AccountTransfer'], Spot: [] },
    });
    const made = { ...keys.sub, keyId: apiKey as string, secret: secret as string };
    const told = await on.get('user/query-api', '', { key: made, from: '127.0.0.9' });
    expect(told.body.result).toMatchObject({ ips: ['*'], isMaster: false, secret: '' });
    expect(on.venue.vault().map(({ keyId }) => keyId)).toContain(apiKey);
  });

  it.each([
    [{ subuid: 1 }, 500010],
    [{ readOnly: undefined }, 10001],
    [{ permissions: {} }, 10001],
    [{ permissions: undefined }, 10001],
    [{ permissions: { Wallet: ['Withdraw'] } }, 10001],
    [{ ips: 'not-an-address' }, 10001],
  ])('are not made with %j', async (change, code) => {
    const on = await stage();
    const wanted = { subuid: 7_000_001, readOnly: 0, permissions: { Spot: ['SpotTrade'] }, ...change };
    expect(codeOf(await on.post('user/create-sub-api', wanted, { key: 'mover' }))).toBe(code);
    expect(await subKeys(on)).toHaveLength(2);
  });
});

describe('sub-accounts', () => {
  it('are listed whole, or in pages that end with "0"', async () => {
    const on = await stage();
    const list = await on.get('user/query-sub-members', '', { key: 'mover' });
    expect(list.body.result.subMembers).toMatchObject([
      { uid: '7000001', username: 'deskb01', memberType: 1, status: 1, accountMode: 5 },
      { uid: '7000002' },
    ]);
    const first = await on.get('user/submembers', 'pageSize=1', { key: 'mover' });
    expect(first.body.result).toMatchObject({ subMembers: [{ uid: '7000001' }], nextCursor: '1' });
    const last = await on.get('user/submembers', 'pageSize=1&nextCursor=1', { key: 'mover' });
    expect(last.body.result).toMatchObject({ subMembers: [{ uid: '7000002' }], nextCursor: '0' });
  });

  it('that are frozen show it, and their keys are refused until they are thawed', async () => {
    const on = await stage();
    const freeze = (frozen: number) =>
      on.post('user/frozen-sub-member', { subuid: 7_000_001, frozen }, { key: 'mover' });
    expect((await freeze(1)).body.result).toEqual({});
    expect(codeOf(await on.get('user/query-api', '', { key: 'subBot' }))).toBe(10008);
    const list = await on.get('user/query-sub-members', '', { key: 'mover' });
    expect(list.body.result.subMembers[0].status).toBe(4);
    await freeze(0);
    expect(codeOf(await on.get('user/query-api', '', { key: 'subBot' }))).toBe(0);
    expect(codeOf(await on.post('user/frozen-sub-member', { subuid: 7_000_001 }, { key: 'mover' }))).toBe(
      10001,
    );
    expect(codeOf(await on.post('user/frozen-sub-member', { subuid: 1, frozen: 1 }, { key: 'mover' }))).toBe(
      500010,
    );
  });

  it('can be made, with a name of letters and digits', async () => {
    const on = await stage();
    const make = async (username: string) => {
      await on.clock.advance(1_000);
      return on.post('user/create-sub-member', { username, memberType: 1 }, { key: 'mover' });
    };
    expect((await make('intruder1')).body.result).toMatchObject({ username: 'intruder1', status: 1 });
    for (const bad of ['short', 'onlyletters', 'deskb01', 'with spaces 1']) {
      expect([bad, codeOf(await make(bad))]).toEqual([bad, 10001]);
    }
    expect(on.venue.books.subAccounts().map(({ label }) => label)).toContain('intruder1');
  });
});

it('a world with a log is the same after a restart, made keys and all', async ({ onTestFinished }) => {
  const { mkdtempSync, rmSync } = await import('node:fs');
  const { join } = await import('node:path');
  const { tmpdir } = await import('node:os');
  const folder = mkdtempSync(join(tmpdir(), 'bybit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const worldLog = join(folder, 'world.jsonl');
  const before = await stage({ worldLog });
  const wanted = { subuid: 7_000_001, readOnly: 0, permissions: { Spot: ['SpotTrade'] } };
  const { apiKey, secret } = (await before.post('user/create-sub-api', wanted, { key: 'mover' })).body.result;
  await before.post('user/delete-api', {}, { key: 'payout' });
  await before.venue.close();
  const after = await stage({ worldLog });
  const made = { ...keys.sub, keyId: apiKey as string, secret: secret as string };
  expect(codeOf(await after.get('user/query-api', '', { key: made }))).toBe(0);
  expect(codeOf(await after.get('user/query-api', '', { key: 'payout' }))).toBe(10003);
});
