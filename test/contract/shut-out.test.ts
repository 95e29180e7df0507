import { afterEach, describe, expect, it } from 'vitest';
import { containing, createBudgets } from '../../src/acquisition/index.ts';
import { callOnce, failureOf } from './capabilities.ts';
import { closeWorlds, start } from './starting.ts';
import { pairs, type Pair } from './world.ts';

afterEach(closeWorlds);

const minuteMs = 60_000;

/** What each venue says to whoever asks too often, and how long it is then left alone, at least. */
const refusals: Readonly<Record<string, readonly { readonly code: string; readonly ms: number }[]>> = {
  // 418 names its end in Retry-After, where it is a ban; this one names none.
  binance: [{ code: 'http:418', ms: 2 * minuteMs }],
  // "Blocked for the rest of this minute and the next."
  bitvavo: [{ code: '105', ms: 2 * minuteMs }],
  bybit: [
    { code: '10006', ms: 1_000 },
    { code: 'http:403', ms: 10 * minuteMs },
  ],
  coinbase: [{ code: 'http:429', ms: 1_000 }],
  gate: [{ code: 'TOO_MANY_REQUESTS', ms: 10_000 }],
  kraken: [
    { code: 'EAPI:Rate limit exceeded', ms: 15_000 },
    { code: 'EGeneral:Temporary lockout', ms: 15 * minuteMs },
  ],
  okx: [{ code: '50011', ms: 2_000 }],
};

async function refusedWith(pair: Pair, code: string, times: number) {
  const world = await start(pair);
  const { clock, simulator } = world;
  const budget = createBudgets({ clock }).of({ venue: pair.venue, exit: 'here', account: 'a', key: 'k' });
  const session = containing(await world.open('mighty'), {
    budget,
    cost: 1,
    clock,
    signal: new AbortController().signal,
  });
  simulator.faults.inject({ kind: 'refusal', code }, { path: '', times });
  await failureOf(callOnce('introspectKey', session));
  return { budget, session, clock, asked: () => simulator.books.requests().length };
}

describe.each(pairs)('$id, asked too often', (pair) => {
  const told = refusals[pair.id] ?? [];

  it('is a venue whose refusals are known here', () => {
    expect(told.length).toBeGreaterThan(0);
  });

  it.each(told)('is left alone for $ms ms after $code, by containment too', async ({ code, ms }) => {
    const { budget } = await refusedWith(pair, code, 1);
    expect(budget.pausedMs()).toBeGreaterThanOrEqual(ms);
  });

  it.each(told.filter(({ ms }) => ms >= 2 * minuteMs))(
    'is sent nothing during the shut-out that $code begins',
    async ({ code }) => {
      const { session, asked } = await refusedWith(pair, code, 1);
      const before = asked();
      expect((await failureOf(callOnce('introspectKey', session))).code).toBe('RATE_LIMITED');
      expect(asked()).toBe(before);
    },
  );

  it.each(told.filter(({ ms }) => ms < 2 * minuteMs))(
    'is left alone for longer when it says $code again',
    async ({ code }) => {
      const { budget, session } = await refusedWith(pair, code, 2);
      const first = budget.pausedMs();
      await failureOf(callOnce('introspectKey', session));
      expect(budget.pausedMs()).toBeGreaterThanOrEqual(1.5 * first);
    },
  );
});
