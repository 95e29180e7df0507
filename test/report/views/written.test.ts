import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocks } from '../../../src/report/blocks.ts';
import { htmlPieces, renderHtml } from '../../../src/report/html/index.ts';
import { pour, writeNew } from '../../../src/report/sink.ts';
import { drawReport, writeReport } from '../../../src/report/views.ts';
import { hostileReport, longReport, unknownReport } from '../../support/sample-report-extremes.ts';
import { thinPairReport } from '../../support/sample-report.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-written-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeReport', () => {
  it.each([
    ['thin pair', thinPairReport],
    ['hostile', hostileReport],
    ['long', longReport(2_000)],
  ])('leaves the bytes of drawReport in files that only the owner can read: %s', async (_, report) => {
    const drawn = await drawReport(report);
    expect(await writeReport(report, folder)).toEqual(drawn.map(({ path }) => path));
    for (const { path, bytes } of drawn) {
      const file = join(folder, path);
      expect(Buffer.compare(await readFile(file), bytes)).toBe(0);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
  });

  it('replaces nothing', async () => {
    const file = join(folder, 'report.html');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'another report');
    await expect(writeReport(unknownReport, folder)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(file, 'utf8')).toBe('another report');
  });
});

describe('writeNew', () => {
  it('ends with what its writer throws, and closes the file', async () => {
    const file = join(folder, 'half');
    const cut = new Error('the row is broken');
    function* pieces(): Generator<string> {
      yield 'one\n'.repeat(40_000);
      throw cut;
    }
    await expect(writeNew(file, (sink) => pour(pieces(), sink))).rejects.toBe(cut);
    expect((await stat(file)).size).toBe(160_000);
  });

  it('tells that the disk is full', async (context) => {
    const full = '/dev/full';
    if (!(await stat(full).catch(() => undefined))) context.skip();
    // Opened as it is: a device cannot be made anew.
    const descriptor = openSync(full, 'w');
    const sink = (bytes: Uint8Array): void => void writeSync(descriptor, bytes);
    try {
      await expect(pour(['a row'], sink)).rejects.toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(descriptor);
    }
  });
});

describe('blocks', () => {
  it('are the bytes of the text, whatever it holds', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 0, max: 70_000 }).map((many) => '€'.repeat(many)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const copies = [...copied(pieces)];
        expect(Buffer.concat(copies).equals(Buffer.from(pieces.join('')))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

function* copied(pieces: readonly string[]): Generator<Buffer> {
  for (const block of blocks(pieces)) yield Buffer.from(block);
}

describe('the HTML in pieces', () => {
  it('is the same page, and holds no table in one piece', () => {
    const report = longReport(6_000);
    const pieces = [...htmlPieces(report)];
    expect(pieces.join('')).toBe(renderHtml(report));
    expect(pieces.length).toBeGreaterThan(5_000);
    // The style sheet and the script are the longest.
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(60_000);
  });
});
