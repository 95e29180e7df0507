import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadFile } from '../../../src/domain/file-problem.ts';
import { bytesOf, headings, lines, read, readFileOf } from './support.ts';

const trade = (change: Readonly<Record<string, string>> = {}): string =>
  Object.values({
    txid: 'T1',
    ordertxid: 'O1',
    pair: 'XBT/EUR',
    time: '2024-01-02 03:04:05',
    type: 'buy',
    ordertype: 'limit',
    price: '1',
    cost: '2',
    fee: '0',
    vol: '2',
    margin: '0',
    misc: '',
    ledgers: '"L1,L2"',
    ...change,
  }).join(',');

const kraken = (...rows: readonly string[]): string => lines(headings.krakenTrades, ...rows);

async function refused(text: string | Uint8Array): Promise<BadFile> {
  const error = await read('kraken', text).catch((thrown: unknown) => thrown);
  if (error instanceof BadFile) return error;
  throw new Error(`not refused with a place: ${String(error)}`);
}

describe('a cell that cannot be read', () => {
  it.each([
    ['price', '=1+1', 'a formula'],
    ['price', '@SUM(1)', 'a formula'],
    ['price', '"1,234"', 'does not guess'],
    ['price', '"1,5"', 'decimal comma'],
    ['price', '1e999', 'exponent'],
    ['price', '€5', 'not a decimal number'],
    ['price', 'NaN', 'not a decimal number'],
    ['price', '0x10', 'not a decimal number'],
    ['price', '١٢', 'not a decimal number'],
    ['price', '9'.repeat(100), 'longer than'],
    ['price', '', 'it is empty'],
    ['time', '02/01/2024 03:04', 'cannot be told apart'],
    ['time', '2024-02-30 03:04:05', 'no such moment'],
    ['time', '24-02-03 03:04:05', 'two digits'],
    ['time', '1999-02-03 03:04:05', 'between 2009 and 2100'],
    ['type', 'borrow', 'expected buy or sell'],
    ['pair', '', 'it is empty'],
  ])('%s %s: refused, with line, column and excerpt', async (column, cell, why) => {
    const { problems } = await refused(kraken(trade(), trade({ [column]: cell })));
    expect(problems).toEqual([
      expect.objectContaining({ file: 'export.csv', line: 3, message: expect.stringContaining(why) }),
    ]);
    expect(problems[0]?.message).toContain(`column "${column}"`);
    const row = trade({ [column]: cell });
    const place =
      row
        .split(',')
        .slice(0, Object.keys(columnsBefore(column)).length)
        .join(',').length + 2;
    expect(problems[0]?.column).toBe(place);
  });

  const columnsBefore = (column: string) => {
    const names = 'txid,ordertxid,pair,time,type,ordertype,price'.split(',');
    return Object.fromEntries(names.slice(0, names.indexOf(column)).map((name) => [name, true]));
  };

  it('after a quoted cell with line breaks: the line on which the cell itself begins', async () => {
    const { problems } = await refused(kraken(trade({ ordertxid: '"O\n1,2"', price: 'x' })));
    expect(problems).toEqual([expect.objectContaining({ line: 3, column: 44 })]);
    expect(problems[0]?.excerpt.split('\n')[0]).toContain('limit,x,2');
  });

  it('many of them: the first ten are told at once', async () => {
    const { problems } = await refused(kraken(...Array.from({ length: 30 }, () => trade({ vol: '?' }))));
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('a line of another length, too short or too long', async () => {
    const short = await refused(kraken(trade(), 'T2,O2,XBT/EUR'));
    expect(short.problems[0]).toMatchObject({ line: 3, message: 'the line has 3 cells, the heading has 13' });
    const long = await refused(kraken(`${trade()},surprise`));
    expect(long.problems[0]?.message).toBe('the line has 14 cells, the heading has 13');
    expect((await read('kraken', kraken(`${trade()},,`))).rows).toHaveLength(1);
  });
});

describe('a text that is no table', () => {
  it.each([
    ['a quote that never closes', `${headings.krakenTrades}\n"T1,O1\nT2`, 'never closes'],
    ['a stray quote', `${headings.krakenTrades}\nT1,O"1"\n`, 'inside a cell'],
    ['more after a closing quote', `${headings.krakenTrades}\n"T1"x,O1\n`, 'goes on after'],
  ])('%s', async (_, text, why) => {
    expect((await refused(text)).message).toContain(why);
  });

  it('bytes that are no UTF-8: the line is told', async () => {
    const text = kraken(trade(), trade({ misc: '\u00ff' }));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    expect((await refused(bytes)).problems[0]).toMatchObject({ line: 3, message: 'it is not UTF-8 text' });
  });

  it.each([
    ['empty', [], 'is empty'],
    ['gzip', [0x1f, 0x8b, 8, 0], 'gzip'],
    ['PDF', [0x25, 0x50, 0x44, 0x46], 'PDF'],
    ['UTF-16', [0xff, 0xfe, 0x41, 0], 'UTF-16'],
    ['a truncated ZIP', [0x50, 0x4b, 3, 4, 0], 'cannot be read as a ZIP'],
  ])('%s', async (_, bytes, why) => {
    await expect(readFileOf('kraken', Uint8Array.from(bytes))).rejects.toThrow(why);
  });
});

describe('an unknown heading', () => {
  it('is told as found, beside the nearest format, what it lacks, and what is known', async () => {
    const heading = headings.krakenTrades.replace('"price"', '"prize"');
    await expect(read('kraken', lines(heading, trade()))).rejects.toMatchObject({
      message: expect.stringMatching(
        /"prize".*nearest is kraken-trades, which has "price", too \(found: "prize"\)/,
      ),
      hint: expect.stringContaining('known here: binance-deposits'),
    });
  });

  it('with a column twice, nobody knows which is meant', async () => {
    const heading = headings.krakenTrades.replace('"cost"', '"price"');
    await expect(read('kraken', lines(heading, trade()))).rejects.toThrow('"price" stands there twice');
  });

  it('of another venue than the account is at', async () => {
    await expect(read('binance', kraken(trade()))).rejects.toThrow(
      'is kraken-trades, an export of kraken; the account is at binance',
    );
  });

  it('never shows what a terminal would act on', async () => {
    const error: unknown = await read('kraken', '\u001b[2Jevil\u202e,b,c\n1,2,3\n').catch((e: unknown) => e);
    expect((error as Error).message).not.toMatch(/[\u001b\u202e]/);
  });

  it('of a venue without known exports', async () => {
    await expect(read('bitvavo', 'a,b\n')).rejects.toThrow('no export of bitvavo is known');
  });
});

describe('what venues and spreadsheets do to a file', () => {
  const expected = { id: 'T1', price: '1', misc: undefined };

  it.each([
    ['a byte order mark', `\ufeff${kraken(trade())}`],
    ['Windows line ends', kraken(trade()).replaceAll('\n', '\r\n')],
    ['old Mac line ends', kraken(trade()).replaceAll('\n', '\r')],
    ['no line end at the end', kraken(trade()).trimEnd()],
    ['empty lines', kraken('', trade(), '', '')],
    ['spaces around names and cells', kraken(trade({ price: ' 1 ' })).replace('"pair"', '" pair "')],
    ['semicolons', kraken(trade({ ledgers: 'L1' })).replaceAll(',', ';')],
  ])('%s', async (_, text) => {
    const { rows } = await read('kraken', text);
    expect(rows).toEqual([expect.objectContaining({ id: expected.id, price: expected.price })]);
  });

  it('keeps hostile text as it stands: as data, never as a formula or an escape', async () => {
    const evil = `=HYPERLINK(""http://x"")\u001b[31m\u202e`;
    const { rows } = await read('kraken', kraken(trade({ txid: `"${evil}"` })));
    expect(rows).toEqual([expect.objectContaining({ id: evil.replaceAll('""', '"') })]);
  });

  it('amounts with separators or an exponent become decimal strings', async () => {
    const { rows } = await read(
      'kraken',
      kraken(trade({ price: '"1,234,567.50"', cost: '1.5E+3', fee: '0E-8', vol: '+.5' })),
    );
    expect(rows).toEqual([
      expect.objectContaining({ price: '1234567.50', quoteAmount: '1500', fee: '0', amount: '0.5' }),
    ]);
  });
});

describe('any table', () => {
  const cell = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !/[\ud800-\udfff]/.test(text));
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it('gives back each cell as it was written, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (ids, end) => {
          const marked = ids.map((id, index) => `${index}${id}.`);
          const text = [headings.krakenTrades, ...marked.map((id) => trade({ txid: quoted(id) }))].join(end);
          const { rows } = await read('kraken', text);
          expect(rows.map((row) => (row as { id: string }).id)).toEqual(marked);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of any bytes: read or refused, never a crash of another kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (noise) => {
        const bytes = new Uint8Array([...bytesOf(kraken(trade())), ...noise]);
        const error = await read('kraken', bytes).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error !== undefined) expect((error as Error).name).toBe('BadFile');
      }),
      { numRuns: 100 },
    );
  });
});
