import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import type { ClockOffset } from '../domain/clock.ts';
import type { Session } from '../venues/contract.ts';
import { ended } from './ended.ts';
import { orReason } from './reading.ts';
import { withSession } from './with-session.ts';
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
    const measured = lastOffsets(args.moment, world);
    const missing = onePerVenue(world).filter(({ venue }) => !measured.some((o) => o.venue === venue));
    const off = measured.filter((o) => Math.abs(o.offsetMs) > args.atMostMs);
    if (missing.length > 0) {
      return ended('unknown', `the clock of ${missing.map((a) => a.venue).join(', ')} could not be read`);
    }
    if (off.length > 0) {
      const venues = off.map((o) => o.venue).join(', ');
      return ended('failed', `off by more than ${args.atMostMs} ms: ${venues}; set this machine's clock`);
    }
    return { outcome: { is: 'verified' }, summary: '' };
  },
});

/** A later measurement replaces an earlier one: the machine's clock may have been set meanwhile. */
function lastOffsets(moment: 'start' | 'end', world: CaseWorld): readonly ClockOffset[] {
  const byVenue = new Map<string, ClockOffset>();
  for (const event of world.events()) {
    if (event.type === 'clock.measured' && event.moment === moment)
      byVenue.set(event.offset.venue, event.offset);
  }
  return [...byVenue.values()];
}

// RFC 5905 §10: of several readings the quickest has the smallest error, at most half its round trip.
const readings = 3;

async function measure(account: Account, world: CaseWorld): Promise<ClockOffset | undefined> {
  const { readClock } = world.venueOf(account).capabilities;
  if (readClock.by !== 'api') return undefined;
  const work = async (session: Session): Promise<ClockOffset | undefined> => {
    let quickest: ClockOffset | undefined;
    for (let reading = 0; reading < readings; reading++) {
      const offset = await orReason(world, () => readClock.run(session));
      if ('why' in offset) break;
      if (!quickest || offset.roundTripMs < quickest.roundTripMs) quickest = offset;
    }
    return quickest;
  };
  return withSession(account, 'public', world, work, readClock);
}

function onePerVenue(world: CaseWorld): readonly Account[] {
  return world.accounts.filter(
    (account, index, all) => all.findIndex((a) => a.venue === account.venue) === index,
  );
}
