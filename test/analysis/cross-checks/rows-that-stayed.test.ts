import { describe, expect, it } from 'vitest';
import { rowsThatStayed } from '../../../src/analysis/cross-checks/rows-that-stayed.ts';
import { known, unknown } from '../../../src/domain/known.ts';
import type { PastOrder, Trade, Withdrawal } from '../../../src/domain/trading.ts';
import { coverage, nothingRead, reading, readings } from '../../support/readings.ts';
import { pastOrder, trade, withdrawal } from '../../support/rows.ts';

const later = '2026-11-22T12:00:00.000Z';
const [one, two] = [trade({ id: '1' }), trade({ id: '2', at: '2026-11-21T00:20:00.000Z' })];

const trades = (
  before: readonly Trade[],
  now: readonly Trade[],
  more: Partial<ReturnType<typeof reading<Trade>>> = {},
) =>
  rowsThatStayed.check({
    ...nothingRead,
    trades: readings(reading('EX-1', before), reading('EX-2', now, { at: later, ...more })),
  });

describe('a row that was there', () => {
  it('is no finding when it came back, with zeros that trail, and with new ones beside it', () => {
    const { findings, compared } = trades([one], [{ ...one, price: '20000.00' }, two]);
    expect(findings).toEqual([]);
    expect(compared).toEqual(['1 trade came back as they were']);
  });

  it('is a finding when it disappeared, naming it and both exhibits', () => {
    const [finding] = trades([one, two], [two]).findings;
    expect(finding).toMatchObject({ basis: 'fact', severity: 'high', exhibits: ['EX-1', 'EX-2'] });
    expect(finding?.title).toBe('1 row of trades disappeared between two readings');
    expect(finding?.detail).toContain('1 of 2026-11-21T00:10:00.000Z');
  });

  it('is said once, however many later readings lack it', () => {
    const { findings } = rowsThatStayed.check({
      ...nothingRead,
      trades: readings(reading('EX-1', [one]), reading('EX-2', []), reading('EX-3', [])),
    });
    expect(findings).toHaveLength(1);
  });

  it.each([
    ['beyond the stretch that the later reading proves', coverage({ from: '2026-11-21T00:15:00.000Z' })],
    ['at its very edge', coverage({ from: '2026-11-21T00:09:00.000Z' })],
    ['of a symbol that was not read again', coverage({ symbols: ['ETHUSDT'] })],
    ['in a hole', coverage({ holes: [{ what: 'trades', why: 'VENUE_DOWN' }] })],
    ['in a list that proves no time', { symbols: 'not-by-symbol' as const, holes: [] }],
  ])('may be missing %s', (_, read) => {
    expect(trades([one], [], { coverage: read }).findings).toEqual([]);
  });

  it('is an inference where another key read it: one that is shown less looks the same', () => {
    const [finding] = trades([one], [], { by: 'Qx1a…99Zz (64)' }).findings;
    expect(finding?.basis).toBe('inference');
    expect(finding?.detail).toContain('different keys');
  });

  it.each([
    ['price', '20000', { price: '20001' }],
    ['amount', '1', { amount: '0.9' }],
    ['side', 'buy', { side: 'sell' as const }],
    ['fee', '0', { fee: '1' }],
  ])('is a finding when its %s changed', (field, was, row) => {
    const [finding] = trades([one], [{ ...one, ...row }]).findings;
    expect(finding?.title).toBe('1 row of trades changed between two readings');
    expect(finding?.detail).toContain(`${field} ${was} is now ${Object.values(row)[0]}`);
  });

  it('may say more than before, and not less', () => {
    const unsettled = { ...one, fee: '', feeAsset: '' };
    expect(trades([unsettled], [one]).findings).toEqual([]);
    expect(trades([one], [unsettled]).findings).toHaveLength(1);
  });

  it('is told apart from others with its number by symbol and section', () => {
    const rows = [one, { ...one, symbol: 'ETHUSDT' }, { ...one, section: 'margin' }];
    expect(trades(rows, rows).findings).toEqual([]);
    expect(trades(rows, rows.slice(0, 2)).findings).toHaveLength(1);
  });

  it('was not compared where a list was read once', () => {
    const { notChecked } = rowsThatStayed.check({ ...nothingRead, trades: readings(reading('EX-1', [one])) });
    expect(notChecked).toMatchObject([
      { why: expect.stringContaining('not read twice: trades, orders'), closable: false },
    ]);
  });
});

describe('an order', () => {
  const orders = (before: PastOrder, now: readonly PastOrder[], forgotten: readonly string[] = []) => {
    const all = [reading('EX-1', [before]), reading('EX-2', now)];
    return rowsThatStayed.check({ ...nothingRead, orders: known({ all, idOf: ({ id }) => id, forgotten }) });
  };
  const open = pastOrder({ status: 'open', filled: '0' });
  const cancelled = pastOrder({ status: 'cancelled', filled: '0' });

  it('may be amended and filled while it is open, and not after', () => {
    expect(
      orders(open, [{ ...open, price: '18000', amount: '0.7', filled: '0.7', status: 'filled' }]).findings,
    ).toEqual([]);
    const filled = pastOrder({ filled: '0.5' });
    expect(orders(filled, [{ ...filled, filled: '0.4' }]).findings).toHaveLength(1);
  });

  it('may go without a fill where the venue forgets such ones, and that is said', () => {
    const { findings, notChecked } = orders(cancelled, [], ['orders cancelled without a fill']);
    expect(findings).toEqual([]);
    expect(notChecked[0]?.why).toBe(
      'gone, as the venue forgets them: 1 row of orders (orders cancelled without a fill)',
    );
    expect(orders(cancelled, []).findings).toHaveLength(1);
  });

  it('with a fill is missed at every venue', () => {
    expect(
      orders(pastOrder({ filled: '0.5' }), [], ['orders cancelled without a fill']).findings,
    ).toHaveLength(1);
  });
});

describe('a withdrawal', () => {
  const withdrawals = (before: Withdrawal, now: Withdrawal) =>
    rowsThatStayed.check({
      ...nothingRead,
      withdrawals: readings(reading('EX-1', [before]), reading('EX-2', [now])),
    });

  it('may go on to its end', () => {
    const pending = withdrawal({ status: 'requested', venueStatus: '0', completedAt: unknown('not yet') });
    expect(withdrawals(pending, withdrawal()).findings).toEqual([]);
  });

  it.each([
    ['address', { address: '0x00000000000000000000000000000000000000bb' }],
    ['amount', { amount: '999' }],
  ])('whose %s changed is a finding', (field, row) => {
    expect(withdrawals(withdrawal(), withdrawal(row)).findings[0]?.detail).toContain(`${field} `);
  });

  it('may name its amount without the fee once the fee is known, and nothing else', () => {
    const before = withdrawal({ amount: '1001', fee: unknown('not yet') });
    expect(withdrawals(before, withdrawal({ amount: '1000', fee: known('1') })).findings).toEqual([]);
    expect(withdrawals(before, withdrawal({ amount: '900', fee: known('1') })).findings).toHaveLength(1);
  });
});
