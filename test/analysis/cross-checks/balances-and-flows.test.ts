import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balancesAndFlows } from '../../../src/analysis/cross-checks/balances-and-flows.ts';
import type { Bookkeeping } from '../../../src/domain/bookkeeping.ts';
import { known, unknown } from '../../../src/domain/known.ts';
import { add } from '../../../src/domain/money.ts';
import type { LedgerEntry } from '../../../src/domain/trading.ts';
import {
  after,
  books,
  coverage,
  line,
  nothingRead,
  reading,
  readings,
  snapshot,
  snapshots,
} from '../../support/readings.ts';

const [first, last] = ['2026-11-10T00:00:00.000Z', '2026-11-20T00:00:00.000Z'];
const between = '2026-11-15T00:00:00.000Z';

const check = (
  held: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>],
  lines: readonly LedgerEntry[],
  { more = {}, read = coverage() }: { more?: Partial<Bookkeeping>; read?: ReturnType<typeof coverage> } = {},
) =>
  balancesAndFlows.check({
    ...nothingRead,
    bookkeeping: known(books(more)),
    balances: snapshots(snapshot('EX-1', first, held[0]), snapshot('EX-2', last, held[1])),
    ledger: readings(reading('EX-3', lines, { coverage: read })),
  });

const moved = (change: string, row: Partial<LedgerEntry> = {}): LedgerEntry =>
  line({ change, at: between, ...row });

describe('balances against what moved', () => {
  const anyLines = fc.array(
    fc
      .record({
        change: fc.integer({ min: -1e9, max: 1e9 }),
        fee: fc.nat(1e6),
        minute: fc.integer({ min: 10, max: 14_000 }),
      })
      .map(({ change, fee, minute }) =>
        moved(String(change / 1e4), {
          fee: known(String(fee / 1e4)),
          at: new Date(Date.parse(first) + minute * 60_000).toISOString(),
        }),
      ),
    { minLength: 1, maxLength: 40 },
  );

  it('agrees wherever every move is in the ledger, and not when one is missing', () => {
    fc.assert(
      fc.property(anyLines, fc.nat(), (lines, nth) => {
        const held = [{ BTC: '100' }, { BTC: after('100', lines) }] as const;
        const more = { fee: 'beside' } as const;
        expect(check(held, lines, { more }).findings).toEqual([]);
        const missing = lines[nth % lines.length];
        fc.pre(missing !== undefined && after('0', [missing]) !== '0');
        expect(
          check(
            held,
            lines.filter((each) => each !== missing),
            { more },
          ).findings,
        ).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  it('names the wallet, what is not explained and all three exhibits', () => {
    const [finding] = check([{ BTC: '3' }, { BTC: '1' }], [moved('-0.5')]).findings;
    expect(finding).toMatchObject({ basis: 'fact', exhibits: ['EX-1', 'EX-2', 'EX-3'] });
    expect(finding?.detail).toContain('does not explain -1.5 BTC in spot');
  });

  it('counts a coin that a list of balances leaves out as not held', () => {
    expect(check([{}, { BTC: '1' }], [moved('1')]).findings).toEqual([]);
    expect(check([{ BTC: '1' }, {}], []).findings).toHaveLength(1);
  });

  it.each([
    ['while the first was read', '2026-11-09T23:59:00.000Z'],
    ['while the last was read', '2026-11-19T23:59:30.000Z'],
  ])('takes what moved %s for in it or not: both are right', (_, at) => {
    const lines = [moved('1', { at })];
    expect(check([{ BTC: '5' }, { BTC: '6' }], lines).findings).toEqual([]);
    expect(check([{ BTC: '5' }, { BTC: '5' }], lines).findings).toEqual([]);
    expect(check([{ BTC: '5' }, { BTC: '7' }], lines).findings).toHaveLength(1);
  });

  it('accepts either way to take a fee where no document says which', () => {
    const lines = [moved('-1', { fee: known('0.1') })];
    const more = { fee: 'not-told' } as const;
    expect(check([{ BTC: '5' }, { BTC: '4' }], lines, { more }).findings).toEqual([]);
    expect(check([{ BTC: '5' }, { BTC: '3.9' }], lines, { more }).findings).toEqual([]);
    expect(check([{ BTC: '5' }, { BTC: '3.8' }], lines, { more }).findings).toHaveLength(1);
  });

  it('takes a ledger that rounds for right, by no more than it can have rounded', () => {
    const lines = [moved('-1.23'), moved('-1.23')];
    expect(check([{ BTC: '5' }, { BTC: add('5', '-2.4687') }], lines).findings).toEqual([]);
    expect(check([{ BTC: '5' }, { BTC: add('5', '-2.5687') }], lines).findings).toHaveLength(1);
  });

  it('says nothing of a coin with a line that is not settled, and says so', () => {
    const { findings, notChecked } = check(
      [{ BTC: '5' }, { BTC: '5' }],
      [moved('-1', { kind: 'send, pending' })],
      {
        more: { isUnsure: ({ kind }) => kind.includes(', ') },
      },
    );
    expect(findings).toEqual([]);
    expect(notChecked[0]?.why).toMatch(/^BTC in spot: moves that are not settled/);
  });

  it('says nothing of a wallet that the ledger does not tell all of, and says so', () => {
    const { findings, notChecked } = check([{ BTC: '5' }, { BTC: '9' }], [], {
      more: { tellsAllOf: () => false },
    });
    expect(findings).toEqual([]);
    expect(notChecked).toEqual([{ why: 'the ledger does not tell all moves of spot', closable: false }]);
  });

  it('compares nothing over a hole of the ledger', () => {
    const hole = {
      what: 'ledger',
      why: 'KEY_UNKNOWN',
      from: '2026-11-12T00:00:00.000Z',
      to: '2026-11-13T00:00:00.000Z',
    };
    const { findings, notChecked } = check([{ BTC: '5' }, { BTC: '9' }], [], {
      read: coverage({ holes: [hole] }),
    });
    expect(findings).toEqual([]);
    expect(notChecked).toContainEqual({ why: 'ledger not read: KEY_UNKNOWN', closable: true });
  });

  it('never takes what is no number for none', () => {
    const lines = [moved('lots'), moved('1', { fee: unknown('none') })];
    expect(check([{ BTC: '5' }, { BTC: '6' }], lines)).toMatchObject({
      findings: [],
      notChecked: [{ closable: false }],
    });
  });
});
