import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tradesAgainstLedger } from '../../../src/analysis/cross-checks/trades-against-ledger.ts';
import type { Bookkeeping } from '../../../src/domain/bookkeeping.ts';
import { known, unknown } from '../../../src/domain/known.ts';
import { multiply, round } from '../../../src/domain/money.ts';
import type { LedgerEntry, Trade } from '../../../src/domain/trading.ts';
import { booked, books, coverage, line, nothingRead, reading, readings } from '../../support/readings.ts';
import { trade } from '../../support/rows.ts';

const check = (
  fills: readonly Trade[],
  lines: readonly LedgerEntry[],
  { more = {}, read = coverage() }: { more?: Partial<Bookkeeping>; read?: ReturnType<typeof coverage> } = {},
) =>
  tradesAgainstLedger.check({
    ...nothingRead,
    bookkeeping: known(books(more)),
    trades: readings(reading('EX-1', fills, { coverage: read })),
    ledger: readings(reading('EX-2', lines)),
  });

const fill = (row: Partial<Trade> = {}): Trade =>
  trade({ id: '1', orderId: '7', amount: '0.5', price: '20000', fee: '10', ...row });
const other = fill({ id: '2', orderId: '8', side: 'sell', at: '2026-11-21T01:00:00.000Z' });

/** Every way that a venue is declared to book, with the lines that a fill leaves there. */
const ways = {
  'the fee in the change': [{ fee: 'in-change' }, { fee: 'in-change' }],
  'the fee beside it': [{ fee: 'beside' }, { fee: 'beside' }],
  'the fee in a line of its own, nothing named': [
    { names: { reference: 'nothing', withinMs: 1_000 } },
    { fee: 'own-line', names: 'nothing' },
  ],
  'the order named': [{ names: { reference: 'order' } }, { fee: 'in-change', names: 'order' }],
  'nobody knows whether with the fee': [
    { fee: 'not-told', names: { reference: 'nothing', withinMs: 1_000 } },
    { fee: 'not-told', names: 'nothing' },
  ],
} as const satisfies Record<string, readonly [Partial<Bookkeeping>, Parameters<typeof booked>[1]]>;

const anyFills = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 5, max: 20_000 }),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      symbol: fc.constantFrom('BTC-USDT', 'ETH-USDT'),
      amount: fc.integer({ min: 1, max: 1_000_000 }).map((n) => String(n / 1000)),
      price: fc.integer({ min: 1, max: 10_000_000 }).map((n) => String(n / 100)),
      fee: fc.integer({ min: 1, max: 10_000 }).map((n) => String(n / 10_000)),
      orderId: fc.integer({ min: 1, max: 5 }).map(String),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((rows) =>
    rows.map(({ minute, ...row }, index) =>
      trade({
        ...row,
        id: String(index + 1),
        // An order is of one symbol.
        orderId: `${row.symbol}/${row.orderId}`,
        quoteAmount: multiply(row.price, row.amount),
        at: new Date(Date.parse('2026-11-01T00:00:00.000Z') + minute * 60_000).toISOString(),
      }),
    ),
  );

describe.each(Object.entries(ways))('fills against a ledger with %s', (_, [more, how]) => {
  const linesOf = (fills: readonly Trade[]) => fills.flatMap((each) => booked(each, how));

  it('finds nothing where every fill was booked, whatever order the rows come in', () => {
    fc.assert(
      fc.property(anyFills, fc.boolean(), (fills, isReversed) => {
        const lines = linesOf(fills);
        const { findings, notChecked } = check(fills, isReversed ? lines.toReversed() : lines, { more });
        expect({ findings, notChecked }).toEqual({ findings: [], notChecked: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('finds it where one fill is missing, and where its lines are', () => {
    fc.assert(
      fc.property(anyFills, fc.nat(), (fills, nth) => {
        const kept = fills.filter((_, at) => at !== nth % fills.length);
        expect(check(kept, linesOf(fills), { more }).findings).toHaveLength(1);
        // Of no line at all the reading is doubted, not the venue.
        if (kept.length > 0) expect(check(fills, linesOf(kept), { more }).findings).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  it('finds a changed amount, and by how much', () => {
    const lines = [...booked(fill(), how), ...booked(other, how)].map((each) =>
      each.asset === 'BTC' && each.change === '0.5' ? { ...each, change: '0.4' } : each,
    );
    const { findings } = check([fill(), other], lines, { more });
    expect(findings).toMatchObject([{ basis: 'fact', severity: 'high', exhibits: ['EX-1', 'EX-2'] }]);
    expect(findings[0]?.detail).toContain('-0.1 BTC');
  });
});

describe('fills against the ledger', () => {
  const lines = [...booked(fill(), { fee: 'in-change' }), ...booked(other, { fee: 'in-change' })];

  it('names the fill, both exhibits and the missing amounts', () => {
    const [finding] = check([fill(), other], lines.slice(2)).findings;
    expect(finding?.title).toBe('1 fill without a line in the ledger');
    expect(finding?.detail).toContain('fill 1 on BTCUSDT at 2026-11-21T00:10:00.000Z');
    expect(finding?.detail).toMatch(/-0\.5 BTC and \+10010 USDT \(trades in EX-1, ledger in EX-2\)/);
  });

  it('takes a ledger that rounds to cents for right, and one that is off by a cent more for wrong', () => {
    const odd = fill({ price: '20000.123', quoteAmount: '10000.0615', fee: '10.0042' });
    const rounded = (change: string) => [
      line({ asset: 'BTC', change: '0.5' }),
      line({ asset: 'USDT', change }),
      line({ asset: 'USDT', change: '0.01', kind: 'rebate' }),
    ];
    expect(round('10010.0657', 2)).toBe('10010.07');
    expect(check([odd, other], [...rounded('-10010.07'), ...lines.slice(2)]).findings).toEqual([]);
    expect(check([odd, other], [...rounded('-10010.12'), ...lines.slice(2)]).findings).toHaveLength(1);
  });

  it('says nothing of what happened outside the stretch that both lists prove, nor at its edges', () => {
    const read = coverage({ to: '2026-11-21T00:11:00.000Z' });
    expect(check([], [...lines, line({ kind: 'deposit' })], { read }).findings).toEqual([]);
    const { findings } = check([], lines, { read: coverage({ to: '2026-11-21T00:20:00.000Z' }) });
    expect(findings[0]?.title).toMatch(/^The ledger books 1 trade that/);
  });

  it('says nothing of a hole, and that there was one', () => {
    const hole = {
      what: 'trades',
      why: 'RATE_LIMITED',
      from: '2026-11-21T00:05:00.000Z',
      to: '2026-11-21T00:15:00.000Z',
    };
    const { findings, notChecked } = check([other], lines, { read: coverage({ holes: [hole] }) });
    expect(findings).toEqual([]);
    expect(notChecked).toEqual([{ why: 'trades not read: RATE_LIMITED', closable: true }]);
  });

  it('checks nothing where a hole has no bounds', () => {
    const read = coverage({ holes: [{ what: 'trades', why: 'VENUE_DOWN' }] });
    expect(check([fill()], lines, { read })).toMatchObject({
      findings: [],
      compared: [],
      notChecked: [{ closable: true }],
    });
  });

  it('blames a market that nobody read for a line without a fill, where trades are listed by symbol', () => {
    const read = coverage({ symbols: ['BTCUSDT'] });
    const doge = booked(fill({ id: '3', symbol: 'DOGE-USDT' }), { fee: 'in-change' });
    const { findings, notChecked } = check([fill(), other], [...lines, ...doge], { read });
    expect(findings).toEqual([]);
    expect(notChecked[0]?.why).toMatch(/1 trade in DOGE and USDT.*not among the trades of BTCUSDT/);
  });

  it.each([
    ['a fee in an asset that is not named', { fee: '10', feeAsset: '' }],
    ['a fee that is not told yet', { fee: '' }],
    ['a symbol that does not tell its assets', { symbol: 'TRUMP2028' }],
  ])('leaves out, and counts, %s', (_, row) => {
    const { findings, notChecked } = check([fill(row), other], lines);
    expect(findings).toEqual([]);
    expect(notChecked[0]?.why).toMatch(/^3 rows of trades and ledger do not tell enough/);
  });

  it('compares no coins with a fee that the venue took in another asset than it tells', () => {
    const elsewhere = [
      line({ asset: 'BTC', change: '0.5', fee: known('0.0005') }),
      line({ asset: 'USDT', change: '-10000', fee: known('0') }),
    ];
    expect(check([fill()], elsewhere, { more: { fee: 'beside' } }).findings).toEqual([]);
  });

  it('takes no fill of a contract for one that the ledger lacks', () => {
    const more = { booksFill: ({ section }: Trade) => section === 'spot' };
    const contract = fill({ id: '9', section: 'linear', at: '2026-11-20T00:00:00.000Z' });
    const spot = [fill({ section: 'spot' }), { ...other, section: 'spot' }];
    expect(check([...spot, contract], lines, { more })).toMatchObject({ findings: [], notChecked: [] });
  });

  it('doubts its own understanding where not a single fill agrees', () => {
    const doubled = lines.map((each) => ({ ...each, change: `${each.change.replace(/^(-?)/, '$11')}` }));
    expect(check([fill(), other], doubled).findings).toMatchObject([{ basis: 'inference', severity: 'low' }]);
  });

  it('says that fills are booked elsewhere where the ledger has no line of one', () => {
    const { findings, notChecked } = check([fill()], [line({ kind: 'deposit' })]);
    expect(findings).toEqual([]);
    expect(notChecked[0]?.why).toContain('EX-2 has no line of any fill');
  });

  it('takes the newest of readings that reach about as far, and no short one', () => {
    const short = coverage({ from: '2026-11-21T00:00:00.000Z' });
    const { findings } = tradesAgainstLedger.check({
      ...nothingRead,
      bookkeeping: known(books()),
      trades: readings(
        reading('EX-1', []),
        reading('EX-3', [fill(), other]),
        reading('EX-4', [], { coverage: short }),
      ),
      ledger: readings(reading('EX-2', lines)),
    });
    expect(findings).toEqual([]);
  });

  it('counts a line without a reference, amount or time, and never throws on it', () => {
    const hostile = [
      line({ reference: unknown('none') }),
      line({ change: 'NaN', reference: known('x') }),
      line({ at: 'yesterday' }),
    ];
    const { findings, notChecked } = check([fill(), other], [...lines, ...hostile]);
    expect(findings).toEqual([]);
    expect(notChecked[0]?.why).toMatch(/^3 rows/);
  });
});
