import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { unknown } from '../../../src/domain/known.ts';
import type { Trade } from '../../../src/domain/trading.ts';
import { buildReport, type Report } from '../../../src/report/index.ts';
import { attack, thinPairCase } from '../../support/thin-pair-case.ts';

const file = "told by the venue's export (binance-trades), not read from the venue";
const span = { from: '2026-01-01T00:00:00.000Z', to: '2026-11-21T00:50:00.000Z' };

/** The thin-pair case, and in it the rows of files: no id of the venue, whole seconds, no client order id. */
function reportWith(...files: readonly (readonly Trade[])[]): Report {
  const made = thinPairCase();
  files.forEach((rows, index) => {
    const [id, attempt] = [`EX-9${index}1`, index + 1];
    const told = rows.map((row, line) => ({
      ...row,
      id: `file-${index}:${line + 2}`,
      orderId: 'not told',
      clientOrderId: unknown('not told'),
      at: `${row.at.slice(0, 19)}.000Z`,
    }));
    const coverage = { symbols: ['ZRTUSDT'], holes: [{ what: `trades told by ${id}`, why: file, ...span }] };
    made.keep(id, { rows: told, coverage, pages: [], stop: 'single-page' } as unknown as Json);
    made.add(3500 + index, {
      type: 'observation.made',
      lane: 'case',
      step: 'import-export',
      attempt,
      account: 'main',
      holder: 'responder',
      what: 'trades',
      when: 'later',
      exhibit: id,
      rows: told.length,
      coverage,
      toldBy: 'export',
    });
  });
  return buildReport({ records: made.records, readExhibit: made.read });
}

const strange = { ...(attack[5] as Trade), symbol: 'ODDUSDT', at: '2026-11-21T00:20:00.000Z' };
const bySymbol = ({ accounts }: Report) => {
  const found = accounts[0]?.unrecognised;
  return found?.known === true
    ? found.value.bySymbol.map(({ symbol, fills }) => `${symbol} ${fills}`)
    : found;
};

describe('a report of a case with an imported export', () => {
  const without = reportWith();

  it('counts no fill twice: the loss, the readings and what is complete stay as they were', () => {
    const same = reportWith(attack, attack.slice(10));
    expect(same.verdict.numbers).toEqual(without.verdict.numbers);
    expect(bySymbol(same)).toEqual(bySymbol(without));
    expect(same.accounts[0]?.trades).toEqual(without.accounts[0]?.trades);
  });

  it('has the fills that only the file tells, and says where they are from', () => {
    const more = reportWith([...attack, strange]);
    const gaps = more.gaps.map(({ what, why }) => `${what}: ${why}`).join('\n');
    expect(gaps).toContain(
      `${attack.length + 1} rows of trades of main come from a file: trades told by EX-901`,
    );
    expect(`${JSON.stringify(bySymbol(more))}${gaps}`).not.toBe(
      `${JSON.stringify(bySymbol(without))}${without.gaps.map(({ what, why }) => `${what}: ${why}`).join('\n')}`,
    );
    expect(JSON.stringify(more.accounts[0]?.unrecognised)).toMatch(/ODDUSDT|"unattributed":1/);
  });

  it('whose file cannot be read says that, instead of taking it for empty', () => {
    const made = thinPairCase();
    made.keep('EX-901', { rows: 'nonsense' });
    made.add(3500, {
      type: 'observation.made',
      lane: 'case',
      step: 'import-export',
      attempt: 1,
      account: 'main',
      holder: 'responder',
      what: 'trades',
      when: 'later',
      exhibit: 'EX-901',
      rows: 1,
      toldBy: 'export',
    });
    const { gaps } = buildReport({ records: made.records, readExhibit: made.read });
    expect(gaps.map(({ what }) => what)).toContain('The content of EX-901');
  });
});
