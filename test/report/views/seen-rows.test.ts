import { describe, expect, it } from 'vitest';
import type { Trade } from '../../../src/domain/trading.ts';
import type { AccountReport, Report, Seen } from '../../../src/report/model.ts';
import { csvFiles } from '../../../src/report/csv/index.ts';
import { first, fillsOnce, tables } from '../../../src/report/tables/index.ts';
import { thinPairReport } from '../../support/sample-report.ts';

const [account] = thinPairReport.accounts;
if (!account?.trades.first.known) throw new Error('the sample has no fills');
const read = account.trades.first.value;
const [sample] = read.rows;
if (!sample) throw new Error('the sample has no fill');

const fill = (id: string, change: Partial<Trade>): Trade => ({ ...sample, id, symbol: 'AAA', ...change });
const seen = (rows: readonly Trade[], again?: readonly Trade[]): Seen<Trade> => ({
  first: { known: true, value: { ...read, rows } },
  later: again ? { known: true, value: { ...read, rows: again } } : { known: false, why: 'not read again' },
});
const listed = (one: Seen<Trade>): readonly Trade[] => [...fillsOnce(one)];
const withTrades = (...trades: readonly Seen<Trade>[]): Report => ({
  ...thinPairReport,
  accounts: trades.map((one, i): AccountReport => ({ ...account, account: `account-${i}`, trades: one })),
});

describe('the rows of two readings', () => {
  const at = (second: number): string => `2026-11-21T03:12:${String(second).padStart(2, '0')}.000Z`;

  it('stand there once, as last read, in the order of time', () => {
    const rows = listed(
      seen(
        [fill('2', { at: at(20), price: '1' }), fill('1', { at: at(10) })],
        [fill('2', { at: at(20), price: '2' }), fill('3', { at: at(15) })],
      ),
    );
    expect(rows.map(({ id }) => id)).toEqual(['1', '3', '2']);
    expect(rows[2]?.price).toBe('2');
  });

  it('keep the order of the reading where times are equal', () => {
    const rows = ['9', '10', '2'].map((id) => fill(id, { at: at(1) }));
    expect(listed(seen([fill('z', { at: at(2) }), ...rows])).map(({ id }) => id)).toEqual([
      '9',
      '10',
      '2',
      'z',
    ]);
  });

  it('are two fills when two markets gave them one id', () => {
    const twins = [fill('7', { at: at(1), symbol: 'AAA' }), fill('7', { at: at(2), symbol: 'BBB' })];
    expect(listed(seen(twins))).toEqual(twins);
  });

  it('leave what was read as it was read', () => {
    const rows = [fill('2', { at: at(2) }), fill('1', { at: at(1) })];
    fillsOnce(seen(rows));
    expect(rows.map(({ id }) => id)).toEqual(['2', '1']);
  });
});

describe('a table', () => {
  const three = ['1', '2', '3'].map((id) => fill(id, {}));
  const report = withTrades(seen(three), seen(three.slice(0, 2)));

  it('says how many rows it has without making them, and makes the first alone', () => {
    const rows = tables.trades.rows(report);
    expect(rows.length).toBe(5);
    expect([...rows]).toHaveLength(5);
    expect(first(rows, 2)).toEqual([...rows].slice(0, 2));
    expect(first(rows, 0)).toEqual([]);
    expect(first(rows, 9)).toEqual([...rows]);
  });

  it('has the rows of every account, each with its own', () => {
    const file = csvFiles(report).find(({ path }) => path === 'tables/trades.csv');
    const [, ...lines] = file?.text.trimEnd().split('\r\n') ?? [];
    expect(lines.map((line) => line.split(',')[1])).toEqual([
      'account-0',
      'account-0',
      'account-0',
      'account-1',
      'account-1',
    ]);
  });
});
