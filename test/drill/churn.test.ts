import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { add, compare, multiply, subtract } from '../../src/domain/money.ts';
import { churnFills } from '../../src/drill/churn.ts';
import type { ChurnFill } from '../../src/drill/churn.ts';

const churn = {
  do: 'churn',
  from: '1:30',
  to: '41:00',
  symbol: 'ZRTUSDT',
  fills: 1240,
  buyAt: ['0.0480', '0.0620'],
  sellAt: ['0.0150', '0.0180'],
  leaves: { quote: '3912', base: '1050000' },
} as const;
const given = { quote: '587134.518', feeRate: '0.001', seed: 's' };

/** What is left, step by step; refuses to go below zero. */
function follow(
  fills: readonly ChurnFill[],
  start: string,
  feeRate: string,
): { quote: string; base: string } {
  let quote = start;
  let base = '0';
  for (const fill of fills) {
    const value = multiply(fill.price, fill.amount);
    const isBuy = fill.side === 'buy';
    quote = subtract(isBuy ? subtract(quote, value) : add(quote, value), multiply(value, feeRate));
    base = isBuy ? add(base, fill.amount) : subtract(base, fill.amount);
    expect(compare(quote, '0')).not.toBe(-1);
    expect(compare(base, '0')).not.toBe(-1);
  }
  return { quote, base };
}

describe('a churn', () => {
  it('leaves exactly what it should, whatever the seed, the fills and the money', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 200, max: 800 }).map((half) => half * 2),
        fc.integer({ min: 300_000_000, max: 900_000_000 }),
        (seed, fills, thousandths) => {
          const quote = (thousandths / 1000).toFixed(3);
          const made = churnFills({ ...churn, fills }, { ...given, quote, seed });
          expect(made).toHaveLength(fills);
          expect(follow(made, quote, '0.001')).toEqual({ quote: '3912', base: '1050000' });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps every price in its range and every amount whole', () => {
    for (const fill of churnFills(churn, given)) {
      const [low, high] = fill.side === 'buy' ? churn.buyAt : churn.sellAt;
      expect(compare(fill.price, low)).not.toBe(-1);
      expect(compare(fill.price, high)).not.toBe(1);
      expect(fill.amount).toMatch(/^[1-9]\d*$/);
    }
  });

  it('is another for another seed, and the same for the same', () => {
    expect(churnFills(churn, given)).toEqual(churnFills(churn, given));
    expect(churnFills(churn, given)).not.toEqual(churnFills(churn, { ...given, seed: 't' }));
  });

  it.each([
    ['too little money', { quote: '4000' }, {}],
    ['buys that cost more than is left', {}, { fills: 20 }],
    ['more left than there was', { quote: '3000' }, {}],
    ['prices that leave no room', {}, { buyAt: ['0.0500', '0.0500'], sellAt: ['0.0160', '0.0160'] }],
    ['prices too fine', {}, { buyAt: ['0.04801', '0.0620'] }],
  ])('refuses %s', (_, other, change) => {
    const wrong = { ...churn, ...change } as typeof churn;
    expect(() => churnFills(wrong, { ...given, ...other })).toThrow(BadInput);
  });
});
