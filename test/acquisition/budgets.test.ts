import { describe, expect, it } from 'vitest';
import { containing, createBudgets } from '../../src/acquisition/index.ts';
import { VenueFailure } from '../../src/domain/failure.ts';
import type { RateLimit, Reply, Session, Venue } from '../../src/venues/contract.ts';
import { venues } from '../../src/venues/index.ts';
import { manualClock } from '../support/manual-clock.ts';
import { steppedClock } from './stepped-clock.ts';

const evidence = { reserve: 'evidence' } as const;
const containment = { reserve: 'containment' } as const;
const limits: readonly RateLimit[] = [
  { id: 'ip', limit: 10, windowMs: 60_000 },
  { id: 'uid', per: 'account', limit: 10, windowMs: 60_000 },
  { id: 'key', per: 'key', limit: 10, windowMs: 60_000 },
];
const venue = { id: 'testbourse', limits };
const begin = '2026-11-21T03:12:00.000Z';

describe('a limit is shared by those whom the venue counts together', () => {
  const budgets = () => createBudgets({ clock: steppedClock() });

  it('at an address: every account there, and nobody at another', async () => {
    const all = budgets();
    await all.of({ venue, exit: 'here', account: 'a' }).spend({ ip: 8 }, evidence);
    expect(all.of({ venue, exit: 'here', account: 'b' }).waitMs({ ip: 1 }, evidence)).toBe(60_000);
    expect(all.of({ venue, exit: 'proxy', account: 'a' }).waitMs({ ip: 1 }, evidence)).toBe(0);
  });

  it('of an account: its keys from every address, and no other account', async () => {
    const all = budgets();
    await all.of({ venue, exit: 'here', account: 'a', key: '1' }).spend({ uid: 8 }, evidence);
    expect(all.of({ venue, exit: 'proxy', account: 'a', key: '2' }).waitMs({ uid: 1 }, evidence)).toBe(
      60_000,
    );
    expect(all.of({ venue, exit: 'here', account: 'b', key: '3' }).waitMs({ uid: 1 }, evidence)).toBe(0);
  });

  it('of a key: that key alone', async () => {
    const all = budgets();
    await all.of({ venue, exit: 'here', account: 'a', key: '1' }).spend({ key: 8 }, evidence);
    expect(all.of({ venue, exit: 'here', account: 'a', key: '1' }).waitMs({ key: 1 }, evidence)).toBe(60_000);
    expect(all.of({ venue, exit: 'here', account: 'a', key: '2' }).waitMs({ key: 1 }, evidence)).toBe(0);
  });

  it('without a key: whoever asks from that address', async () => {
    const all = budgets();
    await all.of({ venue, exit: 'here' }).spend({ key: 8, uid: 8 }, evidence);
    expect(all.of({ venue, exit: 'here' }).waitMs({ key: 1 }, evidence)).toBe(60_000);
    expect(all.of({ venue, exit: 'here', account: 'a', key: '1' }).waitMs({ key: 1, uid: 1 }, evidence)).toBe(
      0,
    );
  });

  it('and two venues share nothing, whatever their limits are called', async () => {
    const all = budgets();
    await all.of({ venue, exit: 'here', account: 'a' }).spend({ ip: 8 }, evidence);
    const other = all.of({ venue: { ...venue, id: 'otherbourse' }, exit: 'here', account: 'a' });
    expect(other.waitMs({ ip: 1 }, evidence)).toBe(0);
  });
});

describe('who waits', () => {
  it('for one limit holds up nobody who waits for another', async () => {
    const clock = manualClock(begin);
    const budget = createBudgets({ clock }).of({ venue, exit: 'here', account: 'a' });
    await budget.spend({ ip: 8 }, evidence);
    const order: string[] = [];
    const first = budget.spend({ ip: 1 }, evidence).then(() => order.push('first'));
    await budget.spend({ uid: 1 }, evidence).then(() => order.push('second'));
    await clock.advance(60_000);
    await first;
    expect(order).toEqual(['second', 'first']);
  });

  it('at an address lets the containment of another account pass', async () => {
    const clock = manualClock(begin);
    const all = createBudgets({ clock });
    const reading = all.of({ venue, exit: 'here', account: 'a' });
    await reading.spend({ ip: 8 }, evidence);
    const queued = reading.spend({ ip: 8 }, evidence);
    const order: string[] = [];
    void queued.then(() => order.push('evidence'));
    await all.of({ venue, exit: 'here', account: 'b' }).spend({ ip: 2 }, containment);
    order.push('containment');
    await clock.advance(60_000);
    await queued;
    expect(order).toEqual(['containment', 'evidence']);
  });

  it('for an answer that took long counts from when the venue may have counted it', async () => {
    const clock = manualClock(begin);
    const budget = createBudgets({ clock }).of({ venue, exit: 'here', account: 'a' });
    const sent = await budget.spend({ ip: 8 }, { ...evidence, awaitsAnswer: true });
    await clock.advance(30_000);
    expect(budget.waitMs({ ip: 1 }, evidence)).toBe(60_000);
    sent.answered();
    await clock.advance(31_000);
    expect(budget.waitMs({ ip: 1 }, evidence)).toBe(29_000);
  });
});

describe('a refusal that our own count does not explain', () => {
  const refuse = { why: 'the venue answered RATE_LIMITED' };

  it('halves what is taken of the limit, each time again, and stands still for longer', () => {
    const budget = createBudgets({ clock: steppedClock() }).of({ venue, exit: 'here', account: 'a' });
    budget.refused({ uid: 1 }, refuse);
    expect(budget.pausedMs()).toBe(60_000);
    budget.refused({ uid: 1 }, refuse);
    expect(budget.pausedMs()).toBe(120_000);
  });

  it('slows the limits that were asked from and no other, and is forgotten after a while', async () => {
    const clock = steppedClock();
    const budget = createBudgets({ clock }).of({ venue, exit: 'here', account: 'a' });
    budget.refused({ uid: 1 }, refuse);
    clock.advance(61_000);
    await budget.spend({ uid: 4 }, evidence);
    expect(budget.waitMs({ uid: 1 }, evidence)).toBeGreaterThan(0);
    expect(budget.waitMs({ ip: 8 }, evidence)).toBe(0);
    clock.advance(600_000);
    expect(budget.waitMs({ uid: 8 }, evidence)).toBe(0);
  });

  it('makes dearer what a limit that leaks is asked for: it sinks as fast as ever', async () => {
    const clock = steppedClock();
    const leaking = {
      id: 'slowbourse',
      limits: [{ id: 'c', limit: 10, windowMs: 10_000, leaks: true }],
    } as const;
    const budget = createBudgets({ clock }).of({ venue: leaking, exit: 'here' });
    budget.refused({ c: 1 }, refuse);
    clock.advance(10_000);
    for (let asked = 0; asked < 4; asked++) await budget.spend({ c: 1 }, evidence);
    // Four at half the pace are eight of ten: no more, for now.
    expect(budget.waitMs({ c: 1 }, evidence)).toBeGreaterThan(1_500);
  });
});

describe('a session that contains', () => {
  const reply: Reply = {
    status: 200,
    headers: {},
    body: [],
    text: '[]',
    exchange: 'HX-1',
    sentAt: '',
    receivedAt: '',
  };
  const sessionThat = (call: Session['call']): Session => ({
    venue: { id: 'testbourse' } as Venue,
    credential: undefined,
    call,
    view: () => Promise.reject(new Error('not used')),
    close: () => Promise.resolve(),
  });

  it('is counted, request by request', async () => {
    const clock = steppedClock();
    const budget = createBudgets({ clock }).of({ venue, exit: 'here', account: 'a' });
    const signal = new AbortController().signal;
    const session = containing(
      sessionThat(() => Promise.resolve(reply)),
      { budget, cost: { ip: 4 }, clock, signal },
    );
    await session.call('a', {}, 'acting');
    await session.call('b', {}, 'acting');
    expect(budget.waitMs({ ip: 3 }, containment)).toBe(60_000);
    expect(budget.waitMs({ ip: 2 }, containment)).toBe(0);
  });

  it('pays again for a read that has to be sent once more', async () => {
    const clock = steppedClock();
    const budget = createBudgets({ clock }).of({ venue, exit: 'here', account: 'a' });
    const stale = sessionThat(async (_endpoint, _params, _doing, beforeRepeat) => {
      await beforeRepeat?.();
      return reply;
    });
    const signal = new AbortController().signal;
    await containing(stale, { budget, cost: { ip: 4 }, clock, signal }).call('a', {}, 'probing');
    expect(budget.waitMs({ ip: 3 }, containment)).toBe(60_000);
  });

  it('sends nothing into a ban, and says so at once: a person may act by hand meanwhile', async () => {
    const clock = steppedClock();
    const budget = createBudgets({ clock }).of({ venue, exit: 'here', account: 'a' });
    const asked: string[] = [];
    const banned = sessionThat((endpoint) => {
      asked.push(typeof endpoint === 'string' ? endpoint : endpoint.path);
      throw new VenueFailure({ code: 'BANNED', venue: 'testbourse', doing: 'acting', retryAfterMs: 600_000 });
    });
    const session = containing(banned, { budget, cost: 1, clock, signal: new AbortController().signal });
    await expect(session.call('first', {}, 'acting')).rejects.toMatchObject({ code: 'BANNED' });
    await expect(session.call('second', {}, 'acting')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(asked).toEqual(['first']);
  });
});

it.each(venues.map((each) => [each.id, each] as const))(
  '%s declares costs for limits that it has',
  (_id, { limits: own = [], capabilities }) => {
    const ids = own.map(({ id }) => id);
    for (const capability of Object.values(capabilities)) {
      if (capability.by === 'api')
        expect(ids).toEqual(expect.arrayContaining(Object.keys(capability.cost ?? {})));
    }
  },
);
