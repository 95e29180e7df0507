import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvFiles } from '../../../src/report/csv/index.ts';
import type { Report } from '../../../src/report/model.ts';
import { tables, type ReportTable } from '../../../src/report/tables/index.ts';
import { hostileCorpus } from '../../support/hostile-corpus.ts';
import { has } from '../../support/pdf-tools.ts';
import { reportOfSchema } from '../../support/report-of-schema.ts';
import { longReport } from '../../support/sample-report-extremes.ts';
import { thinPairReport } from '../../support/sample-report.ts';

// What a bookkeeping program or an insurer's clerk does with the tables: reads them without the report.
const rowsIn = (report: Report, id: string): Record<string, string>[] =>
  parse(csvFiles(report).find(({ path }) => path === `tables/${id}.csv`)?.text ?? '', { columns: true });

let turn = 0;
const hostile = reportOfSchema(() => hostileCorpus[turn++ % hostileCorpus.length]?.text);
const cases: readonly (readonly [string, Report])[] = [
  ['a drill', thinPairReport],
  ['every member', reportOfSchema(() => undefined)],
  ['hostile strings', hostile],
];

describe('trades.csv', () => {
  it('has side, base, quote, amount, price, fee and its asset in columns of their own', () => {
    const rows = rowsIn(thinPairReport, 'trades');
    expect(rows.find(({ symbol }) => symbol === 'BTCUSDT')).toMatchObject({
      venue: 'binance',
      symbol: 'BTCUSDT',
      base_asset: 'BTC',
      quote_asset: 'USDT',
    });
    for (const row of rowsIn(longReport(50), 'trades')) {
      expect(row['time_utc']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      expect(row['side']).toMatch(/^(buy|sell)$/);
      for (const name of ['price', 'amount', 'quote_amount', 'fee'])
        expect(row[name]).toMatch(/^-?\d+(\.\d+)?$/);
      expect(row['fee_asset']).toMatch(/^[A-Z0-9]+$/);
    }
  });

  it('names every fill once: venue, account, symbol and fill_id', () => {
    const rows = rowsIn(longReport(500), 'trades');
    const ids = rows.map((row) =>
      JSON.stringify(['venue', 'account', 'symbol', 'fill_id'].map((name) => row[name])),
    );
    expect(new Set(ids).size).toBe(500);
  });

  it('says that it does not know the assets of a market, and why', () => {
    const [account] = thinPairReport.accounts;
    const look = account?.trades.first;
    if (!account || !look?.known) throw new Error('the sample has no fills');
    const rows = look.value.rows.map((row) => ({ ...row, symbol: 'ODDPAIR' }));
    const trades = { ...account.trades, first: { ...look, value: { ...look.value, rows } } };
    const [first] = rowsIn({ ...thinPairReport, accounts: [{ ...account, trades }] }, 'trades');
    expect(first?.['base_asset']).toMatch(/^unknown: .*ODDPAIR/);
    expect(first?.['quote_asset']).toMatch(/^unknown: .*ODDPAIR/);
  });
});

describe('every table', () => {
  const all = Object.values<ReportTable>(tables);

  it.each(all)(
    '$id: says of each time whose clock it is, of each amount its unit or asset',
    ({ columns }) => {
      for (const { kind, about } of columns) if (kind === 'time') expect(about).toMatch(/clock/);
      const names = columns.map(({ name }) => name);
      const amounts = columns.filter(({ kind }) => kind === 'amount');
      if (amounts.length > 0) expect(names.some((name) => /asset|symbol/.test(name))).toBe(true);
      if (names.includes('account') && amounts.length > 0) expect(names).toContain('venue');
    },
  );

  it('has the loss by market that the fills add up to, and no total among its rows', () => {
    const symbols = rowsIn(thinPairReport, 'loss-positions').map(({ symbol }) => symbol);
    expect(symbols).not.toHaveLength(0);
    expect(new Set(symbols).size).toBe(symbols.length);
    const [account] = thinPairReport.accounts;
    if (!account?.unrecognised.known) throw new Error('the sample has no loss');
    expect(symbols).toEqual(account.unrecognised.value.bySymbol.map(({ symbol }) => symbol));
  });

  it.skipIf(!has('python3')).each(cases)(
    'reads the same in Python’s csv module as in ours: %s (needs python3)',
    (_, report) => {
      const files = csvFiles(report).filter(({ path }) => path.endsWith('.csv'));
      expect(asPythonReads(files.map(({ text }) => text))).toEqual(files.map(({ text }) => parse(text)));
    },
  );
});

/** The rows of each file as `csv.reader` gives them with no option set but that it must complain. */
function asPythonReads(texts: readonly string[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-csv-'));
  try {
    const files = texts.map((text, i) => {
      const file = join(folder, `${i}.csv`);
      writeFileSync(file, text);
      return file;
    });
    const program =
      "import csv, json, sys\nprint(json.dumps([list(csv.reader(open(name, newline='', encoding='utf-8'), strict=True)) for name in sys.argv[1:]]))";
    const { stdout, stderr, status } = spawnSync('python3', ['-c', program, ...files], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
