import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { VenueFailure } from '../domain/failure.ts';
import type { Account } from '../domain/account.ts';
import type { ClockOffset } from '../domain/clock.ts';
import type { CaseWorld } from './world.ts';

const moment = z.enum(['start', 'end']);

/** Asks each venue for its time: offset = venue − host. */
export const measureClocks = defineStep({
  id: 'measure-clocks',
  summary: "measures each venue's clock against this machine's",
  args: z.strictObject({ moment }),
  checks: false,
  changes: false,
  facts: ['measured'],

  async perform(args, world: CaseWorld) {
    const offsets: ClockOffset[] = [];
    for (const account of onePerVenue(world)) {
      const offset = await measure(account, world);
      if (!offset) continue;
      offsets.push(offset);
      await world.measured({ moment: args.moment, offset });
    }
    return {
      outcome: { is: 'verified' },
      summary: offsets.map((o) => `${o.venue} ${o.offsetMs >= 0 ? '+' : ''}${o.offsetMs} ms`).join(', '),
      facts: { measured: offsets.length },
    };
  },
});

/** Every venue was measured and none is off by more than the bound. */
export const confirmClocks = defineStep({
  id: 'confirm-clocks',
  summary: "confirms that every venue's clock was read and is within a bound",
  args: z.strictObject({ moment, atMostMs: z.number().int().positive() }),
  checks: true,
  changes: false,
  facts: [],

  async perform(args, world: CaseWorld) {
    const measured = world
      .events()
      .flatMap((e) => (e.type === 'clock.measured' && e.moment === args.moment ? [e.offset] : []));
    const missing = onePerVenue(world).filter(({ venue }) => !measured.some((o) => o.venue === venue));
    const off = measured.filter((o) => Math.abs(o.offsetMs) > args.atMostMs);
    if (missing.length > 0) {
      const why = `the clock of ${missing.map((a) => a.venue).join(', ')} could not be read`;
      return { outcome: { is: 'unknown', why }, summary: why };
    }
    if (off.length > 0) {
      const why = `off by more than ${args.atMostMs} ms: ${off.map((o) => o.venue).join(', ')}; set this machine's clock`;
      return { outcome: { is: 'failed', why }, summary: why };
    }
    return { outcome: { is: 'verified' }, summary: '' };
  },
});

async function measure(account: Account, world: CaseWorld): Promise<ClockOffset | undefined> {
  const { readClock } = world.venueOf(account).capabilities;
  if (readClock.by !== 'api') return undefined;
  const session = await world.open(account, 'public');
  try {
    return await readClock.run(session);
  } catch (error) {
    if (!(error instanceof VenueFailure)) throw error;
    await world.failed(error.failure);
    return undefined;
  } finally {
    await session.close();
  }
}

function onePerVenue(world: CaseWorld): readonly Account[] {
  return world.accounts.filter(
    (account, index, all) => all.findIndex((a) => a.venue === account.venue) === index,
  );
}
