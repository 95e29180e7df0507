import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compress } from '../../../src/report/pdf/compress.ts';
import { writePdf, type Beside } from '../../../src/report/pdf/index.ts';
import type { Report } from '../../../src/report/model.ts';
import { drawReport, writeReport } from '../../../src/report/views.ts';
import { attachmentsOf } from '../../support/pdf-objects.ts';
import { has } from '../../support/pdf-tools.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { hostileReport, longReport, unknownReport } from '../../support/sample-report-extremes.ts';

// What the PDF attaches is made once, and written beside it meanwhile.

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-once-'));
});
afterEach(() => rm(folder, { recursive: true }));

const nothing = (): void => undefined;

/** The same report, and how often somebody has gone through its timeline. */
function countPasses(report: Report): { readonly report: Report; passes(): number } {
  let passes = 0;
  const timeline = new Proxy(report.timeline, {
    get(list, key, self) {
      if (key === Symbol.iterator) passes += 1;
      return Reflect.get(list, key, self) as unknown;
    },
  });
  return { report: { ...report, timeline }, passes: () => passes };
}

describe('a text that is compressed as it is made', () => {
  it('is given away, compressed and hashed, the same bytes all three times', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      // Longer than a block, and several to a block.
      fc.integer({ min: 0, max: 300_000 }).map((many) => '€'.repeat(many)),
      fc.integer({ min: 0, max: 100_000 }).map((many) => `${many}`.repeat(many % 5_000)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 16 }), async (pieces) => {
        const given: Buffer[] = [];
        const made = await compress(pieces, (bytes) => void given.push(Buffer.from(bytes)));
        const text = Buffer.from(pieces.join(''));
        expect(Buffer.concat(given).equals(text)).toBe(true);
        expect(inflateSync(Buffer.concat(made.chunks)).equals(text)).toBe(true);
        expect(made.size).toBe(text.length);
        expect(made.sha256).toBe(createHash('sha256').update(text).digest('hex'));
        expect(made.md5.toString('hex')).toBe(createHash('md5').update(text).digest('hex'));
      }),
      { numRuns: 40 },
    );
  });

  it('ends with what its maker throws while a block is being compressed', async () => {
    const cut = new Error('the row is broken');
    function* pieces(): Generator<string> {
      for (let row = 0; row < 9_000; row++) yield `${row} ${'x'.repeat(100)}\n`;
      throw cut;
    }
    await expect(compress(pieces(), nothing)).rejects.toBe(cut);
  });

  it('ends with what its sink throws, be it at the first block or at a later one', async () => {
    const rows = Array.from({ length: 9_000 }, (_, row) => `${row} ${'x'.repeat(100)}\n`);
    for (const most of [0, 1, 2]) {
      const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      let taken = 0;
      const sink = (): void => {
        if (++taken > most) throw full;
      };
      await expect(compress(rows, sink)).rejects.toBe(full);
      expect(taken).toBe(most + 1);
    }
  });
});

describe('what the PDF attaches', () => {
  it('is made once for both places: report.json and a table take one pass over their rows less', async () => {
    const drawn = countPasses(thinPairReport);
    await drawReport(drawn.report);
    const written = countPasses(thinPairReport);
    await writeReport(written.report, folder);
    expect(written.passes()).toBe(drawn.passes() - 2);
  });

  it.skipIf(!has('qpdf'))('is what lies beside it, byte for byte (needs qpdf)', async () => {
    await writeReport(hostileReport, folder);
    const attached = attachmentsOf(await readFile(join(folder, 'report.pdf')));
    const beside = new Map([
      ['report.json', 'report.json'],
      ['report.schema.json', 'report.schema.json'],
      ...(await readdir(join(folder, 'tables'))).map(
        (name) => [name === 'README.md' ? 'tables.md' : name, `tables/${name}`] as const,
      ),
    ]);
    expect([...attached.keys()].sort()).toEqual([...beside.keys()].sort());
    for (const [name, { bytes }] of attached)
      expect(bytes.equals(await readFile(join(folder, beside.get(name) ?? ''))), name).toBe(true);
  });

  it.each(['report.json', 'tables/timeline.csv'])(
    'is not attached where %s cannot be written: no PDF is whole, and what lay there stays',
    async (path) => {
      await mkdir(join(folder, 'tables'));
      await writeFile(join(folder, path), 'of another report');
      await expect(writeReport(unknownReport, folder)).rejects.toMatchObject({ code: 'EEXIST' });
      expect(await readFile(join(folder, path), 'utf8')).toBe('of another report');
      expect((await readFile(join(folder, 'report.pdf'))).includes('%%EOF')).toBe(false);
    },
  );

  it('is not attached when the disk is full: the PDF ends with that, and is not whole', async (context) => {
    if (!(await stat('/dev/full').catch(() => undefined))) context.skip();
    // Opened as it is: a device cannot be made anew.
    const full = openSync('/dev/full', 'w');
    const beside: Beside = (path, write) =>
      write(path === 'tables/trades.csv' ? (bytes) => void writeSync(full, bytes) : nothing);
    const pdf: Buffer[] = [];
    try {
      const take = (bytes: Uint8Array): void => void pdf.push(Buffer.from(bytes));
      await expect(writePdf(longReport(3_000), take, { beside })).rejects.toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(full);
    }
    expect(Buffer.concat(pdf).includes('%%EOF')).toBe(false);
  });
});
