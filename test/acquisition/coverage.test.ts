import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { describeCoverage, isComplete, isProven, mergeCoverage } from '../../src/acquisition/index.ts';
import type { Coverage, Listing } from '../../src/domain/coverage.ts';

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

describe('mergeCoverage', () => {
  it('closes a hole that the second reading filled', () => {
    const merged = mergeCoverage({ ...whole, holes: [hole(20, 30)] }, { ...whole, from: at(15), to: at(35) });
    expect(merged).toEqual(whole);
    expect(isComplete(merged)).toBe(true);
  });

  it('takes a second reading for a first that failed altogether', () => {
    const failed: Coverage = { symbols: 'not-by-symbol', holes: [hole(0, 60)] };
    expect(mergeCoverage(failed, whole)).toEqual(whole);
  });

  it('keeps what neither read, also beyond the bounds of what was proven', () => {
    const merged = mergeCoverage(
      { ...whole, from: at(30), holes: [hole(0, 30)] },
      { ...whole, from: at(10), to: at(40) },
    );
    expect(merged.from).toBe(at(10));
    expect(merged.holes).toEqual([hole(0, 10)]);
  });

  it('keeps the hole of a symbol that was never read', () => {
    const merged = mergeCoverage(
      { ...whole, symbols: ['BTCUSDT'], holes: [hole(0, 60, 'THINUSDT')] },
      { ...whole, symbols: ['ETHUSDT'] },
    );
    expect(merged.symbols).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect(merged.holes).toMatchObject([{ symbol: 'THINUSDT', from: at(0), to: at(60) }]);
  });

  it('never proves what neither of the two proved', () => {
    const minute = fc.integer({ min: 0, max: 20 });
    const stretch = fc.tuple(minute, minute).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const coverage = fc
      .tuple(
        stretch,
        fc.array(fc.tuple(stretch, fc.constantFrom('A', 'B', undefined)), { maxLength: 3 }),
        fc.subarray(['A', 'B']),
      )
      .map(([[from, to], holes, symbols]): Coverage => ({
        from: at(from),
        to: at(to),
        symbols,
        holes: holes.map(([[a, b], symbol]) => hole(a, b, symbol)),
      }));
    fc.assert(
      fc.property(coverage, coverage, minute, fc.constantFrom('A', 'B'), (first, second, from, symbol) => {
        // Between two marks, where no edge of a hole lies.
        const asked = { from: at(from + 0.25), to: at(from + 0.75), symbol };
        const proven = isProven(mergeCoverage(first, second), asked);
        expect(proven).toBe(isProven(first, asked) || isProven(second, asked));
      }),
    );
  });
});

describe('describeCoverage', () => {
  const listing = (rows: number, coverage: Coverage): Listing<unknown> => ({
    rows: Array.from({ length: rows }, () => ({})),
    coverage,
    pages: [
      { exchange: 'HX-1', request: {}, rows },
      { exchange: 'HX-2', request: {}, rows: 0 },
    ],
    stop: 'window-end',
  });

  it('says "none" only with the stretch and the proof', () => {
    expect(describeCoverage(listing(0, whole), { what: 'withdrawals' })).toBe(
      `No withdrawals between ${at(0)} and ${at(60)}: proven by 2 pages.`,
    );
  });

  it('says NOT PROVEN and why, when a page is missing', () => {
    const words = describeCoverage(listing(0, { ...whole, holes: [hole(20, 30)] }), { what: 'withdrawals' });
    expect(words).toBe(
      `No withdrawals seen between ${at(0)} and ${at(60)} in 2 pages. ` +
        `NOT PROVEN, not read: trades between ${at(20)} and ${at(30)} (VENUE_DOWN).`,
    );
  });

  it('names the symbols that a "none" is about', () => {
    const words = describeCoverage(listing(0, { ...whole, symbols: ['BTCUSDT'] }), { what: 'trades' });
    expect(words).toContain('No trades in BTCUSDT between');
  });

  it('never says "proven" of symbols when none was read', () => {
    const words = describeCoverage(listing(0, { ...whole, symbols: [] }), { what: 'trades' });
    expect(words).toContain('NOT PROVEN');
  });
});
