import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { openStage, outcomeOf, type StepStage } from './stage.ts';

// Bybit: the key of the main account ends and makes keys of a sub-account, by API.

const subAccount = {
  id: '7000001',
  label: 'deskb',
  email: 'deskb@example.invalid',
  createdAt: '2026-01-10T10:00:00.000Z',
};

const openAt = (test: { onTestFinished: (cleanUp: () => Promise<void>) => void }) =>
  openStage(
    { venue: 'bybit', subAccount, hasResponder: false, steps: ['set-scope', 'revoke-key', 'reissue-key'] },
    test.onTestFinished,
  );

const byApi = {
  '*/menu': 'continue',
  'reissue-key/make-by-api:main': 'api',
  'reissue-key/which-sub-account:main': '0',
  'reissue-key/reference:main:apiKey': 'file:new.id',
  'reissue-key/reference:main:secret': 'file:new.secret',
  'reissue-key/attest:main:manage-keys': 'yes',
  'reissue-key/attest:main:IP allowlist': 'yes',
};

const kept = ({ secretsFolder }: StepStage): readonly string[] => readdirSync(secretsFolder).toSorted();
const keysOfSub = ({ venue, keys }: StepStage) =>
  venue.website.keys().filter((key) => key.subAccount === subAccount.id && key.keyId !== keys.suspect.keyId);

describe.concurrent('a key of a sub-account', { timeout: 60_000 }, () => {
  it('is ended by the key of the account above, without a browser', async (test) => {
    const stage = await openAt(test);
    await stage.run({ ...byApi, 'reissue-key/menu': 'quit' });
    const act = stage.eventsOf('act.intended').find(({ what }) => what === 'revoke key');
    test.expect(act).toMatchObject({ by: 'api', with: 'manager' });
    test.expect(outcomeOf(stage, 'account:main/revoke-key')).toMatchObject({ is: 'verified' });
    test.expect(stage.venue.website.keys().map(({ keyId }) => keyId)).not.toContain(stage.keys.suspect.keyId);
  });

  it('is made anew by that key, scoped and bound, and its parts lie in files of the user’s alone', async (test) => {
    const stage = await openAt(test);
    await stage.run(byApi);
    test.expect(outcomeOf(stage, 'case/reissue-key')).toEqual({ is: 'verified', why: '' });
    const [made] = keysOfSub(stage);
    test.expect(made).toMatchObject({ ipAllowlist: ['127.0.0.1'], subAccount: subAccount.id });
    test.expect(made?.scopes.toSorted()).toEqual(['read', 'spot-trade']);
    test.expect(kept(stage)).toEqual(['new.id', 'new.secret']);
    test.expect(readFileSync(join(stage.secretsFolder, 'new.id'), 'utf8')).toBe(made?.keyId);
    test.expect(statSync(join(stage.secretsFolder, 'new.secret')).mode & 0o777).toBe(0o600);
  });

  it('whose secret came is nowhere in the case', async (test) => {
    const stage = await openAt(test);
    await stage.run(byApi);
    const secret = readFileSync(join(stage.secretsFolder, 'new.secret'), 'utf8');
    test.expect(secret.length).toBeGreaterThan(10);
    const { folder } = stage.files;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    test.expect(files.length).toBeGreaterThan(5);
    for (const file of files)
      test.expect(readFileSync(join(file.parentPath, file.name)).includes(secret), file.name).toBe(false);
  });

  it('is not asked of the venue when there is no place for it', async (test) => {
    const stage = await openAt(test);
    writeFileSync(join(stage.secretsFolder, 'new.secret'), 'somebody’s');
    await stage.run({ ...byApi, 'reissue-key/stuck': 'quit' });
    test.expect(outcomeOf(stage, 'case/reissue-key')).toMatchObject({ is: 'failed', why: /written over/ });
    test.expect(keysOfSub(stage)).toEqual([]);
    test.expect(kept(stage)).toEqual(['new.secret']);
    test.expect(readFileSync(join(stage.secretsFolder, 'new.secret'), 'utf8')).toBe('somebody’s');
  });

  it('that was made while its secret got lost on the way is said to be there, not made twice', async (test) => {
    const stage = await openAt(test);
    stage.venue.faults.inject({ kind: 'lost-reply' }, { path: '/v5/user/create-sub-api', times: 9 });
    await stage.run({ ...byApi, 'reissue-key/stuck': 'quit' });
    test.expect(keysOfSub(stage)).toHaveLength(1);
    test.expect(kept(stage)).toEqual([]);
    test.expect(stage.eventsOf('act.finished').at(-1)).toMatchObject({ result: 'unknown', how: /not kept/ });
    test.expect(outcomeOf(stage, 'case/reissue-key')).toMatchObject({ is: 'failed', why: /not kept/ });
  });

  it('that the venue refused to make leaves no empty files behind', async (test) => {
    const stage = await openAt(test);
    stage.venue.faults.inject(
      { kind: 'refusal', code: '10005' },
      { path: '/v5/user/create-sub-api', times: 9 },
    );
    await stage.run({ ...byApi, 'reissue-key/stuck': 'quit' });
    test.expect(outcomeOf(stage, 'case/reissue-key')).toMatchObject({ is: 'failed' });
    test.expect([keysOfSub(stage), kept(stage)]).toEqual([[], []]);
  });

  it('is made by hand where the operator wants that', async (test) => {
    const stage = await openAt(test);
    await stage.run({
      ...byApi,
      'reissue-key/make-by-api:main': 'hand',
      'reissue-key/create-key/label': 'by hand',
      'reissue-key/stuck': 'quit',
    });
    test.expect(stage.eventsOf('act.intended').at(-1)).toMatchObject({ what: 'create key', by: 'hand' });
  });
});
