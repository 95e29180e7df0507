import { describe, expect, it } from 'vitest';
import { symbolsProven } from '../../src/acquisition/index.ts';
import type { Coverage } from '../../src/domain/coverage.ts';

const reading = (over: Partial<Coverage>): Coverage => ({
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-03-14T03:00:00.000Z',
  symbols: ['A', 'B'],
  holes: [],
  ...over,
});
const since = '2026-02-01T00:00:00.000Z';
const proven = (...readings: readonly Coverage[]): readonly string[] =>
  [...symbolsProven(readings, since)].toSorted();

describe('symbolsProven', () => {
  it('joins what several readings prove', () => {
    expect(proven(reading({}), reading({ symbols: ['C'] }))).toEqual(['A', 'B', 'C']);
  });

  it('does not count a reading that does not reach back so far: the look at the last minutes', () => {
    expect(proven(reading({ from: '2026-03-14T02:45:00.000Z' }))).toEqual([]);
  });

  it('does not count a symbol that has a hole', () => {
    expect(
      proven(reading({ holes: [{ what: 'trades of A in margin', why: 'refused', symbol: 'A' }] })),
    ).toEqual(['B']);
  });

  it('counts none where a hole may lie in any symbol', () => {
    expect(proven(reading({ holes: [{ what: 'trades in margin', why: 'refused' }] }))).toEqual([]);
  });

  it('counts those of which the venue tells no more: no reading closes that', () => {
    const hole = { what: 'trades', why: 'nothing older than 180 days', beyondReach: true as const };
    expect(proven(reading({ holes: [hole] }))).toEqual(['A', 'B']);
  });
});
