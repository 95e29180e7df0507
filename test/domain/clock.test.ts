import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { isoNow } from '../../src/domain/clock.ts';

const showing = (moment: DateTime) => ({
  now: () => moment,
  monotonicMs: () => 0,
  sleep: async () => undefined,
});

it('writes the time in UTC with milliseconds, wherever the clock stands', () => {
  const inTokyo = DateTime.fromISO('2026-11-21T12:00:00.000+09:00', { setZone: true });
  expect(isoNow(showing(inTokyo))).toBe('2026-11-21T03:00:00.000Z');
});

it('does not write a time that is none', () => {
  expect(() => isoNow(showing(DateTime.invalid('broken clock')))).toThrow(RangeError);
});
