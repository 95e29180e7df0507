import { afterEach, describe, expect, it } from 'vitest';
import { containing, createBudgets, readAll, type Budget } from '../../src/acquisition/index.ts';
import type { ByApi, CapabilityName, ReadPages, Session } from '../../src/venues/index.ts';
import type { Counted } from '../../src/simulators/index.ts';
import { actsByApi, callOnce, findTargets, listsByApi, since } from './capabilities.ts';
import { closeWorlds, start } from './starting.ts';
import { pairs, type OpenWorld, type Pair } from './world.ts';

afterEach(closeWorlds);

type Price = Readonly<Record<string, number>>;

/** What was paid and not used yet, and which requests found nothing that covers them. */
interface Account {
  readonly budget: Budget;
  readonly session: Session;
  readonly unpaid: string[];
  /** Requests that were sent. */
  readonly sent: string[];
  /** Payments, all of them. */
  readonly paid: Price[];
}

/**
 * Lets one request through at a time, and lays what the simulator counted for it beside a payment that was
 * made before and that no other request has used.
 */
async function keepAccount(world: OpenWorld, counted: Counted[], key: 'mighty' | 'public'): Promise<Account> {
  const { clock, pair } = world;
  const session = await world.open(key);
  const whole = createBudgets({ clock }).of({
    venue: pair.venue,
    exit: 'here',
    ...(key === 'public' ? {} : { account: 'a', key: 'k' }),
  });
  const paid: Price[] = [];
  const left: Price[] = [];
  const unpaid: string[] = [];
  const sent: string[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const budget: Budget = {
    ...whole,
    async spend(cost, how) {
      const receipt = await whole.spend(cost, how);
      const price = typeof cost === 'number' ? {} : cost;
      paid.push(price);
      left.push(price);
      return receipt;
    },
  };
  const call: Session['call'] = (...asked) => {
    const name = typeof asked[0] === 'string' ? asked[0] : `${asked[0].verb} ${asked[0].path}`;
    const one = async () => {
      counted.length = 0;
      try {
        return await session.call(...asked);
      } finally {
        sent.push(name);
        const at = left.findIndex((price) => counted.every((each) => covers(pair, price, each)));
        if (at < 0) unpaid.push(`${name}: ${JSON.stringify(counted)} of ${JSON.stringify(left)}`);
        else left.splice(at, 1);
      }
    };
    const answer = turn.then(one);
    turn = answer.catch(() => undefined);
    return answer;
  };
  return { budget, session: { ...session, call }, unpaid, sent, paid };
}

/**
 * A limit of ours stands for a counter of the venue where keeping to ours keeps to the venue's: the same
 * share of it, or a larger one, is paid within each of the venue's windows.
 */
function covers({ venue }: Pair, price: Price, { units, most, perMs }: Counted): boolean {
  if (units === 0) return true;
  return (venue.limits ?? []).some(({ id, limit, windowMs }) => {
    const windows = Math.max(1, Math.ceil(perMs / windowMs));
    return ((price[id] ?? 0) / limit) * 1.000_001 >= (units / most) * windows;
  });
}

/** What was paid by the capability's word, as the list has no price of it. */
const unpriced = ({ venue }: Pair, sent: readonly string[]): readonly string[] =>
  sent.filter((name) => venue.prices?.[name] === undefined);

async function started(pair: Pair) {
  const counted: Counted[] = [];
  const world = await start(pair, { onCounted: (one) => void counted.push(one) });
  return { world, counted };
}

const capabilityOf = ({ venue }: Pair, name: CapabilityName): ByApi<unknown> => {
  const capability = venue.capabilities[name];
  if (capability.by !== 'api') throw new Error(`${venue.id} does not do ${name} by API`);
  return capability;
};

describe.each(pairs)('$id: no request leaves that is not paid for before', (pair) => {
  it.each(listsByApi(pair.venue))('%s', async (name) => {
    const { world, counted } = await started(pair);
    const { budget, session, unpaid, sent, paid } = await keepAccount(world, counted, 'mighty');
    await readAll({
      capability: capabilityOf(pair, name) as ByApi<ReadPages<unknown>>,
      session,
      query: { symbols: Object.values(world.symbols), from: since },
      budget,
      clock: world.clock,
      signal: new AbortController().signal,
    });
    expect(unpaid).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
    expect(unpriced(pair, sent)).toEqual([]);
    expect(paid).toHaveLength(sent.length);
  });

  it.each(['readClock', 'introspectKey', ...actsByApi(pair.venue)] as readonly CapabilityName[])(
    '%s',
    async (name) => {
      const { world, counted } = await started(pair);
      const targets = await findTargets(world);
      const account = await keepAccount(world, counted, name === 'readClock' ? 'public' : 'mighty');
      const { cost = 1 } = capabilityOf(pair, name);
      const session = containing(account.session, {
        budget: account.budget,
        cost,
        clock: world.clock,
        signal: new AbortController().signal,
      });
      await callOnce(name, session, targets);
      expect(account.unpaid).toEqual([]);
      expect(account.sent.length).toBeGreaterThan(0);
      expect(unpriced(pair, account.sent)).toEqual([]);
      // Each its own price: not once too often, either.
      expect(account.paid).toHaveLength(account.sent.length);
    },
  );
});

it.each(pairs)('$id: every price is of a limit that the venue has', ({ venue }) => {
  const ids = (venue.limits ?? []).map(({ id }) => id);
  for (const price of Object.values(venue.prices ?? {})) {
    const named = typeof price === 'function' ? price({}) : price;
    expect(ids).toEqual(expect.arrayContaining(Object.keys(named)));
  }
});
