import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { at, keys, rowsOf, saidOf, stage } from './support.ts';
import type { Stage } from './support.ts';

const main = { key: 'master' } as const;

const act = async (on: Stage, path: string, what: object): Promise<Parsed> => {
  await on.clock.advance(1_000);
  return (await on.post(`users/subaccount/${path}`, what, main)).body;
};
const list = (on: Stage, query: string) => rowsOf(on, 'users/subaccount/apikey', query, main);

describe('sub-accounts', () => {
  it('are listed with their names, newest first', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'users/subaccount/list', '', main);
    expect(rows).toMatchObject([
      { subAcct: 'deskc02', uid: '7000002', enable: true, canTransOut: true, type: '1' },
      { subAcct: 'deskb01', uid: '7000001', ts: String(at('2026-01-10T10:00:00Z')) },
    ]);
    expect(await rowsOf(on, 'users/subaccount/list', 'enable=false', main)).toEqual([]);
    expect(await rowsOf(on, 'users/subaccount/list', 'subAcct=deskb01', main)).toHaveLength(1);
    expect(await rowsOf(on, 'users/subaccount/list', `after=${rows[0].ts}`, main)).toHaveLength(1);
    expect(saidOf(await on.get('users/subaccount/list', '', { key: 'sub' }))).toEqual([200, '59500']);
    // Any key of the main account may read them, bound or not.
    expect(saidOf(await on.get('users/subaccount/list', '', { key: 'reader' }))).toEqual([200, '0']);
  });

  it('hold nothing', async () => {
    const on = await stage();
    const [trading] = await rowsOf(on, 'account/subaccount/balances', 'subAcct=deskb01', main);
    expect(trading).toMatchObject({ details: [], totalEq: '0' });
    expect(await rowsOf(on, 'asset/subaccount/balances', 'subAcct=deskb01', main)).toEqual([]);
    expect((await on.get('asset/subaccount/balances', 'subAcct=nobody', main)).body.code).toBe('59510');
  });

  it('are made and kept from moving money out', async () => {
    const on = await stage();
    const made = await act(on, 'create-subaccount', { subAcct: 'fresh01', type: '1', label: 'attic' });
    expect(made.data[0]).toMatchObject({ subAcct: 'fresh01', label: 'attic', uid: '698827017768239106' });
    expect((await act(on, 'create-subaccount', { subAcct: 'fresh01', type: '1', label: 'x' })).code).toBe(
      '59601',
    );
    expect((await act(on, 'create-subaccount', { subAcct: 'ab', type: '1', label: 'x' })).code).toBe('51000');
    expect((await act(on, 'create-subaccount', { subAcct: 'fresh02', type: '5', label: 'x' })).code).toBe(
      '59515',
    );
    const set = { subAcct: 'deskb01,fresh01', canTransOut: false };
    expect((await act(on, 'set-transfer-out', set)).data).toEqual([
      { subAcct: 'deskb01', canTransOut: false },
      { subAcct: 'fresh01', canTransOut: false },
    ]);
    expect(on.venue.books.subAccounts().map(({ mayTransferOut }) => mayTransferOut)).toEqual([
      false,
      true,
      false,
    ]);
    expect((await act(on, 'set-transfer-out', { subAcct: 'deskb01,nobody' })).code).toBe('59510');
    expect(on.venue.books.acts().map(({ what }) => what)).toEqual(Array(3).fill('sub-account'));
  });
});

describe('keys of sub-accounts', () => {
  it('are listed by the main account, secrets left out', async () => {
    const on = await stage();
    const rows = await list(on, 'subAcct=deskb01');
    expect(rows).toEqual([
      { label: 'sub', apiKey: keys.sub.keyId, perm: 'read_only,trade', ip: '127.0.0.1', ts: '1769904000000' },
      { label: 'subReader', apiKey: keys.subReader.keyId, perm: 'read_only', ip: '', ts: '1769904000000' },
    ]);
    expect(await list(on, `subAcct=deskb01&apiKey=${keys.sub.keyId}`)).toHaveLength(1);
    expect(await list(on, 'subAcct=deskc02')).toEqual([]);
    expect(saidOf(await on.get('users/subaccount/apikey', '', main))).toEqual([400, '50014']);
  });

  it('are made, work at once with the passphrase that was chosen, and are ended', async () => {
    const on = await stage();
    const wanted = { subAcct: 'deskc02', label: 'cuckoo', passphrase: 'Chosen-1phrase', perm: 'trade' };
    const { data } = await act(on, 'apikey', wanted);
    expect(data[0]).toMatchObject({ ...wanted, perm: 'read_only,trade', ip: '' });
    const made = {
      ...keys.sub,
      keyId: data[0].apiKey,
      secret: data[0].secretKey,
      passphrase: 'Chosen-1phrase',
    };
    const config = () => on.get('account/config', '', { key: made });
    expect((await config()).body.data[0]).toMatchObject({ label: 'cuckoo', uid: '7000002' });
    expect((await act(on, 'apikey', wanted)).code).toBe('59502');
    const named = { subAcct: 'deskc02', apiKey: data[0].apiKey };
    expect((await act(on, 'delete-apikey', named)).data).toEqual([{ subAcct: 'deskc02' }]);
    expect(saidOf(await config())).toEqual([401, '50119']);
    expect((await act(on, 'delete-apikey', named)).code).toBe('59506');
    expect((await act(on, 'delete-apikey', { subAcct: 'deskb01', apiKey: keys.bot.keyId })).code).toBe(
      '59506',
    );
    expect(on.venue.books.acts()).toMatchObject([
      { what: 'key', keyLabel: 'master', changedKey: 'cuckoo' },
      { what: 'key', keyLabel: 'master', changedKey: 'cuckoo' },
    ]);
  });

  it.each([
    [{ passphrase: 'tooplain' }, '59505'],
    [{ perm: 'withdraw' }, '51000'],
    [{ ip: '192.0.2.1,nowhere' }, '51000'],
    [{ ip: Array.from({ length: 21 }, (_, index) => `192.0.2.${index}`).join(',') }, '59503'],
    [{ label: '' }, '50014'],
    [{ subAcct: 'nobody' }, '59510'],
  ])('%j is refused with %s', async (change, code) => {
    const on = await stage();
    const wanted = { subAcct: 'deskc02', label: 'x', passphrase: 'Chosen-1phrase', ...change };
    expect((await act(on, 'apikey', wanted)).code).toBe(code);
  });

  it('are changed: what is left out stays, an empty ip takes the binding away', async () => {
    const on = await stage();
    const named = { subAcct: 'deskb01', apiKey: keys.sub.keyId };
    const modify = (change: object) => act(on, 'modify-apikey', { ...named, ...change });
    expect((await modify({ perm: 'read_only' })).data[0]).toMatchObject({
      perm: 'read_only',
      ip: '127.0.0.1',
    });
    expect(
      saidOf(await on.post('trade/cancel-order', { instId: 'BTC-USDT', ordId: '1' }, { key: 'sub' })),
    ).toEqual([401, '50120']);
    expect((await modify({ ip: '198.51.100.1' })).data[0]).toMatchObject({
      perm: 'read_only',
      ip: '198.51.100.1',
    });
    expect(saidOf(await on.get('account/config', '', { key: 'sub' }))).toEqual([401, '50110']);
    expect((await modify({ ip: '', perm: 'read_only,trade' })).data[0]).toMatchObject({
      perm: 'read_only,trade',
      ip: '',
    });
    expect((await modify({ label: 'other' })).code).toBe('50062');
    expect((await modify({ perm: 'all' })).code).toBe('51000');
  });

  it('of the main account are in no list', async () => {
    const on = await stage();
    const { text } = await on.get('users/subaccount/apikey', 'subAcct=deskb01', main);
    expect(text).not.toContain(keys.bot.keyId);
  });
});
