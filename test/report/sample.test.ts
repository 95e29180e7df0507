import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { verifyBag } from '../../src/evidence/index.ts';
import { readBag } from '../../src/report/index.ts';
import { hashesOf, rebuildReport } from '../support/rebuild-report.ts';
import { fingerprints, sampleFolder, sampleMachine, sampleReadme } from '../support/sample.ts';

const bag = join(sampleFolder, 'bag');
let committed: ReturnType<typeof hashesOf>;
let rebuilt: Awaited<ReturnType<typeof rebuildReport>>;

beforeAll(async () => {
  rebuilt = await rebuildReport(bag);
  committed = await readThose(sampleFolder);
});

const ifMeant = 'a change that was meant: node test/support/make-sample.ts --report-only';

describe('the report of reports/sample', () => {
  it('comes out of the bag again, byte for byte', async () => {
    const before = await readFile(join(sampleFolder, 'report.json'), 'utf8');
    const json = rebuilt.find(({ path }) => path === 'report.json');
    expect(firstDifference(Buffer.from(json?.bytes ?? []).toString(), before), ifMeant).toBe('none');
    expect(hashesOf(rebuilt), ifMeant).toEqual(committed);
  });

  it('comes out the same on another day', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-02-28T23:59:59.999Z') });
    onTestFinished(() => void vi.useRealTimers());
    expect(hashesOf(await rebuildReport(bag))).toEqual(hashesOf(rebuilt));
  });

  it('comes out the same in another time zone, language and folder', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'firebreak-elsewhere-'));
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));
    const language = { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, '../support/rebuild-report.ts'), bag],
      { cwd: elsewhere, env: { ...process.env, ...language, TZ: 'Asia/Tokyo' } },
    );
    expect(JSON.parse(stdout)).toEqual(hashesOf(rebuilt));
  });

  it('is the one that was sealed', async () => {
    expect(await readThose(join(bag, 'data/report'))).toEqual(committed);
  });

  it('has every view, and a table for each list', () => {
    const paths = rebuilt.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['report.pdf', 'report.html', 'report.md', 'report.json']));
    expect(paths.filter((path) => path.endsWith('.csv')).length).toBeGreaterThan(10);
  });
});

describe('reports/sample', () => {
  it('is whole, and signed with the key that reports/README.md names', async () => {
    const named = new Set((await readFile(sampleReadme, 'utf8')).match(fingerprints));
    expect(named.size).toBe(1);
    const [expectedFingerprint = ''] = named;
    const { ok, firstProblem, fingerprint } = await verifyBag(bag, { expectedFingerprint });
    expect({ ok, firstProblem, fingerprint }).toEqual({ ok: true, fingerprint: expectedFingerprint });
  });

  it('says that it is a drill, and names neither the machine nor the user that made it', async () => {
    const { records } = await readBag(bag);
    expect(records[0]?.event).toMatchObject({
      type: 'case.opened',
      mode: 'drill',
      environment: { ...sampleMachine, node: expect.stringMatching(/^v\d+\./) },
    });
    for (const { name, text } of await texts()) {
      expect(text, name).not.toMatch(/(?<![\w.])\/(?:home|root|tmp|var|work|Users|private)\//);
      // A short name stands in other words too.
      if (hostname().length > 6) expect(text, name).not.toContain(hostname());
    }
  });

  it('holds no address that could be somebody’s', async () => {
    for (const { name, text } of await texts()) {
      const addresses = new Set(text.match(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g));
      expect(
        [...addresses].filter((address) => !invented.test(address)),
        name,
      ).toEqual([]);
    }
  });

  it('stays small enough for a repository', async () => {
    const sizes = (await filesOf(sampleFolder)).map(async (path) => (await stat(path)).size);
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeLessThan(6_000_000);
  });
});

// Loopback, and RFC 5737: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24.
const invented = /^(?:127\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/;

/** The hashes of the files that were rebuilt, as they lie in a folder. */
async function readThose(folder: string): Promise<ReturnType<typeof hashesOf>> {
  return hashesOf(
    await Promise.all(rebuilt.map(async ({ path }) => ({ path, bytes: await readFile(join(folder, path)) }))),
  );
}

/** Where a report of thousands of lines begins to differ. */
function firstDifference(now: string, before: string): string {
  const [after, lines] = [now.split('\n'), before.split('\n')];
  const at = after.findIndex((line, i) => line !== lines[i]);
  if (at >= 0) return `line ${at + 1}: ${after[at]} (was: ${lines[at]})`;
  return after.length === lines.length ? 'none' : `${lines.length - after.length} lines less`;
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Everything in the sample that is text, the HTTP record unpacked. */
async function texts(): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const files = (await filesOf(sampleFolder)).filter((path) => !/\.(?:pdf|png)$/.test(path));
  return Promise.all(
    files.map(async (name) => {
      const bytes = await readFile(name);
      return { name, text: String(name.endsWith('.gz') ? gunzipSync(bytes) : bytes) };
    }),
  );
}
