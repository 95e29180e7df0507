import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderFills } from '../../../src/analysis/cross-checks/order-fills.ts';
import { sum } from '../../../src/domain/money.ts';
import type { PastOrder, Trade } from '../../../src/domain/trading.ts';
import { coverage, nothingRead, reading, readings } from '../../support/readings.ts';
import { pastOrder, trade } from '../../support/rows.ts';

const check = (orders: readonly PastOrder[], fills: readonly Trade[], read = coverage()) =>
  orderFills.check({
    ...nothingRead,
    orders: readings(reading('EX-1', orders)),
    trades: readings(reading('EX-2', fills, { coverage: read })),
  });

const half = (row: Partial<Trade> = {}): Trade => trade({ orderId: '7', amount: '0.25', ...row });
const order = (row: Partial<PastOrder> = {}): PastOrder =>
  pastOrder({ id: '7', amount: '0.5', filled: '0.5', ...row });

describe('orders against their fills', () => {
  it('agrees however an order was filled in parts, and not when any part is missing', () => {
    const parts = fc.array(
      fc.integer({ min: 1, max: 10_000_000 }).map((n) => String(n / 1e6)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(parts, fc.nat(), (amounts, nth) => {
        const fills = amounts.map((amount) => trade({ orderId: '7', amount }));
        const whole = order({ filled: sum(amounts) });
        expect(check([whole], fills).findings).toEqual([]);
        expect(check([whole], fills.toSpliced(nth % fills.length, 1)).findings).toHaveLength(1);
      }),
    );
  });

  it('names the order, both amounts and both exhibits', () => {
    const [finding] = check([order()], [half()]).findings;
    expect(finding).toMatchObject({ basis: 'fact', severity: 'high', exhibits: ['EX-1', 'EX-2'] });
    expect(finding?.detail).toContain(
      'order 7 on BTCUSDT of 2026-11-20T20:00:00.000Z: 0.5 filled, 0.25 in 1 fill',
    );
  });

  it.each(['open', 'partly-filled', 'unknown'] as const)('leaves alone an order that is %s', (status) => {
    expect(check([order({ status })], []).findings).toEqual([]);
  });

  it('finds fills of an order that says it had none', () => {
    expect(check([order({ status: 'cancelled', filled: '0' })], [half()]).findings).toHaveLength(1);
  });

  it('is told apart by symbol and section where ids are not', () => {
    const spot = order({ section: 'spot', filled: '0.25' });
    const elsewhere = [half({ symbol: 'ETHUSDT' }), half({ section: 'margin' })];
    expect(check([spot], [half({ section: 'spot' }), ...elsewhere]).findings).toEqual([]);
  });

  it.each([
    ['before the trades were read', coverage({ from: '2026-11-20T20:01:00.000Z' })],
    ['of a symbol whose trades were not read', coverage({ symbols: ['ETHUSDT'] })],
    [
      'that lies over a hole of its symbol',
      coverage({ holes: [{ what: 'trades', why: 'RATE_LIMITED', symbol: 'BTCUSDT' }] }),
    ],
  ])('says nothing of an order %s', (_, read) => {
    expect(check([order()], [half()], read).findings).toEqual([]);
  });

  it('still looks at an order whose symbol has no hole', () => {
    const read = coverage({ holes: [{ what: 'trades', why: 'RATE_LIMITED', symbol: 'ETHUSDT' }] });
    const { findings, notChecked } = check([order()], [half()], read);
    expect(findings).toHaveLength(1);
    expect(notChecked).toEqual([{ why: 'trades not read: RATE_LIMITED', closable: true }]);
  });

  it('compares an order over an amount of the quote asset in that asset, too', () => {
    const overQuote = order({ amount: '0', filled: '10000' });
    expect(check([overQuote], [half(), half()]).findings).toEqual([]);
  });

  it('counts, and does not judge, what a conditional order or a bot placed under other numbers', () => {
    const rows = [order({ triggerPrice: '19000' }), order({ id: '8', section: 'bot' })];
    const { findings, notChecked } = check(rows, [half({ orderId: '9', section: 'spot' })]);
    expect(findings).toEqual([]);
    expect(notChecked[0]?.why).toMatch(/^2 orders of kinds/);
  });

  it('says why it could not look', () => {
    expect(orderFills.check({ ...nothingRead, orders: readings(), trades: readings() }).notChecked).toEqual([
      { why: 'orders: never read', closable: true },
    ]);
  });
});
