import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBudget, type Budget } from '../../src/acquisition/index.ts';
import type { BudgetWait } from '../../src/acquisition/budget.ts';
import type { RateLimit } from '../../src/venues/contract.ts';
import { steppedClock, type SteppedClock } from './stepped-clock.ts';

const perMinute: RateLimit = {
  id: 'ip-weight-1m',
  limit: 6000,
  windowMs: 60_000,
  header: { name: 'x-mbx-used-weight-1m', says: 'used' },
};
const evidence = { reserve: 'evidence' } as const;
const containment = { reserve: 'containment' } as const;

/** Replies long enough to know that nobody else spends from the limit. */
function seeNobody(budget: Budget, clock: SteppedClock): void {
  for (const _reply of [1, 2]) {
    budget.note({ 'x-mbx-used-weight-1m': '0' });
    clock.advance(2_000);
  }
}

describe('budget', () => {
  it('never lets more than the limit through in any window, whoever spends what and when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            cost: fc.integer({ min: 1, max: 100 }),
            reserve: fc.constantFrom('evidence' as const, 'containment' as const),
            idleMs: fc.integer({ min: 0, max: 20_000 }),
          }),
          { maxLength: 60 },
        ),
        async (requests) => {
          const clock = steppedClock();
          const budget = createBudget({ limits: [{ id: 'weight', limit: 100, windowMs: 10_000 }], clock });
          const sent: { atMs: number; cost: number }[] = [];
          for (const { cost, reserve, idleMs } of requests) {
            clock.advance(idleMs);
            await budget.spend(cost, { reserve });
            sent.push({ atMs: clock.monotonicMs(), cost });
          }
          for (const { atMs } of sent) {
            const inWindow = sent.filter((each) => each.atMs > atMs - 10_000 && each.atMs <= atMs);
            expect(inWindow.reduce((total, { cost }) => total + cost, 0)).toBeLessThanOrEqual(100);
          }
        },
      ),
    );
  });

  it('keeps evidence to half until replies have shown what others spend, and not longer', async () => {
    const clock = steppedClock();
    const budget = createBudget({ limits: [perMinute], clock });
    budget.note({ 'x-mbx-used-weight-1m': '0' });
    // 3,000 of 6,000 at once, then the second that it takes to know; 4,800 leave the fifth to containment.
    for (let call = 0; call < 240; call++) await budget.spend(20, evidence);
    expect(clock.slept).toEqual([1_000]);
  });

  it('does not wait at all while there is room: a burst is what the first snapshot lives on', async () => {
    const clock = steppedClock();
    const budget = createBudget({ limits: [perMinute], clock });
    seeNobody(budget, clock);
    for (let call = 0; call < 240; call++) await budget.spend(20, evidence);
    expect(clock.slept).toEqual([]);
  });

  it('leaves a fifth to containment, however much evidence is read', async () => {
    const clock = steppedClock();
    const budget = createBudget({ limits: [perMinute], clock });
    seeNobody(budget, clock);
    for (let call = 0; call < 240; call++) await budget.spend(20, evidence);
    expect(budget.waitMs(20, evidence)).toBe(60_000);
    expect(budget.waitMs(1200, containment)).toBe(0);
  });

  it('lets containment pass evidence that stands in the queue', async () => {
    const clock = steppedClock();
    const budget = createBudget({ limits: [perMinute], clock });
    await budget.spend(4800, evidence);
    const order: string[] = [];
    const waiting = budget.spend(4800, evidence).then(() => order.push('evidence'));
    await budget.spend(20, containment).then(() => order.push('containment'));
    await waiting;
    expect(order).toEqual(['containment', 'evidence']);
  });

  it('counts what others on the same address used, as the venue’s header tells', async () => {
    const clock = steppedClock();
    const budget = createBudget({ limits: [perMinute], clock });
    seeNobody(budget, clock);
    await budget.spend(20, evidence);
    // Two seconds after the last reply: in the middle, for all that is known.
    budget.note({ 'x-mbx-used-weight-1m': '4790' });
    expect(budget.waitMs(20, evidence)).toBe(59_000);
    expect(budget.waitMs(10, evidence)).toBe(0);
  });

  it('reads a header that counts down as what is left', () => {
    const clock = steppedClock();
    const limit: RateLimit = {
      id: 'ip-1m',
      limit: 1000,
      windowMs: 60_000,
      header: { name: 'bitvavo-ratelimit-remaining', says: 'remaining' },
    };
    const budget = createBudget({ limits: [limit], clock });
    budget.note({ 'bitvavo-ratelimit-remaining': '150' });
    expect(budget.waitMs(100, evidence)).toBeGreaterThan(0);
    expect(budget.waitMs(100, containment)).toBe(0);
  });

  it.each(['', 'lots', '-5', '1e9', '٣'])('is not moved by a usage header that says %j', (said) => {
    const budget = createBudget({ limits: [perMinute], clock: steppedClock() });
    budget.note({ 'x-mbx-used-weight-1m': said });
    expect(budget.waitMs(4800, evidence)).toBe(0);
  });

  it('sends nothing before Retry-After, not even for containment: asking prolongs a ban', async () => {
    const clock = steppedClock();
    const waits: BudgetWait[] = [];
    const budget = createBudget({ limits: [perMinute], clock, onWait: (wait) => waits.push(wait) });
    budget.note({ 'retry-after': '120' });
    await budget.spend(1, containment);
    expect(clock.monotonicMs()).toBe(120_000);
    expect(waits).toEqual([{ ms: 120_000, why: 'the venue asked to wait' }]);
  });

  it('reads Retry-After as a date too', () => {
    const budget = createBudget({ limits: [], clock: steppedClock('2026-11-21T03:12:00.000Z') });
    budget.note({ 'retry-after': 'Sat, 21 Nov 2026 03:13:30 GMT' });
    expect(budget.pausedMs()).toBe(90_000);
  });

  it('keeps the longer of two pauses', () => {
    const clock = steppedClock();
    const budget = createBudget({ limits: [], clock });
    budget.pauseUntil(clock.now().plus({ minutes: 10 }), 'banned');
    budget.pauseUntil(clock.now().plus({ minutes: 1 }), 'limited');
    expect(budget.pausedMs()).toBe(600_000);
  });

  it('charges a request at the limits that it names, and at no other', () => {
    const budget = createBudget({
      limits: [perMinute, { id: 'uid-weight-1s', limit: 10, windowMs: 1000 }],
      clock: steppedClock(),
    });
    expect(budget.waitMs({ 'ip-weight-1m': 4000 }, evidence)).toBe(0);
    expect(budget.waitMs({ 'uid-weight-1s': 2 }, evidence)).toBe(0);
  });

  it('refuses a cost that no waiting would make room for', async () => {
    const budget = createBudget({ limits: [perMinute], clock: steppedClock() });
    await expect(budget.spend(6001, evidence)).rejects.toThrow(RangeError);
  });

  it('lets one request through that exceeds the share of evidence, when nothing else is in the window', async () => {
    const clock = steppedClock();
    const budget = createBudget({ limits: [{ id: 'counter', limit: 10, windowMs: 60_000 }], clock });
    await budget.spend(9, evidence);
    expect(clock.slept).toEqual([]);
  });

  it('releases at once whoever waits in the queue when the run is aborted', async () => {
    const clock = steppedClock();
    const never = { ...clock, sleep: () => new Promise<void>(() => undefined) };
    const budget = createBudget({ limits: [perMinute], clock: never });
    const aborter = new AbortController();
    await budget.spend(4800, evidence);
    void budget.spend(4800, evidence).catch(() => undefined);
    const queued = budget.spend(20, { ...evidence, signal: aborter.signal });
    aborter.abort(new Error('interrupted'));
    await expect(queued).rejects.toThrow('interrupted');
  });
});
