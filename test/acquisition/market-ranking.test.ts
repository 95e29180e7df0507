import { describe, expect, it } from 'vitest';
import { rankMarkets } from '../../src/acquisition/index.ts';
import type { MarketDay } from '../../src/domain/trading.ts';

/** A market of a usual day: open, last and average agree, the book is tight. */
const quiet = (symbol: string, quoteVolume: string): MarketDay => ({
  symbol,
  open: '100',
  last: '100',
  high: '101',
  low: '99',
  bid: '99.9',
  ask: '100.1',
  volume: String(Number(quoteVolume) / 100),
  quoteVolume,
});
const busy = ['AUSDT', 'BUSDT', 'CUSDT', 'DUSDT', 'EUSDT'].map((symbol, index) =>
  quiet(symbol, `${9000 - index}000`),
);
const rank = (days: readonly MarketDay[], more: readonly string[] = []) =>
  rankMarkets({ inQuestion: [], markets: [...days.map(({ symbol }) => symbol), ...more], days });

describe('rankMarkets', () => {
  it('puts a burst far from the price before and now before every other sign', () => {
    const pumped = { ...quiet('PUMPUSDT', '9000000'), quoteVolume: '18000000' };
    const thin = { ...quiet('THINUSDT', '10'), bid: '90', ask: '110' };
    const [first, second] = rank([...busy, thin, pumped]);
    expect(first).toMatchObject({ symbol: 'PUMPUSDT', reasons: [expect.stringContaining('a burst')] });
    expect(second).toMatchObject({ symbol: 'THINUSDT' });
    expect(second?.reasons.join()).toMatch(/a thin book.*little traded/);
  });

  it('does not take a price that moved for good for a burst', () => {
    const moved = { ...quiet('MOVEDUSDT', '9000000'), open: '50' };
    expect(rank([...busy, moved]).find(({ symbol }) => symbol === 'MOVEDUSDT')?.reasons).toEqual([
      'nothing odd in its public figures',
    ]);
  });

  it('takes an empty side of the book, "0" or not told, for a sign', () => {
    const { ask: _ask, ...oneSided } = quiet('ONEUSDT', '9000000');
    const [first, second] = rank([...busy, oneSided, { ...quiet('ZEROUSDT', '9000000'), bid: '0.00000000' }]);
    expect([first?.symbol, second?.symbol].toSorted()).toEqual(['ONEUSDT', 'ZEROUSDT']);
  });

  it('compares volumes only among markets that count in the same asset', () => {
    const inBtc = ['XBTC', 'YBTC', 'ZBTC', 'WBTC'].map((symbol, index) => quiet(symbol, `${20 + index}`));
    const little = rank([...busy, ...inBtc]).filter(({ reasons }) =>
      reasons.join().includes('little traded'),
    );
    expect(little.map(({ symbol }) => symbol).toSorted()).toEqual(['DUSDT', 'EUSDT', 'XBTC']);
  });

  it('reads a market of which nothing is told before those that look quiet, and says so', () => {
    const order = rank(busy, ['DARKUSDT']);
    const dark = order.findIndex(({ symbol }) => symbol === 'DARKUSDT');
    expect(order[dark]?.reasons).toEqual(['no public figures: nobody can say how thin it is']);
    expect(order.slice(dark + 1).every(({ reasons }) => reasons[0]?.startsWith('nothing odd'))).toBe(true);
    expect(dark).toBeLessThan(order.length - 1);
  });

  it('begins with what is in question, and leaves no market out and none twice', () => {
    const asked = { symbol: 'CUSDT', reasons: ['a usual symbol of the owner'] };
    const markets = [...busy.map(({ symbol }) => symbol), 'AUSDT', 'DARKUSDT'];
    const order = rankMarkets({ inQuestion: [asked], markets, days: busy });
    expect(order[0]).toEqual(asked);
    expect(order.map(({ symbol }) => symbol).toSorted()).toEqual([...new Set(markets)].toSorted());
  });

  it('survives a day in which nothing was traded', () => {
    const dead = { ...quiet('DEADUSDT', '0'), open: '0', last: '0', high: '0', low: '0', bid: '0', ask: '0' };
    expect(rank([...busy, dead])[0]?.symbol).toBe('DEADUSDT');
  });
});
