import { describe, expect, it } from 'vitest';
import { listZip, zipLimits } from '../../../src/acquisition/exports/zip.ts';
import { makeZip, type ZipPart } from '../../support/make-zip.ts';
import { headings, lines, read, readFileOf, rowsOf } from './support.ts';

const row = (id: string): string => `${id},R1,2024-01-02 03:04:05,deposit,,currency,,XXBT,,1,0,1`;
const ledgers = (...ids: readonly string[]): string => lines(headings.krakenLedgers, ...ids.map(row));

describe('an archive as the venues give it', () => {
  it('is read like the file inside, and each of several', async () => {
    const { tables, unread } = await readFileOf(
      'kraken',
      makeZip([
        { name: 'ledgers-1.csv', content: ledgers('L1', 'L2') },
        { name: 'folder/ledgers-2.csv', content: ledgers('L3') },
        { name: 'readme.pdf', content: 'x' },
        { name: '__MACOSX/._ledgers-1.csv', content: 'x' },
      ]),
    );
    const rows = await Promise.all(tables.map(rowsOf));
    expect(rows.map((each) => each.map((one) => (one as { id: string }).id))).toEqual([['L1', 'L2'], ['L3']]);
    expect(tables.map(({ entry }) => entry)).toEqual(['ledgers-1.csv', 'folder/ledgers-2.csv']);
    // Named, so that nobody takes it for read.
    expect(unread).toEqual(['readme.pdf', '__MACOSX/._ledgers-1.csv']);
  });

  it('names rows without an id by the file inside, too: two first lines are two', async () => {
    const withdrawals = lines(headings.binanceWithdrawals, '25-12-21 00:51:45,BTC,BTC,0.02,0,a,t,Completed');
    const { tables } = await readFileOf(
      'binance',
      makeZip([
        { name: 'a.csv', content: withdrawals },
        { name: 'b.csv', content: withdrawals },
      ]),
    );
    const ids = (await Promise.all(tables.map(rowsOf))).flat().map((each) => (each as { id: string }).id);
    expect(new Set(ids).size).toBe(2);
  });

  it('refuses all of it when one file inside is not in order, and says which', async () => {
    const zip = makeZip([
      { name: 'good.csv', content: ledgers('L1') },
      { name: 'bad.csv', content: lines('a,b,c', '1,2,3') },
    ]);
    await expect(readFileOf('kraken', zip)).rejects.toThrow('export.csv, bad.csv: no known export');
  });
});

describe('a hostile archive', () => {
  const csv = ledgers('L1');
  const good: ZipPart = { name: 'a.csv', content: csv };

  it.each<[string, readonly ZipPart[], RegExp]>([
    ['leads out of its folder', [{ ...good, name: '../../a.csv' }], /invalid relative path/],
    ['an absolute path', [{ ...good, name: '/etc/a.csv' }], /absolute path/],
    ['a drive', [{ ...good, name: 'C:/a.csv' }], /absolute path/],
    ['backslashes', [{ ...good, name: '..\\a.csv' }], /invalid characters/],
    ['encrypted', [{ ...good, encrypted: true }], /is encrypted/],
    ['a link', [{ ...good, mode: 0o120777 }], /is a link or a device/],
    ['a device', [{ ...good, mode: 0o020666 }], /is a link or a device/],
    ['one name twice', [good, good], /twice/],
    ['another checksum', [{ ...good, claims: { crc32: 1 } }], /its checksum is another/],
    ['more than it says', [{ ...good, claims: { size: 10 } }], /cannot be unpacked/],
    ['less than it says', [{ ...good, claims: { size: 100_000 } }], /cannot be unpacked/],
    ['a spreadsheet', [{ name: '[Content_Types].xml', content: 'x' }], /is a spreadsheet/],
    ['no table', [{ name: 'a.pdf', content: 'x' }], /holds no .csv/],
    ['an archive inside', [{ name: 'a.zip', content: Buffer.from(makeZip([good])) }], /holds no .csv/],
    [
      'a bomb',
      [{ name: 'a.csv', content: Buffer.concat([Buffer.from(csv), Buffer.alloc(30_000_000, '\n')]) }],
      /unpacks to more than 250 times its size/,
    ],
  ])('%s: refused', async (_, parts, why) => {
    await expect(readFileOf('kraken', makeZip(parts))).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringMatching(why),
    });
  });

  it('a bomb that lies about its size stops where it said it would', async () => {
    const bomb = Buffer.alloc(50_000_000, '\n');
    const [entry] = await listZip(makeZip([{ name: 'a.csv', content: bomb, claims: { size: 100 } }]), {
      shown: 'bomb.zip',
    });
    let seen = 0;
    const reading = (async () => {
      for await (const chunk of entry?.open() ?? []) seen += chunk.length;
    })();
    await expect(reading).rejects.toThrow('cannot be unpacked');
    expect(seen).toBeLessThan(1_000_000);
  });

  it('too many files, or too much in all', async () => {
    const parts = Array.from({ length: 5 }, (_, index) => ({ name: `${index}.csv`, content: csv }));
    const list = (limits: Partial<typeof zipLimits>) =>
      listZip(makeZip(parts), { shown: 'many.zip', limits: { ...zipLimits, ...limits } });
    await expect(list({ entries: 4 })).rejects.toThrow('more than 4 files');
    await expect(list({ bytes: csv.length * 4 })).rejects.toThrow('unpacks to more than');
    await expect(list({})).resolves.toHaveLength(5);
  });

  it('cut anywhere: refused, never half read', async () => {
    const zip = makeZip([good]);
    for (let length = 4; length < zip.length; length += 7) {
      await expect(read('kraken', zip.subarray(0, length))).rejects.toMatchObject({ name: 'BadInput' });
    }
  });
});
