import { createHash } from 'node:crypto';
import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Exhibit } from '../../../src/domain/exhibit.ts';
import { renderHtml } from '../../../src/report/html/index.ts';
import { renderMarkdown } from '../../../src/report/markdown/index.ts';
import { jpeg, png } from '../../support/pictures.ts';
import { thinPairReport } from '../../support/sample-report.ts';

const exhibit = (n: number, mediaType: string, more: Partial<Exhibit> = {}): Exhibit => ({
  id: `EX-90${n}`,
  kind: 'attachment',
  title: 'Screenshot: login.png',
  path: `exhibits/EX-90${n}-attachment.png`,
  mediaType,
  bytes: 100,
  sha256: createHash('sha256').update(`${n}`).digest('hex'),
  acquiredAt: '2026-11-21T03:20:00.000Z',
  acquiredBy: 'Kim',
  source: { from: 'operator', why: 'shows "><img src=x onerror=alert(1)> the login' },
  attachment: { what: 'screenshot', fileName: 'lo\u202egin\n[x](http://x.invalid)|.png', claims: [] },
  ...more,
});
const reportOf = (...exhibits: readonly Exhibit[]) => ({ ...thinPairReport, exhibits });
const grey = png(300, 2, [8, 0], Array<number[]>(2).fill([0, ...Array<number>(300).fill(128)]));
const imagesIn = (page: string): RegExpExecArray[] => [
  ...page.matchAll(
    /<img\s+src="data:image\/(png|jpeg);base64,([A-Za-z0-9+/=]+)"\s+width="(\d+)"\s+height="(\d+)"/g,
  ),
];

/** Chunks of a PNG, each with its check made anew. */
function chunksOf(bytes: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(crc32(body)).toBe(bytes.readUInt32BE(at + 8 + length));
    found.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += 12 + length;
  }
  return found;
}

describe('attached pictures in report.html', () => {
  const report = reportOf(exhibit(1, 'image/png'), exhibit(2, 'image/jpeg'));
  const pictures = new Map([
    ['EX-901', grey],
    ['EX-902', jpeg],
  ]);

  it('stand in the page as pixels of our own making, with size, words for who cannot see them, name and hash', () => {
    const page = renderHtml(report, pictures);
    const [first, second, ...more] = imagesIn(page);
    expect([first?.slice(3, 5), second?.slice(3, 5), more]).toEqual([['300', '2'], ['8', '8'], []]);
    const chunks = chunksOf(Buffer.from(first?.[2] ?? '', 'base64'));
    expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
    const line = [0, ...Array<number>(900).fill(128)];
    expect([...inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0))]).toEqual([...line, ...line]);
    expect(Buffer.from(second?.[2] ?? '', 'base64').includes('hello')).toBe(false);
    for (const { sha256 } of report.exhibits) expect(page).toContain(sha256);
    expect(page.match(/alt="Picture attached as EX-90\d: shows &quot;&gt;&lt;img/g)).toHaveLength(2);
    expect(page).not.toMatch(/<img src=x|\u202e/);
    expect(renderHtml(report, pictures)).toBe(page);
  });

  it('need one more line of the page’s policy, which is not there without a picture', () => {
    expect(renderHtml(report, pictures)).toContain('img-src data:;');
    expect(renderHtml(thinPairReport, new Map())).not.toContain('img-src');
  });

  it.each([
    ['SVG', exhibit(1, 'image/svg+xml'), Buffer.from('<svg onload="alert(1)"/>')],
    ['a page', exhibit(1, 'text/html'), Buffer.from('<script>alert(1)</script>')],
    ['a GIF', exhibit(1, 'image/gif'), Buffer.from('GIF89a')],
    ['what was taken back', exhibit(1, 'image/png', { takenBack: { at: '', by: 'Kim', why: 'x' } }), grey],
  ])('are never made of %s', (_, one, bytes) => {
    const page = renderHtml(reportOf(one), new Map([['EX-901', bytes]]));
    expect(page).not.toMatch(/<img|onload|alert\(1\)<\/script>/);
  });

  it.each([
    ['lies about its size', png(30_000, 1, [8, 0], [[0, 1]])],
    ['says that it is 400 million pixels large', png(20_000, 20_000, [8, 0], [[0, 1]])],
    ['is cut off', grey.subarray(0, 60)],
    ['is damaged', Buffer.from(grey.toString('latin1').replace('IDAT', 'IDAU'), 'latin1')],
    ['is none', Buffer.from('not a picture')],
  ])('say why one that %s is not shown, and where it lies', (_, bytes) => {
    const page = renderHtml(reportOf(exhibit(1, 'image/png')), new Map([['EX-901', bytes]]));
    expect(imagesIn(page)).toEqual([]);
    expect(page).toMatch(
      /not shown: it(s| )[^.]+\. See\s+<span class="code">exhibits\/EX-901-attachment\.png/,
    );
  });

  it('are limited together: what is too much is named with its reason', () => {
    // Noise does not pack: 1200 × 1200 of it is 4.3 MB, and 5.8 MB as a data: URI.
    const noise = Array.from({ length: 1200 }, (_, y) => [
      0,
      ...Array.from(
        { length: 3600 },
        (_, x) => ((x * 7919 + y * 104_729 + ((x * y) ^ (x << 3))) * 2_654_435_761) >>> 24,
      ),
    ]);
    const large = png(1200, 1200, [8, 2], noise);
    const many = Array.from({ length: 8 }, (_, n) => exhibit(n + 1, 'image/png'));
    const page = renderHtml(reportOf(...many), new Map(many.map(({ id }) => [id, large])));
    const shown = imagesIn(page).length;
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(8);
    expect(page.match(/not shown: more than \d+ bytes of pictures; the PDF has it/g)).toHaveLength(8 - shown);
    expect(page.length).toBeLessThan(26 * 1024 * 1024);
  });
});

describe('attached files in report.md', () => {
  it('are linked where they lie beside the report, with hash, who and why', () => {
    const page = renderMarkdown(reportOf(exhibit(1, 'image/png')));
    const row = page.split('\n').find((line) => line.startsWith('| `EX-901` | [')) ?? '';
    expect(row).toContain('](bag/data/exhibits/EX-901-attachment.png), 100 bytes');
    expect(row).toContain(exhibit(1, '').sha256);
    expect(row).not.toMatch(/\u202e|\]\(http/);
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7);
  });

  it('are no link when the path is none of ours, or the file was taken back', () => {
    const paths = [
      'javascript:alert(1)',
      '../../etc/passwd',
      'exhibits/EX-901-attachment.png) [x](http://x.invalid',
    ];
    for (const path of paths) {
      const page = renderMarkdown(reportOf(exhibit(1, 'image/png', { path })));
      // In code nothing acts.
      expect(page.replace(/`[^`]*`/g, '')).not.toMatch(/\]\(/);
    }
    const back = exhibit(1, 'image/png', {
      takenBack: { at: '2026-11-21T03:30:00.000Z', by: 'Kim', why: 'a key' },
    });
    const page = renderMarkdown(reportOf(back));
    expect(page).toContain('**Taken back** by Kim');
    expect(page).not.toContain('](bag/');
  });

  it('have no chapter when there are none', () => {
    expect(renderMarkdown(thinPairReport)).not.toContain('## Attached files');
  });
});
