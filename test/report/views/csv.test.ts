import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { cellOf } from '../../../src/report/csv/cell.ts';
import { csvFiles } from '../../../src/report/csv/index.ts';
import { tables, type ReportTable } from '../../../src/report/tables/index.ts';
import {
  emptyReport,
  hostileReport,
  longReport,
  unknownReport,
} from '../../support/sample-report-extremes.ts';
import { thinPairReport } from '../../support/sample-report.ts';

const all = Object.values<ReportTable>(tables);
const fileOf = (report: Parameters<typeof csvFiles>[0], path: string): string =>
  csvFiles(report).find((file) => file.path === path)?.text ?? '';
const read = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' });

describe('a field', () => {
  it.each(['=1+1', '+1', '-1+cmd', '@SUM(A1)', ' =1', '-0.5 BTC'])('%s is text to a spreadsheet', (value) => {
    expect(cellOf(value, 'text')).toBe(`'${value}`);
  });

  it('spells out the full-width twins of what begins a formula', () => {
    expect(cellOf('＝1＋A1', 'text')).toBe('\\u{ff1d}1\\u{ff0b}A1');
  });

  it('keeps a formula from beginning where the semicolon ends a field', () => {
    expect(cellOf('a;=1+1;  -2;"=3', 'text')).toBe(`"a;'=1+1;  '-2;""'=3"`);
  });

  it('leaves a negative amount as it is, and no formula in an amount’s place', () => {
    expect(cellOf('-12.50', 'amount')).toBe('-12.50');
    expect(cellOf('-12.50+A1', 'amount')).toBe("'-12.50+A1");
    expect(cellOf('-12.50', 'text')).toBe("'-12.50");
  });

  it('is quoted as RFC 4180 says, and never breaks a line', () => {
    expect(read(`${cellOf('a "b", c', 'text')}\r\n`)).toEqual([['a "b", c']]);
    expect(cellOf('a\r\n=b\tc\u202e', 'text')).toBe('a\\u{d}\\u{a}=b\\u{9}c\\u{202e}');
  });
});

describe('the tables', () => {
  it.each(all)('$id: has documented columns with names of their own', ({ columns }) => {
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
    for (const { name, about } of columns) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(about.length).toBeGreaterThan(4);
    }
  });

  it.each(all)('$id: every row of a hostile report has as many fields as the header', (table) => {
    const [head, ...rows] = read(fileOf(hostileReport, `tables/${table.id}.csv`));
    expect(head).toEqual(table.columns.map(({ name }) => name));
    expect(rows).toHaveLength(table.rows(hostileReport).length);
    for (const row of rows) {
      row.forEach((field, i) => {
        const { kind } = table.columns[i] ?? { kind: 'text' };
        expect(field).not.toMatch(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e]/);
        if (/^-?\d+(\.\d+)?$/.test(field) && kind !== 'text' && kind !== 'code') return;
        expect(field).not.toMatch(/^[=+\-@]/);
      });
    }
  });

  it('hold every fill with its amounts as the venue wrote them', () => {
    const rows = read(fileOf(longReport(6_000), 'tables/trades.csv'));
    expect(rows).toHaveLength(6_001);
    const [account] = thinPairReport.accounts;
    const seen = account?.trades.first.known ? account.trades.first.value.rows[0] : undefined;
    const own = read(fileOf(thinPairReport, 'tables/trades.csv')).find((row) => row.includes(seen?.id ?? ''));
    expect(own).toEqual(expect.arrayContaining([seen?.price, seen?.amount, seen?.quoteAmount, seen?.fee]));
  });

  it('say on their page what an empty one means', () => {
    const page = fileOf(unknownReport, 'tables/README.md');
    expect(page).toMatch(/## withdrawals\.csv[\s\S]*?unknown: the venue did not answer/);
    expect(fileOf(emptyReport, 'tables/README.md')).toMatch(/## trades\.csv[\s\S]*?no account was read/);
    for (const { id, columns } of all) {
      expect(page).toContain(`## ${id}.csv`);
      for (const { name } of columns) expect(page).toContain(`| \`${name}\` |`);
    }
  });
});
