import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packed, packRows, worthPacking } from '../../src/report/packed-rows.ts';
import type { Report } from '../../src/report/model.ts';
import { drawReport } from '../../src/report/views.ts';
import { hostileReport, longReport } from '../support/sample-report-extremes.ts';

describe('packed rows', () => {
  const rows = [
    { id: '1', fee: { known: false, why: '' } },
    { id: '\u{202e}\u0000\n"', n: -1.5 },
  ] as const;

  it('are the same list to whoever reads it', () => {
    const list = packed(rows);
    expect(list).toEqual(rows);
    expect([...list]).toEqual(rows);
    expect(list.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(list.slice(1)).toEqual(rows.slice(1));
    expect(list.at(-1)).toEqual(rows[1]);
    expect([...list.entries()]).toEqual([...rows.entries()]);
    expect(Object.keys(list)).toEqual(['0', '1']);
    expect(JSON.stringify(list)).toBe(JSON.stringify(rows));
    expect(Array.isArray(list)).toBe(true);
    expect([list.length, list[2], 2 in list, 1 in list]).toEqual([2, undefined, false, true]);
  });

  it('give back every string as it was, half a surrogate pair and all', () => {
    const text = fc
      .string({ unit: 'binary' })
      .chain((one) => fc.constantFrom(one, `${one}\ud800`, `\udfff${one}`));
    const row = fc.dictionary(fc.constantFrom('id', 'symbol', 'at'), text);
    fc.assert(
      fc.property(fc.array(row), (list) => {
        expect([...packed(list)]).toEqual(list);
        expect(JSON.stringify(packed(list))).toBe(JSON.stringify(list));
      }),
    );
  });

  it('tell a value from the text that says the same, and from its own number among those that came before', () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(0, 1, '0', '1', [0], '[0]', { a: 0 }, '{"a":0}', null, 'null', true, 'true'),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ a: value, b: value }), { maxLength: 60 }), (list) => {
        expect(JSON.stringify(packed(list))).toBe(JSON.stringify(list));
      }),
    );
  });

  it('give back more values than are kept once, in a column that shares many and in one that shares none', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => ({
      id: `${i}`,
      symbol: `S${i % 150}`,
      fee: { known: false, why: `reason ${i % 90}` },
      n: i % 70,
    }));
    expect(JSON.stringify(packed(many))).toBe(JSON.stringify(many));
  });

  it('share no value that could be changed for all of them', () => {
    const [first, second] = packed([{ fee: { known: false } }, { fee: { known: false } }]);
    const set = (): void => {
      if (first) first.fee.known = true;
    };
    expect(set).toThrow(TypeError);
    expect(second).toEqual({ fee: { known: false } });
  });

  it('keep the names of each row, in their order, and leave out what JSON leaves out', () => {
    const list = [
      { a: 1, b: null },
      { b: 1, a: 2 },
      { a: undefined, b: 1 },
      { a: [1], b: { a: 1 }, c: '' },
      {},
      [1, 2],
      'text',
      JSON.parse('{"__proto__":1}') as object,
    ];
    expect(JSON.stringify(packed(list))).toBe(JSON.stringify(list));
    expect(JSON.stringify(packed(list.toReversed()))).toBe(JSON.stringify(list.toReversed()));
  });

  it('find room for more rows, and longer ones, than were thought of', () => {
    const many = Array.from({ length: 3 * worthPacking }, (_, i) => ({ text: '€'.repeat(i % 500) }));
    expect([...packRows(many)]).toEqual(many);
    const long = [{ text: 'x'.repeat(5_000_000) }, { text: 'y' }];
    expect([...packed(long)]).toEqual(long);
  });

  it('cannot be changed, neither in place nor through a row', () => {
    const list = packed(rows) as unknown as { id: string }[];
    expect(() => list.push({ id: '3' })).toThrow(TypeError);
    expect(() => (list[0] = { id: '3' })).toThrow(TypeError);
    expect(() => list.pop()).toThrow(TypeError);
    const [first] = list;
    if (first) first.id = 'other';
    expect(list).toEqual(rows);
  });

  it('are not made of a short list', () => {
    expect(packRows(rows)).toBe(rows);
    expect(packed([])).toEqual([]);
  });
});

describe('a report with packed rows', () => {
  // Whatever its length: the views must not see how a list is kept.
  const packedIn = (report: Report): Report => ({
    ...report,
    timeline: packed(report.timeline),
    accounts: report.accounts.map(({ strangeFills, ...account }) => ({
      ...account,
      trades: { first: packedLook(account.trades.first), later: packedLook(account.trades.later) },
      deposits: { first: packedLook(account.deposits.first), later: packedLook(account.deposits.later) },
      withdrawals: {
        first: packedLook(account.withdrawals.first),
        later: packedLook(account.withdrawals.later),
      },
      ...(strangeFills?.known
        ? { strangeFills: { known: true, value: packed(strangeFills.value) } as const }
        : strangeFills && { strangeFills }),
    })),
  });
  type Look<Row> = { readonly known: true; readonly value: { readonly rows: readonly Row[] } };
  const packedLook = <Row, One extends Look<Row> | { readonly known: false }>(look: One): One =>
    look.known ? { ...look, value: { ...look.value, rows: packed(look.value.rows) } } : look;

  it.each([
    ['hostile', hostileReport],
    ['of many rows', longReport(6_000)],
  ])('gives the same bytes in every view: %s', { timeout: 60_000 }, async (_, report) => {
    const [plain, again] = [await drawReport(report), await drawReport(packedIn(report))];
    expect(again.map(({ path }) => path)).toEqual(plain.map(({ path }) => path));
    for (const [i, { path, bytes }] of plain.entries())
      expect(Buffer.compare(bytes, again[i]?.bytes ?? Buffer.of()), path).toBe(0);
  });
});
