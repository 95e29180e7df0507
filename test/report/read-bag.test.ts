import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Exhibit } from '../../src/domain/exhibit.ts';
import { BadInput } from '../../src/domain/failure.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import {
  createSigningKey,
  openExhibits,
  openJournal,
  readJournal,
  sealBag,
} from '../../src/evidence/index.ts';
import { buildReport, readBag, readRecord, reportJson } from '../../src/report/index.ts';
import { at, note } from '../evidence/journal-events.ts';
import { sealingOf, signer } from '../evidence/sealing.ts';
import { smallBag, smallCase } from '../evidence/small-case.ts';

const exhibit = 'data/exhibits/EX-001-open-orders.json';
const journal = 'data/journal/journal.jsonl';

describe('readBag', () => {
  it('gives the records, the exhibits and the key that signed', async () => {
    const { records, readExhibit, signatureKey } = await readBag(await smallBag());
    expect(records.map(({ event }) => event.type)).toEqual([
      'case.opened',
      'exchange.captured',
      'exchange.captured',
      'exhibit.acquired',
      'exhibit.acquired',
      'note.added',
    ]);
    expect(readExhibit('EX-002')).toEqual({ rows: [], id: 'EX-002' });
    expect(readExhibit('EX-003')).toBeUndefined();
    expect(signatureKey).toBe(signer.fingerprint);
  });

  it('gives the report that the case folder gives, also when the case went on after its close', async () => {
    const folder = await smallCase();
    await append(folder, note('the last word'), closed, note('sealed, and spoken of afterwards'));
    const { folder: bag } = await sealBag(await sealingOf(folder));

    const ofBag = buildReport(await readBag(bag));
    const ofFolder = buildReport(await readCase(folder));
    expect(reportJson(ofBag)).toBe(reportJson(ofFolder));
    expect(ofBag.notes.map(({ text }) => text)).toEqual(['all quiet', 'the last word']);
    expect(ofBag.identification.status).toBe('final');
  });

  it('gives nothing for an exhibit that is called JSON and is none, and still gives the others', async () => {
    const folder = await smallCase();
    await acquire(folder, { id: 'EX-003', kind: 'trades', content: Buffer.from('<html>maintenance</html>') });
    await acquire(folder, { id: 'EX-004', kind: 'trades', content: Buffer.from([0x22, 0xff, 0x22]) });
    const { folder: bag } = await sealBag(await sealingOf(folder));
    const { readExhibit } = await readBag(bag);
    expect([readExhibit('EX-003'), readExhibit('EX-004')]).toEqual([undefined, undefined]);
    expect(readExhibit('EX-001')).toEqual({ rows: [], id: 'EX-001' });
  });

  it('leaves the bag as it was', async () => {
    const bag = await smallBag();
    const before = await fingerprintOf(bag);
    await readBag(bag);
    expect(await fingerprintOf(bag)).toEqual(before);
  });

  it.each<[string, (bag: string) => Promise<unknown>, string]>([
    ['an altered exhibit', (bag) => writeFile(join(bag, exhibit), '{"rows":[]}\n'), `altered: ${exhibit}`],
    ['a missing exhibit', (bag) => rm(join(bag, exhibit)), `missing: ${exhibit}`],
    ['a longer journal', (bag) => appendFile(join(bag, journal), '\n'), `altered: ${journal}`],
    ['a missing journal', (bag) => rm(join(bag, journal)), 'empty folder: data/journal'],
    ['a file that was added', (bag) => writeFile(join(bag, 'data/more'), ''), 'extra: data/more'],
    [
      'a link out of the bag',
      (bag) => linkTo('/etc/hostname', join(bag, exhibit)),
      `symbolic link: ${exhibit}`,
    ],
    [
      'no signature',
      (bag) => rm(join(bag, 'seal/tagmanifest-sha256.txt.sig')),
      'tagmanifest-sha256.txt.sig: not an SSH signature',
    ],
    ['no declaration', (bag) => rm(join(bag, 'bagit.txt')), 'bagit.txt: missing: bagit.txt'],
  ])('refuses a bag with %s, and names it', async (_what, harm, problem) => {
    const bag = await smallBag();
    await harm(bag);
    await expect(readBag(bag)).rejects.toMatchObject({
      code: 'BAG_DAMAGED',
      message: expect.stringContaining(problem),
    });
  });

  it.each<[string, (folder: string) => Promise<unknown>, string]>([
    [
      'an exhibit was altered',
      (folder) => writeFile(join(folder, 'exhibits/EX-001-open-orders.json'), '{}'),
      'exhibits: altered: EX-001',
    ],
    [
      'a journal record was altered',
      (folder) => edit(join(folder, 'journal/journal.jsonl'), 'all quiet', 'all loud'),
      'journal chain: broken at record 6',
    ],
    [
      'a journal record was taken out',
      (folder) => edit(join(folder, 'journal/journal.jsonl'), /^.*EX-001.*\n/m, ''),
      'journal chain: broken at record 4',
    ],
  ])(
    'refuses a case that was sealed after %s, although seal and signature hold',
    async (_what, harm, problem) => {
      const folder = await smallCase();
      await harm(folder);
      const { folder: bag } = await sealBag(await sealingOf(folder, { signer: createSigningKey().signer }));
      await expect(readBag(bag)).rejects.toMatchObject({
        code: 'BAG_DAMAGED',
        message: expect.stringContaining(problem),
      });
    },
  );

  it('refuses what is no bag: nothing, a file, an empty folder', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'bag.zip'), '');
    await expect(readBag(join(folder, 'nothing'))).rejects.toBeInstanceOf(BadInput);
    await expect(readBag(join(folder, 'bag.zip'))).rejects.toBeInstanceOf(BadInput);
    await rm(join(folder, 'bag.zip'));
    await expect(readBag(folder)).rejects.toMatchObject({ code: 'BAG_DAMAGED' });
  });
});

describe('readRecord', () => {
  it('gives the same report.json for a run that just ended as for its journal on disk', async () => {
    const record = await readBag(await smallBag());
    const asWritten = record.records.map((one) => ({ ...one, event: backwards(one.event) }));
    expect(JSON.stringify(asWritten)).not.toBe(JSON.stringify(record.records));
    const live = await readRecord({ records: asWritten, read: () => Promise.resolve(Buffer.from('{}')) });
    const kept = await readRecord({
      records: record.records,
      read: () => Promise.resolve(Buffer.from('{}')),
    });
    expect(reportJson(buildReport(live))).toBe(reportJson(buildReport(kept)));
  });

  it('ends when an exhibit cannot be read, instead of reporting a gap that is none', async () => {
    const { records } = await readBag(await smallBag());
    const broken = new Error('EIO: i/o error, read');
    await expect(readRecord({ records, read: () => Promise.reject(broken) })).rejects.toBe(broken);
  });

  it('reads only what is JSON: a screenshot stays on the disk', async () => {
    const folder = await smallCase();
    await acquire(folder, {
      id: 'EX-003',
      kind: 'attachment',
      content: Buffer.from('{}'),
      mediaType: 'image/png',
    });
    const record = await readCase(folder);
    expect(record.readExhibit('EX-003')).toBeUndefined();
  });
});

const closed: JournaledEvent = { type: 'case.closed', verdict: 'contained', because: 'test' };

/** The same value, its keys in reverse order all the way down. */
function backwards<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const turned = Object.entries(value).map(([key, inner]) => [key, backwards<unknown>(inner)] as const);
  return Object.fromEntries(turned.reverse()) as T;
}

/** The same from an unsealed case folder, as an export reads it. */
async function readCase(folder: string) {
  const reading = readJournal(await readFile(join(folder, 'journal/journal.jsonl')));
  const exhibits = await openExhibits(folder);
  if (!reading.ok) throw new Error(reading.why);
  return readRecord({
    records: reading.records,
    read: (one) => exhibits.read(one),
    signatureKey: signer.fingerprint,
  });
}

async function append(folder: string, ...events: readonly JournaledEvent[]): Promise<void> {
  const { journal } = await openJournal(join(folder, 'journal/journal.jsonl'));
  for (const event of events) await journal.append(at, event);
  await journal.close();
}

async function acquire(
  folder: string,
  item: Pick<Exhibit, 'id' | 'kind'> & { readonly content: Uint8Array; readonly mediaType?: string },
): Promise<void> {
  const exhibit = await (
    await openExhibits(folder)
  ).acquire({
    title: 'from the test',
    mediaType: 'application/json',
    acquiredAt: at,
    acquiredBy: 'test',
    source: { from: 'firebreak', why: 'test' },
    ...item,
  });
  await append(folder, { type: 'exhibit.acquired', lane: 'case', step: 'read', attempt: 1, exhibit });
}

async function linkTo(target: string, path: string): Promise<void> {
  await rm(path);
  await symlink(target, path);
}

async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(path, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(path, after);
}

/** Every name under the folder, with its content and the time of its last change. */
async function fingerprintOf(folder: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const content = entry.isFile() ? await readFile(path) : '';
    const hash = createHash('sha256').update(content).digest('hex');
    lines.push(`${path} ${(await stat(path)).mtimeMs} ${hash}`);
  }
  return lines.sort();
}

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-report-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
