import { createBudgets, openSharedTally, readAll, type Budget } from '../../../src/acquisition/index.ts';
import { VenueFailure, type FailureCode } from '../../../src/domain/failure.ts';
import { openSession, type Session } from '../../../src/venues/index.ts';
import { credentialOf, home } from '../../contract/world.ts';
import { listOf, pairOf } from '../../support/metered-venue.ts';
import { machineClock } from '../../venues/clocks.ts';

// One firebreak process among several: reads trades in real time until the time is over, and tells what the
// venue refused.
const [venue = '', port, file = '', section = '', limit = '', beginMs, lastsMs] = process.argv.slice(2);
const roundTripMs = 100;
const readers = 2;
const clock = machineClock;
const pair = pairOf(venue);
const tooOften: readonly FailureCode[] = ['RATE_LIMITED', 'BANNED', 'BLOCKED_BY_GATEWAY'];
const refused: string[] = [];
let asked = 0;
let units = 0;

const open = await openSession({
  venue: pair.venue,
  credential: credentialOf(pair.simulated.deriveKey('contract', 'bound'), 'suspect'),
  wire: { mode: 'drill', ports: new Map([[venue, Number(port)]]), sourceIp: home },
  capture: () => Promise.resolve(),
  clock,
});
const call: Session['call'] = async (...request) => {
  asked += 1;
  await clock.sleep(roundTripMs / 2);
  try {
    return await open.call(...request);
  } catch (error) {
    if (error instanceof VenueFailure && tooOften.includes(error.code)) refused.push(error.message);
    throw error;
  } finally {
    await clock.sleep(roundTripMs / 2);
  }
};
const whole = createBudgets({ clock, openShared: () => openSharedTally(file, clock) }).of({
  venue: pair.venue,
  exit: 'here',
  account: 'main',
  key: 'bound',
});
// All processes begin at one moment, when all of them are there.
await clock.sleep(Math.max(0, Number(beginMs) - Date.now()));
const deadlineMs = clock.monotonicMs() + Number(lastsMs);
const budget: Budget = {
  ...whole,
  async spend(cost, how) {
    const sent = await whole.spend(cost, how);
    if (clock.monotonicMs() < deadlineMs) units += typeof cost === 'number' ? cost : (cost[limit] ?? 0);
    return sent;
  },
};
const trades = listOf(pair, 'listTrades');
const capability = section === '' ? trades : { ...trades, run: { ...trades.run, sections: [section] } };
const read = async (): Promise<void> => {
  while (clock.monotonicMs() < deadlineMs) {
    const before = asked;
    await readAll({
      capability,
      session: { ...open, call },
      query: { symbols: ['BTC', 'ETH', 'ZRT'].map((base) => pair.simulated.symbolOf(base, 'USDT')) },
      budget,
      clock,
      signal: new AbortController().signal,
      deadlineMs,
    });
    // What would come too late is not asked for.
    if (asked === before) await clock.sleep(100);
  }
};
await Promise.all(Array.from({ length: readers }, read));
await open.close();
process.stdout.write(JSON.stringify({ units, refused }));
