import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/domain/coverage.ts';
import { isProven } from './proven.ts';

const at = (minute: number): string =>
  DateTime.fromISO('2026-11-21T03:00:00Z', { zone: 'utc' }).plus({ minutes: minute }).toISO() ?? '';
const hole = (from: number, to: number, symbol?: string) => ({
  what: 'trades',
  why: 'VENUE_DOWN',
  from: at(from),
  to: at(to),
  ...(symbol === undefined ? {} : { symbol }),
});
const whole: Coverage = { from: at(0), to: at(60), symbols: 'not-by-symbol', holes: [] };

// The witness of the pager's tests.
describe('isProven', () => {
  it.each([
    ['the proven stretch itself', whole, at(0), at(60), true],
    ['one minute more than was read', whole, at(0), at(61), false],
    ['a stretch with a hole inside', { ...whole, holes: [hole(20, 30)] }, at(10), at(40), false],
    ['a stretch beside the hole', { ...whole, holes: [hole(20, 30)] }, at(30), at(60), true],
    ['a stretch around a hole of one moment', { ...whole, holes: [hole(20, 20)] }, at(10), at(40), false],
    [
      'any stretch, when the hole has no bounds',
      { ...whole, holes: [{ what: 'x', why: 'y' }] },
      at(1),
      at(2),
      false,
    ],
    [
      'a stretch, from a list of what is now',
      { symbols: 'not-by-symbol', holes: [] } as Coverage,
      at(1),
      at(2),
      false,
    ],
    ['a stretch, when no symbol was read', { ...whole, symbols: [] }, at(1), at(2), false],
  ])('judges %s', (_what, coverage, from, to, proven) => {
    expect(isProven(coverage, { from, to })).toBe(proven);
  });

  it('says nothing about a symbol that was not read', () => {
    const coverage = { ...whole, symbols: ['BTCUSDT'] };
    expect(isProven(coverage, { from: at(1), to: at(2), symbol: 'BTCUSDT' })).toBe(true);
    expect(isProven(coverage, { from: at(1), to: at(2), symbol: 'THINUSDT' })).toBe(false);
  });

  it('lets a hole in one symbol spoil that symbol and the whole, not another symbol', () => {
    const coverage = { ...whole, symbols: ['BTCUSDT', 'ETHUSDT'], holes: [hole(0, 60, 'ETHUSDT')] };
    const stretch = { from: at(5), to: at(6) };
    expect(isProven(coverage, { ...stretch, symbol: 'BTCUSDT' })).toBe(true);
    expect(isProven(coverage, { ...stretch, symbol: 'ETHUSDT' })).toBe(false);
    expect(isProven(coverage, stretch)).toBe(false);
  });
});
