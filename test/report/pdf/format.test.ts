import { describe, expect, it } from 'vitest';
import {
  amount,
  coverageSentence,
  duration,
  hashLines,
  moment,
  rounded,
} from '../../../src/report/pdf/format.ts';
import { timeTicks } from '../../../src/report/charts/time-axis.ts';

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [59_999, '59.9 s'],
    [60_000, '1 min 00 s'],
    [3_599_999, '59 min 59 s'],
    [3_600_000, '1 h 00 min'],
    [172_800_000, '2 d 0 h'],
    [-1_500, '−1.5 s'],
  ])('says %d ms as %s: never longer than it was', (ms, said) => {
    expect(duration(ms)).toBe(said);
  });
});

describe('amounts and times', () => {
  it('groups digits and drops none', () => {
    expect(amount('-1234567.00012300')).toBe('-1,234,567.00012300');
  });

  it.each(['', '1e400', 'NaN', '1,000', '<b>', '0x10'])(
    'prints %j, which is no decimal number, as it came',
    (text) => {
      expect(amount(text)).toBe(text);
      expect(rounded(text)).toBe(text);
    },
  );

  it('prints a time without its letters and anything else as it came', () => {
    expect(moment('2026-11-21T03:12:44.120Z')).toBe('2026-11-21 03:12:44.120');
    expect(moment('2026-11-21T03:12:44.120+02:00')).toBe('2026-11-21T03:12:44.120+02:00');
    expect(moment('yesterday')).toBe('yesterday');
  });

  it('breaks a hash into lines that together are the hash', () => {
    const hash = 'ab'.repeat(32);
    expect(
      hashLines(hash)
        .map(({ text }) => text)
        .join(''),
    ).toBe(hash);
  });
});

it('names every hole of a coverage with its reason', () => {
  const said = coverageSentence({
    from: '2026-11-21T00:00:00.000Z',
    symbols: ['BTCUSDT'],
    holes: [{ what: 'page 3', why: 'RATE_LIMITED' }],
  });
  expect(said).toContain('1 hole: page 3 (RATE_LIMITED)');
  expect(said).toContain('end not proven');
});

describe('timeTicks', () => {
  it('stands on round moments inside the interval, no more than asked for', () => {
    const from = Date.UTC(2026, 10, 21, 2, 41, 13);
    const ticks = timeTicks(from, from + 17 * 60_000, 8);
    expect(ticks.map(({ label }) => label)).toEqual(['02:45', '02:50', '02:55']);
  });

  it('needs few ticks for a case that took years', () => {
    expect(timeTicks(0, 5 * 365 * 86_400_000, 8).length).toBeLessThanOrEqual(9);
  });
});
