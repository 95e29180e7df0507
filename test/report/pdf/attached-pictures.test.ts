import { describe, expect, it } from 'vitest';
import { readPicture } from '../../../src/report/pdf/picture.ts';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { chunk, jpeg, png } from '../../support/pictures.ts';
import { thinPairReport } from '../../support/sample-report.ts';

const pixels = async (bytes: Buffer): Promise<number[]> => {
  const { inflateSync } = await import('node:zlib');
  return [...inflateSync(readPicture(bytes).bytes)];
};

describe('report/pdf, attached pictures', () => {
  it('undoes every filter of PNG', async () => {
    // Each line says 10, 20, 30 again, by the rules of PNG §9.2: none, left, above, mean, Paeth.
    const lines = [
      [0, 10, 20, 30],
      [1, 10, 10, 10],
      [2, 0, 0, 0],
      [3, 5, 5, 5],
      [4, 0, 0, 0],
    ];
    const grey = await pixels(png(3, 5, [8, 0], lines));
    expect(grey.filter((_, n) => n % 3 === 0)).toEqual(Array(5).fill([10, 20, 30]).flat());
  });

  it.each([
    [
      'transparent parts white',
      png(2, 1, [8, 6], [[0, 200, 100, 0, 255, 200, 100, 0, 0]]),
      [200, 100, 0, 255, 255, 255],
    ],
    [
      'a palette',
      png(2, 1, [1, 3], [[0, 0b01000000]], [chunk('PLTE', Buffer.from([1, 2, 3, 4, 5, 6]))]),
      [1, 2, 3, 4, 5, 6],
    ],
    ['sixteen bits', png(1, 1, [16, 2], [[0, 9, 99, 8, 88, 7, 77]]), [9, 8, 7]],
    ['two bits of grey', png(2, 1, [2, 0], [[0, 0b11010000]]), [255, 255, 255, 85, 85, 85]],
  ])('shows %s', async (_, bytes, expected) => {
    expect(await pixels(bytes)).toEqual(expected);
  });

  const good = png(1, 1, [8, 0], [[0, 1]]);
  const damaged = Buffer.from(good);
  damaged.fill(0xaa, 44, 46);
  it.each([
    ['a bomb that says to be large', png(60_000, 60_000, [8, 2], [[0]]), '60000 × 60000 pixels'],
    [
      'a bomb that says to be small',
      png(1, 1, [8, 0], [Array<number>(1_000_000).fill(0)]),
      'cannot be unpacked',
    ],
    ['less than it says', png(9, 9, [8, 0], [[0, 1]]), 'cannot be unpacked'],
    ['damage', damaged, 'damaged'],
    ['a cut', good.subarray(0, 50), 'cut off|cannot be unpacked'],
    ['an unknown filter', png(1, 1, [8, 0], [[7, 1]]), 'no known filter'],
    ['an impossible form', png(1, 1, [3, 2], [[0, 1]]), 'none that PNG has'],
    ['no pixels', png(0, 1, [8, 0], [[0]]), 'no pixels'],
    ['a JPEG that is cut', jpeg.subarray(0, 60), 'cut off'],
    [
      'a JPEG for print',
      Buffer.from(jpeg.toString('hex').replace('0800080008010', '0800080008040'), 'hex'),
      'colours|cut off|damaged',
    ],
  ])('refuses %s', (_, bytes, why) => {
    expect(() => readPicture(bytes)).toThrow(new RegExp(why));
  });

  it('passes on of a JPEG only what its pixels need', () => {
    const picture = readPicture(jpeg);
    expect(picture).toMatchObject({ width: 8, height: 8, colours: 'DeviceGray', filter: 'DCTDecode' });
    expect(picture.bytes.includes('hello')).toBe(false);
    expect(picture.bytes.subarray(-3).toString('hex')).toBe('3fffd9');
  });

  it('draws them in the PDF, the same bytes each time, and says why one is not there', async () => {
    const exhibit = (id: string, mediaType: string) => ({
      id,
      kind: 'attachment' as const,
      title: `Screenshot: ${id}`,
      path: `exhibits/${id}-attachment.png`,
      mediaType,
      bytes: 100,
      sha256: 'a'.repeat(64),
      acquiredAt: '2026-11-21T10:24:00.000Z',
      acquiredBy: 'Kim',
      source: { from: 'operator' as const, why: 'shows the login' },
      attachment: { what: 'screenshot' as const, fileName: `${id}.png`, claims: [] },
    });
    const report = {
      ...thinPairReport,
      exhibits: [
        exhibit('EX-901', 'image/png'),
        exhibit('EX-902', 'image/jpeg'),
        exhibit('EX-903', 'image/png'),
      ],
    };
    const picture = png(300, 2, [8, 0], Array<number[]>(2).fill([0, ...Array<number>(300).fill(128)]));
    const pictures = new Map([
      ['EX-901', picture],
      ['EX-902', jpeg],
      ['EX-903', damaged],
    ]);
    const pdf = Buffer.from(await renderPdf(report, { pictures }));
    expect(pdf.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(2);
    expect(Buffer.from(await renderPdf(report, { pictures })).equals(pdf)).toBe(true);
    const without = Buffer.from(await renderPdf(report));
    expect(without.includes('/Subtype /Image')).toBe(false);
  });
});
