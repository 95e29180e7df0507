import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../src/cli/export-case.ts';
import { lockCase, readJournal } from '../../src/evidence/index.ts';
import { renderPdf } from '../../src/report/pdf/index.ts';
import { reportSchema } from '../../src/report/schema/index.ts';
import { openCaseToAdd } from '../../src/run/index.ts';
import { manualClock } from '../support/manual-clock.ts';
import { firebreak, treeOf, type Place } from './support/command.ts';
import { once } from './support/once.ts';

const env = { KEY: 'the-key-that-leaked', SECRET: 'and-its-secret' };
const account = 'id: main, venue: kraken, label: Main, task: trading-bot';

interface OpenCase {
  readonly place: Place;
  readonly id: string;
  readonly folder: string;
}

const begun = once(async (place) => {
  writeFileSync(join(place.cwd, 'answers.yaml'), 'operator: Kim\nanswers: {}\n');
  writeFileSync(
    join(place.cwd, 'firebreak.yaml'),
    `accounts:\n  - { ${account}, credentials: { label: k, apiKey: env:KEY, secret: env:SECRET } }\n`,
  );
  const ran = await firebreak(['respond', '--answers', 'answers.yaml'], place, { env });
  expect([ran.code, ran.stderr]).toEqual([3, '']);
});

/** A case that stopped at its first question: nothing was sent anywhere. */
async function openCase(): Promise<OpenCase> {
  const place = await begun();
  const id = readdirSync(place.home).find((name) => name.startsWith('FB-')) ?? '';
  return { place, id, folder: join(place.home, id) };
}

const recordsOf = ({ folder }: OpenCase) => readJournal(readFileSync(join(folder, 'journal/journal.jsonl')));
const exhibitsOf = (open: OpenCase) =>
  recordsOf(open).records.flatMap(({ event }) => (event.type === 'exhibit.acquired' ? [event.exhibit] : []));
const write = ({ place }: OpenCase, name: string, content: string | Uint8Array): string => {
  writeFileSync(join(place.cwd, name), content);
  return name;
};
const attaching = ({ place }: OpenCase, ...args: readonly string[]) =>
  firebreak(['attach', '--why', 'shows the login from abroad', ...args], place);

const mail =
  'From: venue@example.org\r\nTo: kim@example.org\r\nDate: Sat, 21 Nov 2026 10:24:00 +0000\r\nSubject: New login\r\n\r\nHello\r\n';

describe('firebreak attach', () => {
  it('keeps files byte for byte as exhibits, with who, why, from where, and what they claim', async () => {
    const open = await openCase();
    write(open, 'login.png', mail);
    const big = write(open, 'big.log', Buffer.alloc(3_000_000, 'line\n'));
    const ran = await attaching(
      open,
      'login.png',
      big,
      '--source',
      "Kim's mailbox",
      '--kind',
      'mail',
      '--by',
      'K. M.',
    );
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const [first, second] = exhibitsOf(open);
    expect(first).toMatchObject({
      id: 'EX-001',
      kind: 'attachment',
      // By its bytes, whatever its name.
      mediaType: 'message/rfc822',
      sha256: createHash('sha256').update(mail).digest('hex'),
      acquiredBy: 'K. M.',
      source: { from: 'operator', why: 'shows the login from abroad' },
      attachment: {
        what: 'mail',
        fileName: 'login.png',
        cameFrom: "Kim's mailbox",
        claims: [
          { by: 'file system, last changed' },
          { by: 'mail header Date', says: 'Sat, 21 Nov 2026 10:24:00 +0000' },
        ],
      },
    });
    const kept = join(open.folder, first?.path ?? '');
    expect(readFileSync(kept, 'latin1')).toBe(mail);
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(second).toMatchObject({ id: 'EX-002', bytes: 3_000_000, mediaType: 'text/plain' });
    expect(recordsOf(open).ok).toBe(true);
    expect(readdirSync(open.folder).filter((name) => name.startsWith('case.lock'))).toEqual([]);
    const resumed = await firebreak(['resume', '--answers', 'answers.yaml'], open.place, { env });
    expect(resumed.code).toBe(3);
  });

  it('stands in the report in a form that its schema allows, and in the PDF', async () => {
    const open = await openCase();
    write(open, 'page.html', '<html><script>alert(1)</script></html>');
    expect((await attaching(open, 'page.html')).code).toBe(0);
    const clock = manualClock('2026-12-01T00:00:00.000Z');
    const files = await openCaseToAdd({ folder: open.folder, clock, salt: new Uint8Array(32) });
    const report = await reportOf(files);
    await files.close();
    expect(() => reportSchema.parse(report)).not.toThrow();
    expect(report.exhibits).toMatchObject([
      { mediaType: 'text/html', path: 'exhibits/EX-001-attachment.bin' },
    ]);
    expect((await renderPdf(report)).length).toBeGreaterThan(1000);
  });

  it('takes hostile names and shows nothing of them that acts', async () => {
    const open = await openCase();
    const names = ['\u001b[2Jclear.txt', 'right\u202eto-left.txt', '-rf', 'a\nb', '=cmd()|x'];
    names.forEach((name, n) => write(open, name, `content ${n}`));
    const ran = await attaching(open, '--', ...names);
    expect(ran.code).toBe(0);

    expect(ran.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(exhibitsOf(open).map(({ path }) => path)).toEqual(
      names.map((_, n) => `exhibits/EX-00${n + 1}-attachment.txt`),
    );
  });

  it.each([
    ['a link', 'link', 'is a link, folder, pipe or device'],
    ['a folder', 'folder', 'is a link, folder, pipe or device'],
    ['a pipe', 'pipe', 'is a link, folder, pipe or device'],
    ['a device', '/dev/zero', 'is a link, folder, pipe or device'],
    ['nothing', 'nothing', 'there is no such file'],
    ['a file below a file', 'real/x', 'there is no such file'],
    ['too much', 'huge', 'larger than 2147483648 bytes'],
  ])('refuses %s and leaves the case as it was', async (_, name, why) => {
    const open = await openCase();
    const real = join(open.place.cwd, 'real');
    writeFileSync(real, 'x');
    symlinkSync(real, join(open.place.cwd, 'link'));
    mkdirSync(join(open.place.cwd, 'folder'));
    execFileSync('mkfifo', [join(open.place.cwd, 'pipe')]);
    writeFileSync(join(open.place.cwd, 'huge'), '');
    truncateSync(join(open.place.cwd, 'huge'), 2 ** 31 + 1);
    const before = treeOf(open.place.home);
    const ran = await attaching(open, name);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr.replaceAll(/\s+/g, ' ')).toContain(why);
    expect(treeOf(open.place.home)).toEqual(before);
  });

  it('keeps what came before a file that it refuses, and says so', async () => {
    const open = await openCase();
    write(open, 'a.txt', 'a');
    const ran = await attaching(open, 'a.txt', 'nothing');
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('attached before it: EX-001 a.txt')]);
    const again = await attaching(open, 'a.txt');
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('already, as EX-001')]);
    expect(exhibitsOf(open)).toHaveLength(1);
    expect(readdirSync(join(open.folder, 'exhibits'))).toEqual(['EX-001-attachment.txt']);
  });

  it('given again after it was ended in the middle, passes over what the case has, and takes the rest', async () => {
    const open = await openCase();
    for (const name of ['a.txt', 'b.txt', 'c.txt']) write(open, name, name);
    expect((await attaching(open, 'a.txt')).code).toBe(0);
    const ran = await attaching(open, 'a.txt', 'b.txt', 'c.txt');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain(`ALREADY  a.txt is in ${open.id} as EX-001: nothing was added`);
    expect(exhibitsOf(open).map(({ attachment }) => attachment?.fileName)).toEqual([
      'a.txt',
      'b.txt',
      'c.txt',
    ]);
    const all = await attaching(open, 'b.txt', 'c.txt');
    expect([all.code, all.stdout, exhibitsOf(open).length]).toEqual([2, '', 3]);
    write(open, 'd.txt', 'd');
    const json = await attaching(open, 'c.txt', 'd.txt', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      attached: [{ file: 'd.txt' }],
      already: [{ file: 'c.txt', exhibit: 'EX-003' }],
    });
  });

  it('sets each line below its file under it', async () => {
    const open = await openCase();
    write(open, 'a.txt', 'a');
    const { stdout } = await attaching(open, 'a.txt', '--by', 'x'.repeat(70));
    const below = stdout.split('\n').slice(
      1,
      stdout.split('\n').findIndex((line) => /^Kept/.test(line)),
    );
    expect(below.filter((line) => !/^ {2}(?:\S| {11}\S)/.test(line))).toEqual([]);
    expect(below.join('\n')).toMatch(/^ {2}brought by /m);
  });

  it('wants a reason and a kind that there is', async () => {
    const open = await openCase();
    write(open, 'a', 'a');
    expect((await firebreak(['attach', 'a'], open.place)).stderr).toContain('--why is missing');
    expect((await attaching(open, '')).stderr).toContain('name a file to attach');
    expect((await attaching(open, 'a', '--kind', 'film')).stderr).toContain(
      'screenshot, mail, export, log, other',
    );
  });

  it('says plainly that a case is in use or closed', async () => {
    const open = await openCase();
    write(open, 'a', 'a');
    const { release } = await lockCase(open.folder, { at: '2026-12-01T00:00:00.000Z', host: 'elsewhere' });
    expect((await attaching(open, 'a')).stderr).toContain('this case is in use');
    await release();
    const clock = manualClock('2026-12-01T00:00:00.000Z');
    const files = await openCaseToAdd({ folder: open.folder, clock, salt: new Uint8Array(32) });
    await files.append({ type: 'case.closed', verdict: 'not-contained', because: 'a test closed it' });
    await files.close();
    expect((await attaching(open, 'a', '--case', open.id)).stderr).toContain('is closed');
  });
});
