import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { closableHoles, notYet } from '../../src/domain/coverage.ts';
import type { Session } from '../../src/venues/index.ts';
import { closeWorlds } from '../contract/starting.ts';
import { pairs, type Pair } from '../contract/world.ts';

import { readAccount, type Compared } from './generated/comparing.ts';
import { disturb, troublesAt, type Trouble } from './generated/disturbances.ts';
import { longestPage } from './generated/grid.ts';
import { learnFrom } from './generated/knowledge.ts';
import { openAccount, stretch, type OpenedAccount } from './generated/opened.ts';
import type { AccountPlan } from './generated/placing.ts';

// A reading in which anything goes wrong ends whole, or with every row that it has not got inside a hole
// that its coverage reports. It never has a row that nobody booked, nor one twice.

afterEach(closeWorlds);

const planFor = ({ venue }: Pair): AccountPlan => ({
  seed: 5,
  // With FIREBREAK_GENERATED=all as large as without faults: minutes for each run.
  fills:
    process.env['FIREBREAK_GENERATED'] === 'all'
      ? 20_000
      : Math.max(260, Math.ceil(1.5 * longestPage(venue, 'listTrades'))),
  movements: 20,
  stretch,
});

/** Every run of the suite draws the same; another seed, or more of them, by the environment. */
const draws = {
  seed: Number(process.env['FIREBREAK_SEED'] ?? 11),
  numRuns: Number(process.env['FIREBREAK_RUNS'] ?? 15),
};

describe.each(pairs)('$id: a generated account under faults', (pair) => {
  it('is read whole, or with exactly its holes reported', async () => {
    const plan = planFor(pair);
    const undisturbed = await openAccount(pair, plan);
    const reference = await readAccount(undisturbed);
    const knowledge = learnFrom(reference, undisturbed);
    const callsOf = new Map(reference.map(({ name, reading }) => [name, reading.calls]));
    const refusals = undisturbed.world.simulator.refusals();
    await closeWorlds();

    await fc.assert(
      fc
        .asyncProperty(troublesAt(pair, refusals), async (trouble) => {
          const account = await openAccount(pair, plan);
          const { session, host } = await openFromHost(account, trouble);
          const [compared] = await readAccount(account, {
            names: [trouble.name],
            session,
            host,
            knowledge,
            isShuffled: trouble.isShuffled,
            beforeCall: disturb(account, trouble, callsOf.get(trouble.name) ?? 1),
          });
          if (compared === undefined) throw new Error('nothing was read');
          expectHonest(compared);
        })
        .afterEach(closeWorlds),
      { ...draws, endOnFailure: false },
    );
  }, 1_200_000);
});

describe.each(pairs)('$id: a moment with more rows than a page', (pair) => {
  it('is read whole, or is a hole', async () => {
    const account = await openAccount(pair, { ...planFor(pair), isCrowded: true });
    for (const compared of await readAccount(account)) {
      expect(compared.reading.listing.rows.length).toBeGreaterThan(0);
      expectHonest(compared);
    }
  });
});

/** A session of a host whose clock goes wrong. */
async function openFromHost(
  { world, open }: OpenedAccount,
  { skewMs, isSkewMeasured }: Trouble,
): Promise<{ readonly session: Session; readonly host: HostClock }> {
  const clock = { ...world.clock, now: () => world.clock.now().plus(skewMs) };
  const host = { clock, ...(isSkewMeasured ? { clockOffsetMs: -skewMs } : {}) };
  const session = await open({
    ...host,
    timeouts: { connectMs: 5_000, headersMs: 700, bodyMs: 700, totalMs: 5_000 },
  });
  return { session, host };
}

type HostClock = NonNullable<NonNullable<Parameters<typeof readAccount>[1]>['host']>;

function expectHonest({ reading, missing, invented, doubled }: Compared): void {
  const { listing } = reading;
  expect({ invented, doubled }).toEqual({ invented: [], doubled: [] });
  const silent = missing.filter((each) => !each.isReported && !each.isOfUntoldKind);
  expect(silent.map(({ row }) => row)).toEqual([]);
  // What lies ahead of the venue's clock is no failure: a host that runs behind asks for it.
  const holes = closableHoles(listing.coverage.holes).filter(({ why }) => why !== notYet);
  expect(listing.stop === 'failed', 'a hole that a failure made is no end').toBe(holes.length > 0);
}
