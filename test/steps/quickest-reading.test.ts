import { describe, expect, it } from 'vitest';
import type { ClockOffset } from '../../src/domain/clock.ts';
import { quickestReading } from '../../src/steps/quickest-reading.ts';

/** Readings with these round trips, and then none; `asked` counts them. */
function readings(roundTrips: readonly number[]) {
  const told = { asked: 0 };
  const read = (): Promise<ClockOffset | undefined> => {
    const roundTripMs = roundTrips[told.asked++];
    if (roundTripMs === undefined) return Promise.resolve(undefined);
    return Promise.resolve({
      ...{ venue: 'binance', at: '2026-03-14T03:00:00.000Z' },
      ...{ offsetMs: roundTripMs / 2, roundTripMs },
    });
  };
  return { told, read };
}

describe('the quickest reading of a clock', () => {
  it.each([
    ['of three', [90, 60, 70, 1], 60, 3],
    ['of more, until one is quick', [5_000, 4_000, 6_000, 3_000, 400, 1], 400, 5],
    ['of eight, where all are slow', [9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => n * 2_000), 4_000, 8],
    ['of those that came', [5_000, 4_000], 4_000, 3],
  ])('is taken %s', async (_what, roundTrips, quickest, asked) => {
    const { told, read } = readings(roundTrips);
    expect((await quickestReading(read))?.roundTripMs).toBe(quickest);
    expect(told.asked).toBe(asked);
  });

  it('is none where nobody answers', async () => {
    const { told, read } = readings([]);
    expect(await quickestReading(read)).toBeUndefined();
    expect(told.asked).toBe(1);
  });
});
