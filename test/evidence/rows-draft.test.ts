import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, openExhibits, parseExhibit, sha256Hex } from '../../src/evidence/index.ts';
import { realDisk } from '../../src/evidence/append-file.ts';
import { parseRows } from '../../src/evidence/rows-document.ts';
import type { Proof } from '../../src/domain/coverage.ts';
import type { Json } from '../../src/domain/json.ts';
import { Secret } from '../../src/domain/secret.ts';
import { freshFolder } from './folder.ts';

const proof: Proof = {
  coverage: { symbols: 'all', holes: [] },
  pages: [{ exchange: 'X-1', request: { limit: '2' }, rows: 2 }],
  stop: 'short-page',
};
const description = {
  id: 'EX-004',
  kind: 'trades',
  title: 'trades of Main',
  acquiredAt: '2026-11-21T03:04:05.678Z',
  acquiredBy: 'firebreak',
  source: { from: 'firebreak', why: 'test' },
} as const;
// Hostile text of a venue: line feeds, brackets, what looks like the end of the rows.
const row = fc.record({
  id: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
  n: fc.integer(),
});
const pagesOfRows = fc.array(fc.array(row, { maxLength: 4 }), { maxLength: 6 });

async function rowsOf(content: Uint8Array, pieceBytes: number): Promise<{ rows: Json[]; rest: unknown }> {
  const rows: Json[] = [];
  const parser = parseRows((each) => rows.push(each));
  const again = Buffer.alloc(pieceBytes);
  for (let from = 0; from < content.length; from += pieceBytes) {
    const piece = again.subarray(0, Math.min(pieceBytes, content.length - from));
    piece.set(content.subarray(from, from + pieceBytes));
    parser.push(piece);
  }
  return { rows, rest: parser.end() };
}

describe('a listing that is written while it is read', () => {
  it('is JSON, one canonical row a line, with the size and hash of what lies on disk', async () => {
    const folder = await freshFolder();
    const exhibits = await openExhibits(folder);
    const draft = exhibits.draftRows();
    await draft.write([{ b: '0.10', a: 1 }]);
    await draft.write([]);
    await draft.write([{ a: '}\n],' }, { a: 3 }]);
    const exhibit = await draft.finish(description, proof);
    const bytes = await readFile(join(folder, 'exhibits/EX-004-trades.json'));
    expect(bytes.toString()).toBe(
      '{"rows":[\n{"a":1,"b":"0.10"},\n{"a":"}\\n],"},\n{"a":3}\n],' +
        '"coverage":{"holes":[],"symbols":"all"},"pages":[{"exchange":"X-1","request":{"limit":"2"},"rows":2}],' +
        '"stop":"short-page"}\n',
    );
    expect(exhibit).toMatchObject({
      bytes: bytes.length,
      sha256: sha256Hex(bytes),
      mediaType: 'application/json',
    });
    expect((await stat(join(folder, exhibit.path))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'exhibits'))).toEqual(['EX-004-trades.json']);
  });

  it('comes back as it was, by anybody’s JSON, whole or by pieces cut anywhere', async () => {
    const folder = await freshFolder();
    const exhibits = await openExhibits(folder);
    let number = 100;
    await fc.assert(
      fc.asyncProperty(pagesOfRows, fc.integer({ min: 1, max: 40 }), async (pages, pieceBytes) => {
        const draft = exhibits.draftRows();
        for (const page of pages) await draft.write(page);
        const exhibit = await draft.finish({ ...description, id: `EX-${(number += 1)}` }, proof);
        const content = await exhibits.read(exhibit);
        const rows = pages.flat();
        expect(JSON.parse(Buffer.from(content).toString())).toEqual({ rows, ...proof });
        expect(parseExhibit(content)).toEqual({ rows, ...proof });
        expect(await rowsOf(content, pieceBytes)).toEqual({ rows, rest: proof });
        const seen: Json[] = [];
        expect(await exhibits.readRows(exhibit, (each) => void seen.push(each))).toEqual(proof);
        expect(seen).toEqual(rows);
        // As listings were written before: in one line.
        const old = Buffer.from(`${canonicalJson({ rows, ...proof })}\n`);
        expect(await rowsOf(old, pieceBytes)).toEqual({ rows, rest: proof });
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when it was altered or cut off, in whatever way', async () => {
    const folder = await freshFolder();
    const exhibits = await openExhibits(folder);
    const draft = exhibits.draftRows();
    await draft.write([{ id: '1' }, { id: '2' }]);
    const exhibit = await draft.finish(description, proof);
    const path = join(folder, exhibit.path);
    const whole = await readFile(path, 'utf8');
    for (const altered of [whole.replace('"2"', '"3"'), whole.slice(0, -2), `${whole}x`, 'no JSON', '']) {
      await writeFile(path, altered);
      await expect(exhibits.readRows(exhibit, () => undefined)).rejects.toMatchObject({
        code: 'EXHIBIT_ALTERED',
      });
    }
    for (let bytes = 0; bytes < whole.length - 2; bytes += 1) {
      await expect(rowsOf(Buffer.from(whole.slice(0, bytes)), 7)).rejects.toThrow(SyntaxError);
    }
  });

  it('holds no row that is not JSON, a secret least of all, and goes on without it', async () => {
    const folder = await freshFolder();
    const exhibits = await openExhibits(folder);
    const draft = exhibits.draftRows();
    await draft.write([{ id: '1' }]);
    const secret = new Secret('hush-hush-hush-hush', 'test:secret');
    await expect(draft.write([{ id: '2' }, { id: '3', keyId: secret }])).rejects.toMatchObject({
      code: 'NOT_JSON',
    });
    await draft.write([{ id: '4' }]);
    const content = await exhibits.read(await draft.finish(description, proof));
    expect(parseExhibit(content)).toMatchObject({ rows: [{ id: '1' }, { id: '4' }] });
  });

  it('never stands over another exhibit, and leaves nothing behind when discarded', async () => {
    const folder = await freshFolder();
    const exhibits = await openExhibits(folder);
    const [first, second, third] = [exhibits.draftRows(), exhibits.draftRows(), exhibits.draftRows()];
    await first.write([{ id: '1' }]);
    await second.write([{ id: '2' }]);
    const exhibit = await first.finish(description, proof);
    await expect(second.finish(description, proof)).rejects.toMatchObject({ code: 'EXHIBIT_EXISTS' });
    await second.discard();
    await third.write([{ id: '3' }]);
    await third.discard();
    await first.discard();
    await expect(third.write([{ id: '4' }])).rejects.toMatchObject({ code: 'DRAFT_ENDED' });
    expect(await readdir(join(folder, 'exhibits'))).toEqual(['EX-004-trades.json']);
    expect(sha256Hex(await exhibits.read(exhibit))).toBe(exhibit.sha256);
  });

  it('ends with the system’s word on a full disk, takes nothing more, and gives the room back', async () => {
    const folder = await freshFolder();
    let left = 60;
    const disk = {
      ...realDisk(),
      write(fd: number, bytes: Uint8Array, from: number): number {
        if (left === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        const taken = realDisk().write(
          fd,
          bytes.subarray(0, from + Math.min(left, bytes.length - from)),
          from,
        );
        left -= taken;
        return taken;
      },
    };
    const exhibits = await openExhibits(folder, { disk });
    const draft = exhibits.draftRows();
    await draft.write([{ id: '1' }]);
    await expect(draft.write([{ id: 'x'.repeat(100) }])).rejects.toMatchObject({ code: 'ENOSPC' });
    left = 1_000_000;
    // Half a row lies on the disk: what followed it would be no listing.
    await expect(draft.write([{ id: '3' }])).rejects.toMatchObject({ code: 'DRAFT_ENDED' });
    await expect(draft.finish(description, proof)).rejects.toMatchObject({ code: 'DRAFT_ENDED' });
    expect(await readdir(join(folder, 'exhibits'))).toEqual(['rows-1.writing']);
    await draft.discard();
    expect(await readdir(join(folder, 'exhibits'))).toEqual([]);
  });

  it('is set aside on the next start when a kill cut it off, and named so that a bag takes it along', async () => {
    const folder = await freshFolder();
    const killed = (await openExhibits(folder)).draftRows();
    await killed.write([{ id: '1' }]);
    const half = await readFile(join(folder, 'exhibits/rows-1.writing'));
    const resumed = await openExhibits(folder, { journaled: [] });
    const movedTo = 'exhibits/unjournaled/rows-1.torn';
    expect(resumed.setAside).toEqual([
      { path: 'exhibits/rows-1.writing', movedTo, bytes: half.length, sha256: sha256Hex(half) },
    ]);
    expect(await readFile(join(folder, movedTo))).toEqual(half);
    const draft = resumed.draftRows();
    await draft.write([{ id: '2' }]);
    expect((await draft.finish(description, proof)).path).toBe('exhibits/EX-004-trades.json');
  });
});
