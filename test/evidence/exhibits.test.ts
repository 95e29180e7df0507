import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepSalt, openExhibits, sha256Hex } from '../../src/evidence/index.ts';
import type { Acquisition } from '../../src/evidence/exhibits.ts';
import { freshFolder } from './folder.ts';

const item = (changes: Partial<Acquisition> = {}): Acquisition => ({
  id: 'EX-004',
  kind: 'open-orders',
  title: 'Open orders as found',
  content: { rows: [{ id: '1', price: '0.10' }], b: 1, a: 2 },
  mediaType: 'application/json',
  acquiredAt: '2026-11-21T03:04:05.678Z',
  acquiredBy: 'firebreak',
  source: { from: 'firebreak', why: 'test' },
  ...changes,
});

describe('evidence/exhibits', () => {
  it('writes a value as canonical JSON under its id and kind, 0600, with the hash of what lies there', async () => {
    const folder = await freshFolder();
    const exhibit = await (await openExhibits(folder)).acquire(item({ clockOffsetMs: -12 }));
    const bytes = await readFile(join(folder, 'exhibits/EX-004-open-orders.json'));
    expect(bytes.toString()).toBe('{"a":2,"b":1,"rows":[{"id":"1","price":"0.10"}]}\n');
    expect(exhibit).toEqual({
      id: 'EX-004',
      kind: 'open-orders',
      title: 'Open orders as found',
      path: 'exhibits/EX-004-open-orders.json',
      mediaType: 'application/json',
      bytes: bytes.length,
      sha256: sha256Hex(bytes),
      acquiredAt: '2026-11-21T03:04:05.678Z',
      acquiredBy: 'firebreak',
      clockOffsetMs: -12,
      source: { from: 'firebreak', why: 'test' },
    });
    expect((await stat(join(folder, exhibit.path))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'exhibits'))).toEqual(['EX-004-open-orders.json']);
  });

  it('keeps bytes as they are, with an ending after their media type', async () => {
    const exhibits = await openExhibits(await freshFolder());
    const content = Buffer.from([0, 255, 13, 10]);
    const png = await exhibits.acquire(item({ kind: 'attachment', content, mediaType: 'image/png' }));
    expect(png.path).toBe('exhibits/EX-004-attachment.png');
    expect(await exhibits.read(png)).toEqual(content);
    const odd = await exhibits.acquire(item({ id: 'EX-005', content, mediaType: '../../etc/passwd' }));
    expect(odd.path).toBe('exhibits/EX-005-open-orders.bin');
  });

  it('never writes over an exhibit', async () => {
    const exhibits = await openExhibits(await freshFolder());
    const first = await exhibits.acquire(item());
    await expect(exhibits.acquire(item({ content: 'other' }))).rejects.toMatchObject({
      code: 'EXHIBIT_EXISTS',
    });
    expect(sha256Hex(await exhibits.read(first))).toBe(first.sha256);
  });

  it.each(['EX-4', 'EX-004/../x', '../EX-004', 'EX-004\n', ''])('refuses the id %j', async (id) => {
    const exhibits = await openExhibits(await freshFolder());
    await expect(exhibits.acquire(item({ id }))).rejects.toMatchObject({ code: 'BAD_NAME' });
  });

  it('does not hand out an exhibit whose file was altered, and does not read outside the case', async () => {
    const folder = await freshFolder();
    const exhibits = await openExhibits(folder);
    const exhibit = await exhibits.acquire(item());
    await chmod(join(folder, exhibit.path), 0o600);
    await writeFile(join(folder, exhibit.path), '{"rows":[]}\n');
    await expect(exhibits.read(exhibit)).rejects.toMatchObject({ code: 'EXHIBIT_ALTERED' });
    await expect(exhibits.read({ ...exhibit, path: '../../etc/passwd' })).rejects.toMatchObject({
      code: 'BAD_NAME',
    });
  });

  it('moves files aside on resume that were written but never journaled, so that their numbers are free', async () => {
    const folder = await freshFolder();
    const before = await openExhibits(folder);
    const journaled = await before.acquire(item({ id: 'EX-001' }));
    const lost = await before.acquire(item({ id: 'EX-002', content: 'lost' }));
    await writeFile(join(folder, 'exhibits/EX-003-open-orders.json.writing'), 'half');

    const resumed = await openExhibits(folder, { journaled: [journaled] });
    const movedTo = 'exhibits/unjournaled/EX-002-open-orders.json';
    expect(resumed.setAside).toEqual([{ path: lost.path, movedTo, bytes: lost.bytes, sha256: lost.sha256 }]);
    expect(await readFile(join(folder, movedTo), 'utf8')).toBe('"lost"\n');

    await resumed.acquire(item({ id: 'EX-002', content: 'again' }));
    await resumed.acquire(item({ id: 'EX-003' }));
    const twice = await openExhibits(folder, { journaled: [journaled] });
    expect(twice.setAside.map((one) => one.movedTo)).toEqual([
      `${movedTo}.2`,
      'exhibits/unjournaled/EX-003-open-orders.json',
    ]);
    expect(await readFile(join(folder, movedTo), 'utf8')).toBe('"lost"\n');
  });
});

describe('evidence/salt', () => {
  it('keeps the first salt of a case, in a private file', async () => {
    const folder = await freshFolder();
    const first = await keepSalt(folder, Buffer.alloc(16, 1));
    const second = await keepSalt(folder, Buffer.alloc(16, 2));
    expect(Buffer.from(second)).toEqual(Buffer.from(first));
    expect((await stat(join(folder, 'private/redaction-salt'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'private'))).mode & 0o777).toBe(0o700);
  });

  it('refuses fresh bytes that could be guessed, and writes nothing', async () => {
    const folder = await freshFolder();
    await expect(keepSalt(folder, Buffer.alloc(8))).rejects.toMatchObject({ code: 'SALT_TOO_SHORT' });
    expect(await readdir(folder)).toEqual([]);
  });
});
