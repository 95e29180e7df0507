import { readAll, createBudgets, openSharedTally } from '../../../src/acquisition/index.ts';
import { openSession } from '../../../src/venues/index.ts';
import { VenueFailure } from '../../../src/domain/failure.ts';
import { credentialOf, home } from '../../contract/world.ts';
import { fastClock } from '../../support/fast-clock.ts';
import { listOf, pairOf } from '../../support/metered-venue.ts';

// One firebreak process among several: reads so many pages of trades at a simulated venue, and tells
// what the venue refused.
const [venue = '', port, file, speed, anchor, readings] = process.argv.slice(2);
const clock = fastClock({ speed: Number(speed), realMs: Number(anchor) });
const pair = pairOf(venue);
const refused: string[] = [];
const unshared: string[] = [];
const session = await openSession({
  venue: pair.venue,
  credential: credentialOf(pair.simulated.deriveKey('contract', 'bound'), 'suspect'),
  wire: { mode: 'drill', ports: new Map([[venue, Number(port)]]), sourceIp: home },
  capture: () => Promise.resolve(),
  clock,
});
const budget = createBudgets({
  clock,
  ...(file === undefined || file === '' ? {} : { openShared: () => openSharedTally(file, clock) }),
  onUnshared: (why) => void unshared.push(why),
}).of({ venue: pair.venue, exit: 'here', account: 'main', key: 'bound' });
const capability = listOf(pair, 'listTrades');
const symbol = pair.simulated.symbolOf('BTC', 'USDT');
let done = 0;
const one = { ...capability, run: { ...capability.run, page: watched(capability.run.page) } };
while (done < Number(readings) && refused.length === 0) {
  await readAll({
    capability: one,
    session,
    query: { symbols: [symbol] },
    budget,
    clock,
    signal: new AbortController().signal,
  });
}
await session.close();
process.stdout.write(`${JSON.stringify({ done, refused, unshared })}\n`);

function watched(page: typeof capability.run.page): typeof capability.run.page {
  return async (...asked) => {
    try {
      return await page(...asked);
    } catch (error) {
      if (error instanceof VenueFailure) refused.push(error.message);
      throw error;
    } finally {
      done += 1;
    }
  };
}
