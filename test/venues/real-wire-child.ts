// Run by real-wire.test.ts in a process of its own, with NODE_EXTRA_CA_CERTS from the test. Makes one
// call per argument and writes what happened as JSON lines.
import { DateTime } from 'luxon';
import { VenueFailure } from '../../src/domain/failure.ts';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import { Secret } from '../../src/domain/secret.ts';
import { inspect } from 'node:util';
import { openSession, venues } from '../../src/venues/index.ts';

const [proxyUrl = '', hosts = ''] = process.argv.slice(2);
const [venue] = venues;
if (venue === undefined) throw new Error('no venue');

const captured: HttpExchange[] = [];
const session = await openSession({
  venue: hosts === '' ? venue : { ...venue, hosts: hosts.split(',') },
  credential: {
    holder: 'suspect',
    label: 'bot',
    parts: { apiKey: new Secret('CANARYkey', 'env:K'), secret: new Secret('CANARYsecret', 'env:S') },
  },
  wire: { mode: 'real', ...(proxyUrl === '-' ? {} : { proxy: { url: new Secret(proxyUrl, 'env:PROXY') } }) },
  capture: async (exchange) => void captured.push(exchange),
  clock: {
    now: () => DateTime.utc(),
    monotonicMs: () => performance.now(),
    sleep: async () => undefined,
  },
  timeouts: { connectMs: 3_000 },
});
let outcome: object;
try {
  const reply = await session.call('privateGetOpenOrders', {}, 'listing open orders');
  outcome = { body: reply.body };
} catch (error) {
  const failure = error instanceof VenueFailure ? error.failure : { code: 'NOT A VENUE FAILURE' };
  outcome = { failure, shown: inspect(error, { depth: 20, showHidden: true }) };
}
await session.close();
const [exchange] = captured;
process.stdout.write(
  JSON.stringify({
    ...outcome,
    peer: exchange?.peer,
    url: exchange?.request.url,
    exchanges: captured.length,
  }),
);
