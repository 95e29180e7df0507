import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { attachFile } from '../../src/cli/attach-file.ts';
import { SecretAttached } from '../../src/cli/attached-secrets.ts';
import { exportCase } from '../../src/cli/export-case.ts';
import { BadInput } from '../../src/domain/failure.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createSigningKey, custodyOfTakingBack, readJournal, verifyBag } from '../../src/evidence/index.ts';
import { readBag } from '../../src/report/read-bag.ts';
import { buildReport } from '../../src/report/index.ts';
import { reportSchema } from '../../src/report/schema/index.ts';
import { openCaseToAdd, type CaseFiles } from '../../src/run/index.ts';
import { manualClock } from '../support/manual-clock.ts';
import { firebreak, newPlace, treeOf, type Place } from './support/command.ts';
import { once } from './support/once.ts';

const secret = 'and+its/secret=of-the-key-0123456789';
const env = { KEY: 'the-key-that-leaked', SECRET: secret };
const account = 'id: main, venue: kraken, label: Main, task: trading-bot';

interface OpenCase {
  readonly place: Place;
  readonly id: string;
  readonly folder: string;
}

type Answers = Readonly<Record<string, string | readonly string[]>>;

async function begin(place: Place, answers: Answers): Promise<void> {
  writeFileSync(join(place.cwd, 'answers.yaml'), JSON.stringify({ operator: 'Kim', answers }));
  writeFileSync(
    join(place.cwd, 'firebreak.yaml'),
    `accounts:\n  - { ${account}, credentials: { label: k, apiKey: env:KEY, secret: env:SECRET } }\n`,
  );
  writeFileSync(join(place.cwd, 'clean.txt'), 'nothing to hide');
  writeFileSync(join(place.cwd, 'leaky.txt'), `my key: ${secret}\n`);
  const ran = await firebreak(['respond', '--answers', 'answers.yaml'], place, { env });
  expect([ran.code, ran.stderr]).toEqual([3, '']);
}
const begun = once((place) => begin(place, {}));

/** A real case that stops at the first question without an answer: nothing is sent anywhere. */
async function openCase(answers?: Answers): Promise<OpenCase> {
  const place = answers === undefined ? await begun() : newPlace();
  if (answers !== undefined) await begin(place, answers);
  const id = readdirSync(place.home).find((name) => name.startsWith('FB-')) ?? '';
  return { place, id, folder: join(place.home, id) };
}

const eventsOf = ({ folder }: OpenCase) =>
  readJournal(readFileSync(join(folder, 'journal/journal.jsonl'))).records.map(({ event }) => event);
const exhibitsOf = (open: OpenCase) =>
  eventsOf(open).flatMap((event) => (event.type === 'exhibit.acquired' ? [event.exhibit] : []));
const attach = (
  { place }: OpenCase,
  args: readonly string[],
  around: Parameters<typeof firebreak>[2] = { env },
) => firebreak(['attach', '--why', 'shows the login', ...args], place, around);
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

const clock = manualClock('2026-12-01T00:00:00.000Z');
async function withFiles<T>(open: OpenCase, work: (files: CaseFiles) => Promise<T>): Promise<T> {
  const files = await openCaseToAdd({ folder: open.folder, clock, salt: new Uint8Array(32) });
  return work(files).finally(() => files.close());
}
const exported = (open: OpenCase) =>
  withFiles(open, async (files) =>
    exportCase({
      ...{ files, clock, folder: join(open.place.cwd, 'out'), by: 'Kim', emit: () => undefined },
      signer: createSigningKey().signer,
      secrets: [new Secret(secret, 'env:SECRET')],
    }),
  );

describe('firebreak attach, of a file with a secret of the case', () => {
  it('refuses it in every form, says where the secret is from and what to do, never the secret, and keeps nothing', async () => {
    const open = await openCase();
    const forms: readonly (readonly [string, string | Uint8Array, string])[] = [
      ['raw.txt', `my key: ${secret}\n`, 'env:SECRET (raw'],
      ['packed.gz', gzipSync(`x ${secret}`), 'env:SECRET (raw'],
      ['encoded.txt', Buffer.from(`k ${secret}`).toString('base64'), 'env:SECRET (base64'],
      ['split.txt', secret.replace(/(.{9})/g, '$1\r\n'), 'env:SECRET (split or escaped'],
    ];
    const before = treeOf(open.place.home);
    for (const [name, content, told] of forms) {
      writeFileSync(join(open.place.cwd, name), content);
      const ran = await attach(open, [name]);
      expect([ran.code, ran.stdout]).toEqual([2, '']);
      expect(flat(ran.stderr)).toContain(`${name} was not attached: it holds a secret of this case: ${told}`);
      expect(flat(ran.stderr)).toContain('crop or black it out in a copy');
      expect(ran.stderr).not.toContain(secret);
      expect(treeOf(open.place.home)).toEqual(before);
    }
  });

  it('takes files when a secret cannot be had, and says which it did not search for', async () => {
    const open = await openCase();
    const ran = await attach(open, ['clean.txt'], {});
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(flat(ran.stdout)).toContain('Not searched for this secret: env:SECRET: ');
    const nowhere = await attach(open, ['leaky.txt', '--config', 'nowhere.yaml', '--json']);
    expect(nowhere.code).toBe(0);
    expect(JSON.parse(nowhere.stdout)).toMatchObject({
      secretsNotSearchedFor: [expect.stringContaining('nowhere.yaml')],
    });
  });

  it('says in the record what could not be searched', async () => {
    const open = await openCase();
    writeFileSync(join(open.place.cwd, 'all.7z'), Buffer.from('377abcaf271c00040000', 'hex'));
    const ran = await attach(open, ['all.7z']);
    expect(flat(ran.stdout)).toContain('NOT SEARCHED for secrets: a 7-Zip archive');
    expect(eventsOf(open)).toContainEqual({
      type: 'note.added',
      text: 'EX-001 could not be searched for secrets in full: a 7-Zip archive, which is not unpacked.',
      by: 'firebreak',
    });
  });

  it('redacts a secret in the words around it', async () => {
    const open = await openCase();
    writeFileSync(join(open.place.cwd, `${secret.replaceAll('/', '_')}.txt`), 'x');
    const ran = await attach(open, ['clean.txt', '--source', `mail about ${secret}`]);
    expect(ran.code).toBe(0);
    expect(readFileSync(join(open.folder, 'journal/journal.jsonl'), 'utf8')).not.toContain(secret);
  });
});

describe('a secret in a file that was attached all the same', () => {
  it('stops the case before it is closed; taken back, it can be sealed, and the record tells', async () => {
    const open = await openCase();
    expect((await attach(open, ['leaky.txt'], {})).code).toBe(0);
    const [exhibit] = exhibitsOf(open);
    const refused = await exported(open).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SecretAttached);
    expect((refused as SecretAttached).held).toMatchObject([
      { exhibit: { id: 'EX-001' }, found: [{ secret: 'env:SECRET', form: 'raw' }] },
    ]);
    expect(eventsOf(open).map(({ type }) => type)).not.toContain('case.closed');

    const back = await firebreak(
      ['attach', '--take-back', 'EX-001', '--why', 'my key is in it', '--by', 'K. M.'],
      open.place,
    );
    expect([back.code, back.stderr]).toEqual([0, '']);
    expect(back.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(existsSync(join(open.folder, exhibit?.path ?? ''))).toBe(false);

    const { bag, report, sealed } = await exported(open);
    expect(sealed.verification.ok).toBe(true);
    expect(existsSync(join(bag, 'data/exhibits'))).toBe(false);
    expect(() => reportSchema.parse(report)).not.toThrow();
    expect(report.exhibits).toMatchObject([
      { id: 'EX-001', sha256: exhibit?.sha256, takenBack: { by: 'K. M.', why: 'my key is in it' } },
    ]);
    expect(report.custody.map(({ action }) => action)).toEqual([
      'acquired',
      `taken back before sealing: ${exhibit?.bytes} bytes removed, sha256 ${exhibit?.sha256}`,
    ]);
    expect(report.gaps).toContainEqual(
      expect.objectContaining({
        what: expect.stringContaining('K. M. took it back before sealing'),
        why: 'my key is in it',
      }),
    );
    expect(buildReport(await readBag(bag))).toEqual(report);
    const stranger = spawnSync(process.execPath, [join(bag, 'seal/verify.mjs')], { encoding: 'utf8' });
    expect([stranger.status, stranger.stdout]).toEqual([
      0,
      expect.stringContaining('1 taken back before sealing'),
    ]);
  });

  it('can be taken back after the close as well, and a kill in the middle only delays it', async () => {
    const open = await openCase();
    expect((await attach(open, ['leaky.txt'], {})).code).toBe(0);
    const [exhibit] = exhibitsOf(open);
    if (!exhibit) throw new Error('nothing was attached');
    await withFiles(open, async (files) => {
      await files.append({ type: 'case.closed', verdict: 'not-contained', because: 'a test closed it' });
      // As a kill leaves it: in the record, and the bytes still there.
      await files.append(custodyOfTakingBack(exhibit, { by: 'Kim', reason: 'a key' }));
    });
    expect(existsSync(join(open.folder, exhibit.path))).toBe(true);
    const { report, sealed } = await exported(open);
    expect(sealed.verification.ok).toBe(true);
    expect(report.exhibits[0]?.takenBack).toMatchObject({ why: 'a key' });
    const again = await firebreak(
      ['attach', '--case', open.id, '--take-back', 'EX-001', '--why', 'x'],
      open.place,
    );
    expect([again.code, flat(again.stderr)]).toEqual([2, expect.stringContaining('is sealed')]);
  });

  it('is not taken for missing, and its bytes in the bag are a problem', async () => {
    const open = await openCase();
    expect((await attach(open, ['clean.txt', 'leaky.txt'], {})).code).toBe(0);
    await withFiles(open, async (files) => {
      const [, exhibit] = exhibitsOf(open);
      if (exhibit) await files.takeBack(exhibit, { by: 'Kim', reason: 'a key' });
    });
    const { bag } = await exported(open);
    writeFileSync(
      join(bag, 'data/exhibits/EX-002-attachment.txt'),
      readFileSync(join(open.place.cwd, 'leaky.txt')),
    );
    const { checks } = await verifyBag(bag);
    expect(checks.find(({ name }) => name === 'exhibits')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('taken back, and there: EX-002'),
    });
  });

  it('wants an attached file of this case and a reason', async () => {
    const open = await openCase();
    expect((await attach(open, ['clean.txt'])).code).toBe(0);
    const back = (...args: readonly string[]) => firebreak(['attach', '--take-back', ...args], open.place);
    expect((await back('EX-001')).stderr).toContain('--why is missing');
    expect(flat((await back('EX-002', '--why', 'x')).stderr)).toContain('did you mean EX-001?');
    expect((await back('EX-001', 'clean.txt', '--why', 'x')).stderr).toContain(
      'takes an exhibit and no files',
    );
    expect((await back('EX-001', '--why', 'the wrong file')).code).toBe(0);
    expect(flat((await back('EX-001', '--why', 'x')).stderr)).toContain('was taken back before');
    // The same bytes may come again.
    expect((await attach(open, ['clean.txt'])).code).toBe(0);
  });
});

describe('attaching from the menu of a running case', () => {
  it('asks path, kind, why and source; what is refused is told, and the path asked again', async () => {
    const open = await openCase({
      'open-case/what-leaked': 'api-key',
      'open-case/losing-money': 'no',
      'open-case/real': 'real',
      // Nothing outside is reached, so the first look at the venue fails: its menu is the first.
      '*/stuck': ['attach', 'quit'],
      'attach/path': 'leaky.txt',
      // The third can be opened, by its owner, and not read: EINVAL.
      'attach/another-path': ['nowhere.png', '/proc/self/clear_refs', "'clean.txt'"],
      'attach/kind': 'screenshot',
      'attach/why': 'shows the login from abroad',
      'attach/source': "Kim's screen",
    });
    expect(exhibitsOf(open)).toMatchObject([
      {
        id: 'EX-001',
        acquiredBy: 'Kim',
        title: 'Screenshot: clean.txt',
        source: { from: 'operator', why: 'shows the login from abroad' },
        attachment: { what: 'screenshot', fileName: 'clean.txt', cameFrom: "Kim's screen" },
      },
    ]);
    expect(readdirSync(join(open.folder, 'exhibits'))).toEqual(['EX-001-attachment.txt']);
    // The case goes on as if nothing had happened.
    const resumed = await firebreak(['resume', '--answers', 'answers.yaml'], open.place, { env });
    expect(resumed.code).toBe(3);
  });
});

describe('a copy that does not come to its end', () => {
  it('for whatever reason the system has is refused in words: it ends no run', async () => {
    const gone = Object.assign(new Error('ESTALE: stale file handle, read'), {
      code: 'ESTALE',
      syscall: 'read',
    });
    const attaching = attachFile(
      { path: '/share/film.mp4', name: 'film.mp4', kind: 'other', why: 'x', source: undefined, by: 'Kim' },
      {
        id: 'FB-1',
        secrets: [],
        events: [],
        draftFile: () => Promise.reject(gone),
        append: () => Promise.reject(new Error('nothing is recorded')),
      },
    );
    await expect(attaching).rejects.toThrow(BadInput);
    await expect(attaching).rejects.toThrow(/film\.mp4 was not attached, the system refused: ESTALE/);
  });

  it('on a disk that takes no more keeps nothing, says so, and the case goes on', async () => {
    const open = await openCase();
    writeFileSync(join(open.place.cwd, 'big.log'), Buffer.alloc(400_000, 'line\n'));
    const before = treeOf(open.place.home);
    const entry = fileURLToPath(new URL('../../src/cli/firebreak.js', import.meta.url));
    const shell = 'ulimit -f 100; exec "$0" "$@"';
    const ran = spawnSync('bash', ['-c', shell, process.execPath, entry, 'attach', 'big.log', '--why', 'x'], {
      cwd: open.place.cwd,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', HOME: open.place.cwd, FIREBREAK_HOME: open.place.home, ...env },
    });
    expect([ran.status, ran.stdout]).toEqual([2, '']);
    expect(flat(ran.stderr)).toContain('nothing of it was kept');
    expect(treeOf(open.place.home)).toEqual(before);
  });

  it('because the process was killed leaves nothing that a bag or a person would meet', async () => {
    const open = await openCase();
    writeFileSync(join(open.folder, 'exhibits/attached-1.writing'), `half of ${secret}`);
    expect((await attach(open, ['clean.txt'])).code).toBe(0);
    expect(readdirSync(join(open.folder, 'exhibits'))).toEqual(['EX-001-attachment.txt']);
    expect(eventsOf(open).filter(({ type }) => type === 'note.added')).toEqual([]);
  });

  it('of an empty file is a whole one', async () => {
    const open = await openCase();
    writeFileSync(join(open.place.cwd, 'empty'), '');
    expect((await attach(open, ['empty'])).code).toBe(0);
    expect(exhibitsOf(open)).toMatchObject([{ bytes: 0 }]);
  });
});
