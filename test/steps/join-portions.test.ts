import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/domain/coverage.ts';
import { joinPortions } from '../../src/steps/join-portions.ts';

interface Row {
  readonly id: string;
  readonly symbol: string;
}
const rows = (...names: readonly string[]): readonly Row[] =>
  names.map((name) => ({ id: name.slice(1), symbol: name.slice(0, 1) }));
const reading = (symbols: readonly string[], names: readonly Row[], over: Partial<Coverage> = {}) => ({
  exhibit: 'EX-1',
  at: '2026-03-14T03:00:00.000Z',
  by: 'a key',
  rows: names,
  coverage: {
    from: '1970-01-01T00:00:00.000Z',
    to: '2026-03-14T03:00:00.000Z',
    symbols,
    holes: [],
    ...over,
  },
});
const portion = (symbols: readonly string[], names: readonly Row[], over: Partial<Coverage> = {}) =>
  reading(symbols, names, { to: '2026-03-14T02:50:00.000Z', isPortion: true, ...over });
const join = (...all: readonly ReturnType<typeof reading>[]) =>
  joinPortions<Row>(all, ({ id, symbol }) => symbol + id);

describe('joinPortions', () => {
  it('leaves readings without a sweep as they are', () => {
    const all = [reading(['A'], rows('A1')), reading(['A'], rows('A1', 'A2'))];
    expect(join(...all)).toEqual(all);
  });

  it('puts what a sweep found into the newest reading, each row once, and claims the shorter time', () => {
    const earlier = reading(['A'], rows('A1'));
    const [first, joined, ...more] = join(
      earlier,
      reading(['A'], rows('A1', 'A2')),
      portion(['B'], rows('B1')),
      portion(['C', 'A'], rows('C1', 'A2')),
    );
    expect(first).toEqual(earlier);
    expect(more).toEqual([]);
    expect(joined?.rows).toEqual(rows('A1', 'A2', 'B1', 'C1'));
    expect(joined?.coverage).toEqual({
      from: '1970-01-01T00:00:00.000Z',
      to: '2026-03-14T02:50:00.000Z',
      symbols: ['A', 'B', 'C'],
      holes: [],
    });
  });

  it('keeps the hole of a symbol until a portion has it whole', () => {
    const hole = { what: 'trades of B', why: 'KEY_UNKNOWN', symbol: 'B' };
    const lost = portion(['A'], [], { holes: [hole] });
    expect(join(reading(['A'], []), lost)[0]?.coverage.holes).toEqual([hole]);
    expect(join(reading(['A'], []), lost, portion(['B'], []))[0]?.coverage.holes).toEqual([]);
    const other = { what: 'trades in margin', why: 'refused' };
    expect(join(reading(['A'], []), lost, portion(['B'], [], { holes: [other] }))[0]?.coverage.holes).toEqual(
      [hole, other],
    );
  });
});
