import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { buildReport, readBag, type Report } from '../../src/report/index.ts';
import { reportJson } from '../../src/report/report-json.ts';
import { drawReport } from '../../src/report/views.ts';
import { hashesOf, rebuildReport } from '../support/rebuild-report.ts';
import { reportOfSchema } from '../support/report-of-schema.ts';
import { sampleFolder } from '../support/sample.ts';
import { readTree } from '../support/source-tree.ts';

const bag = join(sampleFolder, 'bag');
const script = join(import.meta.dirname, '../support/rebuild-report.ts');
const elsewhere = pathToFileURL(join(import.meta.dirname, '../support/elsewhere.mjs')).href;
const can = (command: string): boolean => spawnSync('sh', ['-c', command], { stdio: 'ignore' }).status === 0;

let here: ReturnType<typeof hashesOf>;
beforeAll(async () => {
  here = hashesOf(await rebuildReport(bag));
});

interface Elsewhere {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly from?: string;
  /** A program that starts Node in another surrounding, with its arguments. */
  readonly within?: readonly string[];
}

async function rebuiltIn({ flags = [], env = {}, from = bag, within = [] }: Elsewhere): Promise<unknown> {
  const cwd = await folder();
  const [program = process.execPath, ...before] = [...within, process.execPath];
  const { stdout } = await promisify(execFile)(program, [...before, ...flags, script, from], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
  });
  return JSON.parse(stdout);
}

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'firebreak-elsewhere-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

const turkish = { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Apia' };
const nobody = { HOME: '/nonexistent', USER: 'nobody', LOGNAME: 'nobody', TMPDIR: '/nonexistent' };

describe('the same case gives the same bytes', () => {
  it.each<readonly [string, Elsewhere]>([
    ['in Turkish on Samoa, as a user without a home', { env: { ...turkish, ...nobody } }],
    ['in no language at all', { env: { LC_ALL: 'C', LANG: '', TZ: '' } }],
    [
      'on another day, by a file system that lists backwards, without chance, names and languages',
      { flags: ['--import', elsewhere] },
    ],
    ['without the optimising compilers', { flags: ['--no-opt', '--no-maglev'] }],
    ['without ICU’s own data on the disk', { flags: ['--icu-data-dir=/nonexistent'] }],
    ['with a small heap', { flags: ['--max-old-space-size=192', '--max-semi-space-size=1'] }],
    ['under another umask', { within: ['sh', '-c', 'umask 0; exec "$0" "$@"'] }],
  ])(
    '%s',
    async (_, where) => {
      expect(await rebuiltIn(where)).toEqual(here);
    },
    60_000,
  );

  it.skipIf(!can('unshare --uts true'))(
    'on a machine of another name (needs unshare --uts)',
    async () => {
      const within = ['unshare', '--uts', 'sh', '-c', 'hostname elsewhere.invalid && exec "$0" "$@"'];
      expect(await rebuiltIn({ within })).toEqual(here);
    },
    60_000,
  );

  it.skipIf(!can('command -v faketime'))(
    'by a clock of 1999 (needs faketime)',
    async () => {
      expect(await rebuiltIn({ within: ['faketime', '1999-12-31 23:59:58'] })).toEqual(here);
    },
    60_000,
  );

  it('from a copy of the bag whose files are of another time', async () => {
    const from = join(await folder(), 'another name', 'bag');
    await cp(bag, from, { recursive: true });
    for (const name of ['bagit.txt', 'data/report/report.json']) await utimes(join(from, name), 1, 1);
    expect(await rebuiltIn({ from })).toEqual(here);
  }, 60_000);

  it('drawn again from its own report.json, whatever order its members are in', async () => {
    const record = await readBag(bag);
    const report = buildReport(record);
    const { $schema: _, ...read } = JSON.parse(reportJson(report)) as Report & { $schema: string };
    expect(hashesOf(await drawReport(read, record.pictures))).toEqual(here);
    const turned = hashesOf(await drawReport(backwards(read) as Report, record.pictures));
    const views = (of: Readonly<Record<string, string>>) =>
      Object.entries(of).filter(([path]) => /\.(html|md|csv)$/.test(path));
    expect(views(turned)).toEqual(views(here));
  });
});

/** The same value with its members in the opposite order. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, backwards(inner)]),
  );
}

describe('a time that is none', () => {
  it.each(['03:12', 'T03:12Z', '12', '2026-11', '2026-11-21', '2026-11-21T03', '2026-W47', '--11-21'])(
    '%s is not filled up from today’s date',
    async (time) => {
      const report = reportOfSchema((_, kind) => (kind === 'time' ? time : undefined));
      const drawnOn = async (now: string) => {
        vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });
        onTestFinished(() => void vi.useRealTimers());
        return hashesOf(await drawReport(report));
      };
      expect(await drawnOn('2027-01-31T10:00:00Z')).toEqual(await drawnOn('2031-06-01T23:59:59Z'));
    },
  );
});

// What gives another answer on another machine or day, or in another language. page.js runs in a browser.
const dependent =
  /\b(?:Math\.random|Date\.now|new Date\(\)|Date\(\)|performance\.now|hrtime|DateTime\.(?:now|local|utc\(\)|from(?:ISO|SQL|RFC2822|HTTP|Format))|\.setLocale|\.toLocale\w*|\.localeCompare|Intl\.|random(?:Bytes|UUID|Int)|getRandomValues|hostname\(|userInfo\(|homedir\(|tmpdir\(|process\.(?:env|platform|arch|version\w*|cwd|pid))/;

describe('the code that makes a report', () => {
  it('asks for no time, chance, language, name or environment', async () => {
    const root = new URL('../../', import.meta.url);
    const files = ['src/report', 'src/analysis'].flatMap((name) => readTree(root, name));
    expect(files.length).toBeGreaterThan(100);
    const found = files
      .filter(({ path }) => !path.endsWith('/page.js'))
      .flatMap(({ path, text }) =>
        text.split('\n').flatMap((line, i) => {
          const code = line.replace(/^\s*(?:\/\/|\*|\/\*).*/, '');
          return dependent.test(code) ? [`${path}:${i + 1}: ${line.trim()}`] : [];
        }),
      );
    expect(found).toEqual([]);
    expect(dependent.test(await readFile(new URL('src/report/html/page.js', root), 'utf8'))).toBe(true);
  });
});
