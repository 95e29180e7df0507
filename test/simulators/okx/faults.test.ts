import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keys, rowsOf, saidOf, stage, treasury } from './support.ts';

it('an act whose reply is lost has happened; one that met a status has not', async () => {
  const on = await stage();
  const cancel = () => on.post('trade/cancel-order', { instId: 'BTC-USDT', clOrdId: 'mm1' });
  on.venue.faults.inject({ kind: 'status', status: 502 }, { path: 'cancel-order', times: 1 });
  expect((await cancel()).status).toBe(502);
  expect(on.venue.books.openOrders()).toHaveLength(6);
  on.venue.faults.inject({ kind: 'lost-reply' }, { path: 'cancel-order', times: 1 });
  await expect(cancel()).rejects.toThrow();
  expect(on.venue.books.openOrders()).toHaveLength(5);
  expect((await cancel()).body.data[0].sCode).toBe('51400');
});

it('the world outlives the venue; no secret and no passphrase is in its log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'okx-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const worldLog = join(folder, 'world.jsonl');
  const first = await stage({ worldLog });
  const passphrase = 'Chosen-1phrase';
  const wanted = { subAcct: 'deskc02', label: 'cuckoo', passphrase };
  const { body } = await first.post('users/subaccount/apikey', wanted, { key: 'master' });
  await first.post(
    'asset/withdrawal',
    { ccy: 'USDT', amt: '100', dest: '4', toAddr: treasury },
    { key: 'payout' },
  );
  first.venue.website.deleteKey(keys.bot.keyId);
  await first.venue.close();
  const log = readFileSync(worldLog, 'utf8');
  for (const secret of [passphrase, body.data[0].secretKey as string, keys.master.secret]) {
    expect(log).not.toContain(secret);
  }

  const again = await stage({ worldLog });
  expect(saidOf(await again.get('account/config'))).toEqual([401, '50119']);
  const ask = { key: 'master' } as const;
  const [made] = await rowsOf(again, 'users/subaccount/apikey', 'subAcct=deskc02', ask);
  expect(made).toMatchObject({ apiKey: body.data[0].apiKey, label: 'cuckoo' });
  expect((await rowsOf(again, 'asset/withdrawal-history', '', ask))[0]).toMatchObject({
    amt: '100',
    state: '0',
  });
  // The vault has the derived passphrase, which is good too.
  const kept = again.venue.vault().find(({ keyId }) => keyId === made.apiKey);
  const derived = { ...keys.sub, ...kept };
  expect(saidOf(await again.get('account/config', '', { key: derived }))).toEqual([200, '0']);
});
