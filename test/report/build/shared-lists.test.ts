import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../../src/domain/coverage.ts';
import type { Trade } from '../../../src/domain/trading.ts';
import { buildReport, type Report } from '../../../src/report/index.ts';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { has, pagesOf } from '../../support/pdf-tools.ts';
import { trade } from '../../support/rows.ts';
import { thinPairCase } from '../../support/thin-pair-case.ts';

const from = '2026-01-01T00:00:00.000Z';
const to = '2026-11-21T00:50:00.000Z';
const edge = '2026-06-01T00:00:00.000Z';
const lost = { what: 'trades of ETHUSDT', why: 'binance: KEY_UNKNOWN (-2008)', from, to: edge };

interface Part {
  readonly id: string;
  readonly key: string;
  readonly holder: 'responder' | 'suspect';
  readonly rows: readonly Trade[];
  readonly coverage: Pick<Coverage, 'from' | 'to' | 'holes'>;
  readonly continues?: string;
}

/** The thin-pair case, and in it a list of trades that keys read in turn. */
function reportOf(...parts: readonly Part[]): Report {
  const made = thinPairCase();
  const here = { lane: 'account:main', step: 'acquire-histories', attempt: 1 };
  for (const { id, key, holder, rows, continues, ...more } of parts) {
    const coverage = { symbols: ['ETHUSDT'], ...more.coverage };
    made.keep(id, { rows, coverage, pages: [], stop: 'window-end' });
    made.add(3500, {
      type: 'exhibit.acquired',
      ...here,
      exhibit: {
        id,
        kind: 'trades',
        title: 'trades of main trading',
        path: `exhibits/${id}-trades.json`,
        mediaType: 'application/json',
        bytes: 900,
        sha256: 'e'.repeat(64),
        acquiredAt: to,
        acquiredBy: 'firebreak',
        source: {
          from: 'venue',
          venue: 'binance',
          account: 'main',
          capability: 'listTrades',
          acquiredWith: key,
          exchanges: [],
        },
      },
    });
    made.add(3500, {
      type: 'observation.made',
      ...here,
      account: 'main',
      holder,
      what: 'trades',
      when: 'later',
      exhibit: id,
      rows: rows.length,
      coverage,
      ...(continues === undefined ? {} : { continues }),
    });
  }
  return buildReport({ records: made.records, readExhibit: made.read });
}

const before: Part = {
  id: 'EX-801',
  key: 'Resp…0A7q (64)',
  holder: 'responder',
  rows: ['2026-11-20T10:00:00.000Z', '2026-09-01T00:00:00.000Z'].map((at) =>
    trade({ at, symbol: 'ETHUSDT' }),
  ),
  coverage: { from: edge, to, holes: [lost] },
};
const after: Part = {
  id: 'EX-802',
  key: 'Susp…11Zz (64)',
  holder: 'suspect',
  rows: [trade({ at: '2026-02-01T00:00:00.000Z', symbol: 'ETHUSDT' })],
  coverage: { from, to: edge, holes: [] },
  continues: 'EX-801',
};

describe('a list that several keys read', () => {
  it('stands in the report with the rows of each key, from when to when, and what it could not read', () => {
    expect(reportOf(before, after).sharedLists).toMatchObject([
      {
        account: 'main',
        kind: 'trades',
        parts: [
          {
            exhibit: 'EX-801',
            key: before.key,
            rows: 2,
            first: '2026-09-01T00:00:00.000Z',
            last: '2026-11-20T10:00:00.000Z',
            proven: { from: edge, to },
            missing: [`${lost.what}: ${lost.why}`],
          },
          { exhibit: 'EX-802', continues: 'EX-801', key: after.key, rows: 1, missing: [] },
        ],
      },
    ]);
  });

  it('is one look, with the rows of both and without the hole that the second key closed', () => {
    const { accounts } = reportOf(before, after);
    const later = accounts[0]?.trades.later;
    expect(later?.known === true && later.value).toMatchObject({
      exhibit: 'EX-801 and EX-802',
      coverage: { from, to, holes: [] },
    });
    expect(later?.known === true && later.value.rows.length).toBe(3);
  });

  it('is none where the same key read it to the end, or where nobody went on', () => {
    expect(reportOf(before, { ...after, key: before.key }).sharedLists).toBeUndefined();
    expect(reportOf(before).sharedLists).toBeUndefined();
    expect(reportOf().sharedLists).toBeUndefined();
  });

  it.skipIf(!has('pdftotext'))('is drawn beside the exhibits, by whose key each came', async () => {
    const text = pagesOf(await renderPdf(reportOf(before, after)))
      .join('\n')
      .replace(/\s+/g, ' ');
    expect(text).toContain('Lists that several keys read');
    expect(text).toContain('continues EX-801');
    const without = pagesOf(await renderPdf(reportOf())).join('\n');
    expect(without).not.toContain('Lists that several keys read');
  });
});
