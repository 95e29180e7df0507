import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { createDrillClock } from '../../src/drill/index.ts';
import { manualClock } from '../support/manual-clock.ts';

const startAt = '2026-03-14T03:00:00.000Z';
const stage = (speed = 60) => {
  const real = manualClock('2026-11-21T12:00:00.000Z');
  return { real, clock: createDrillClock({ startAt, speed, real }) };
};

describe('the drill’s clock', () => {
  it('starts where it is told and runs as fast as it is told', async () => {
    const { real, clock } = stage(60);
    expect(clock.now().toISO()).toBe(startAt);
    await real.advance(1000);
    expect(clock.now().toISO()).toBe('2026-03-14T03:01:00.000Z');
    expect(clock.monotonicMs()).toBe(60_000);
  });

  it('sleeps drill time', async () => {
    const { real, clock } = stage(60);
    let woke = '';
    void clock.sleep(90_000).then(() => (woke = clock.now().toISO() ?? ''));
    await real.advance(1499);
    expect(woke).toBe('');
    await real.advance(1);
    await real.advance(0);
    expect(woke).toBe('2026-03-14T03:01:30.000Z');
  });

  it('sleeps the rest when the real timer fires too early', async () => {
    const { real } = stage();
    const hasty = { ...real, sleep: (ms: number, signal?: AbortSignal) => real.sleep(ms * 0.9, signal) };
    const clock = createDrillClock({ startAt, speed: 1, real: hasty });
    let wokeAt = 0;
    void clock.sleep(1000).then(() => (wokeAt = clock.monotonicMs()));
    for (let step = 0; step < 2000 && wokeAt === 0; step++) await real.advance(1);
    expect(wokeAt).toBeGreaterThanOrEqual(1000);
  });

  it('skips at once, waking everybody at his own moment and in order', async () => {
    const { clock } = stage();
    const seen: string[] = [];
    const note = (name: string): void => void seen.push(`${name} ${clock.now().toFormat('mm:ss')}`);
    void clock.sleep(120_000).then(() => note('second'));
    void clock.sleep(30_000).then(async () => {
      note('first');
      await clock.sleep(15_000);
      note('again');
    });
    void clock.sleep(700_000).then(() => note('never'));
    await clock.skip(600_000);
    expect(seen).toEqual(['first 00:30', 'again 00:45', 'second 02:00']);
    expect(clock.now().toISO()).toBe('2026-03-14T03:10:00.000Z');
  });

  it('wakes the others on time after a skip', async () => {
    const { real, clock } = stage(60);
    let isAwake = false;
    void clock.sleep(120_000).then(() => (isAwake = true));
    await clock.skip(60_000);
    await real.advance(999);
    expect(isAwake).toBe(false);
    await real.advance(1);
    await real.advance(0);
    expect(isAwake).toBe(true);
  });

  it('never goes back', async () => {
    const { real, clock } = stage(7);
    let last = clock.monotonicMs();
    for (const step of [1, 0, 13, 100]) {
      await real.advance(step);
      await clock.skip(step === 13 ? -5 : step);
      expect(clock.monotonicMs()).toBeGreaterThanOrEqual(last);
      last = clock.monotonicMs();
    }
  });

  it('ends a sleep with the signal’s reason, before and during', async () => {
    const { clock } = stage();
    const ending = new AbortController();
    const asleep = clock.sleep(1000, ending.signal);
    const why = new Error('the drill ended');
    ending.abort(why);
    await expect(asleep).rejects.toBe(why);
    await expect(clock.sleep(1000, ending.signal)).rejects.toBe(why);
    await clock.skip(5000);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses speed %d', (speed) => {
    expect(() => stage(speed)).toThrow(BadInput);
  });
});
