import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import type { ClockOffset } from '../domain/clock.ts';
import { hostClockFact, offsetInWords } from '../domain/host-clock-fact.ts';
import type { Known } from '../domain/known.ts';
import { NoNetworkTime } from '../evidence/index.ts';
import type { Session } from '../venues/contract.ts';
import { ended } from './ended.ts';
import { quickestReading } from './quickest-reading.ts';
import { orReason } from './reading.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

const moment = z.enum(['start', 'end']);

/** Asks each venue for its time, and the time server if there is one: offset = theirs − host. */
export const measureClocks = defineStep({
  id: 'measure-clocks',
  summary: "measures each venue's clock against this machine's",
  args: z.strictObject({ moment }),
  checks: false,
  changes: false,
  facts: ['measured', 'hostClock'],

  async perform(args, world: CaseWorld) {
    const offsets: ClockOffset[] = [];
    for (const account of onePerVenue(world)) {
      const offset = await measure(account, world);
      if (!offset) continue;
      offsets.push(offset);
      await world.measured({ moment: args.moment, offset });
    }
    const host = await measureHost(world);
    if (host.known) await world.measured({ moment: args.moment, offset: host.value });
    const hostClock = hostClockFact(host);
    return {
      outcome: { is: 'verified' },
      summary: [
        ...offsets.map(offsetInWords),
        ...(host.known ? [hostClock] : [`this machine's clock ${hostClock}`]),
      ].join(', '),
      facts: { measured: offsets.length, hostClock },
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

async function measure(account: Account, world: CaseWorld): Promise<ClockOffset | undefined> {
  const { readClock } = world.venueOf(account).capabilities;
  if (readClock.by !== 'api') return undefined;
  const work = (session: Session): Promise<ClockOffset | undefined> =>
    quickestReading(async () => {
      const offset = await orReason(world, () => readClock.run(session));
      return 'why' in offset ? undefined : offset;
    });
  return withSession(account, 'public', world, work, readClock);
}

// Of a server of everybody's no more is asked, however slow it is.
const askings = 3;

/** The time server's clock; a silent or unfit one leaves this machine's clock unknown, and stops nothing. */
async function measureHost({ hostClock }: CaseWorld): Promise<Known<ClockOffset>> {
  if (!hostClock || 'why' in hostClock)
    return { known: false, why: hostClock?.why ?? 'no time server is asked here' };
  let quickest: ClockOffset | undefined;
  let why = '';
  for (let asked = 0; asked < askings; asked++) {
    try {
      const offset = await hostClock.ask();
      if (!quickest || offset.roundTripMs < quickest.roundTripMs) quickest = offset;
    } catch (error) {
      if (!(error instanceof NoNetworkTime)) throw error;
      why = error.message;
      // Asked to go away, or silent: asking again is rude or slow.
      break;
    }
  }
  return quickest ? { known: true, value: quickest } : { known: false, why };
}

function onePerVenue(world: CaseWorld): readonly Account[] {
  return world.accounts.filter(
    (account, index, all) => all.findIndex((a) => a.venue === account.venue) === index,
  );
}
