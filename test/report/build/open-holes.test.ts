import { describe, expect, it } from 'vitest';
import type { Coverage, Hole } from '../../../src/domain/coverage.ts';
import { openHoles, reachesBackTo, whatIsUnread } from '../../../src/report/build/open-holes.ts';

const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00.000Z`;
const reading = (
  from: number,
  to: number,
  holes: readonly Hole[] = [],
  symbols: Coverage['symbols'] = 'all',
): Coverage => ({
  from: day(from),
  to: day(to),
  symbols,
  holes,
});
const hole: Hole = { what: 'trades', why: 'BANNED', from: day(5), to: day(6) };
const now = (holes: readonly Hole[] = []): Coverage => ({ symbols: 'not-by-symbol', holes });

describe('openHoles', () => {
  it('closes a hole by a whole reading of the stretch, read before or after', () => {
    expect(openHoles([reading(1, 10, [hole]), reading(4, 7)])).toEqual([]);
    expect(openHoles([reading(4, 7), reading(1, 10, [hole])])).toEqual([]);
  });

  it('keeps it open beside a reading that has holes itself, is of a part, or of other symbols', () => {
    expect(
      openHoles([
        reading(1, 10, [hole]),
        reading(1, 10, [{ what: 'page 3', why: 'timeout', from: day(8), to: day(9) }]),
      ]),
    ).toHaveLength(2);
    expect(openHoles([reading(1, 10, [hole]), reading(6, 10)])).toEqual([hole]);
    const ofSymbol = { ...hole, symbol: 'ZRTUSDT' };
    expect(openHoles([reading(1, 10, [ofSymbol]), reading(1, 10, [], ['BTCUSDT'])])).toEqual([ofSymbol]);
    expect(openHoles([reading(1, 10, [ofSymbol]), reading(1, 10, [], ['BTCUSDT', 'ZRTUSDT'])])).toEqual([]);
  });

  it('closes a hole in what is now only by a later look', () => {
    const lost: Hole = { what: 'open orders', why: 'timeout' };
    expect(openHoles([now([lost]), now()])).toEqual([]);
    expect(openHoles([now(), now([lost])])).toEqual([lost]);
  });

  it('names the same hole once', () => {
    expect(openHoles([reading(1, 10, [hole]), reading(1, 10, [hole])])).toEqual([hole]);
  });

  it('does not close a hole by a bound that is no time', () => {
    expect(openHoles([reading(1, 10, [hole]), { ...reading(1, 10), from: 'the beginning' }])).toEqual([hole]);
  });
});

describe('whatIsUnread', () => {
  const all = (more: Partial<Parameters<typeof whatIsUnread>[0]>) =>
    whatIsUnread({ readings: [reading(1, 10)], holes: [], unusable: [], ...more }, day(4));

  it('is empty only over readings that reach back, without holes and all usable', () => {
    expect(all({})).toEqual([]);
    expect(all({ holes: [hole] })).toEqual(['trades not read (BANNED)']);
    expect(all({ readings: [reading(5, 10)] })).toEqual([`not read back to ${day(4)}`]);
    expect(all({ readings: [] })).toEqual([`not read back to ${day(4)}`]);
    expect(all({ unusable: ['EX-014 cannot be read'] })).toEqual(['EX-014 cannot be read']);
  });

  it('does not take a look at what is now for one that reaches back', () => {
    expect(reachesBackTo([now()], day(4))).toBe(false);
  });
});
