// First: ccxt takes its timers from the globals when it is loaded.
import { clock } from './virtual-time.ts';
import http from 'node:http';
import process from 'node:process';
import { jobs } from '../support/jobs.ts';
import { meteredVenue } from '../../support/metered-venue.ts';
import type { PlainCcxt } from './loop.ts';

/** Runs the plain loop of one job, named by the first argument, and prints what it took and brought. */
export interface PlainResult {
  /** On the simulated clock, markets loaded beforehand. */
  readonly ms: number;
  readonly requests: number;
  readonly keys: readonly string[];
}

const roundTripMs = 100;
const job = jobs[process.argv[2] ?? ''];
if (job === undefined) throw new Error(`no such job: ${process.argv[2]}`);
const { symbols, from, change } = job.task(Number(process.argv[3]));
const venue = await meteredVenue(job.venue, { clock, change });
const key = venue.keys.reader;
const agent = new http.Agent({ keepAlive: true });
let requests = 0;

const file = new URL(`./src/${venue.pair.venue.ccxtId}.js`, import.meta.resolve('ccxt'));
const module = (await import(file.href)) as { default: new (options: object) => PlainCcxt };
const exchange = new module.default({
  apiKey: key.keyId,
  secret: key.secret,
  ...(key.passphrase === undefined ? {} : { password: key.passphrase }),
  enableRateLimit: true,
  fetchImplementation: overLoopback,
});

const result = await clock.run(measure());
process.stdout.write(JSON.stringify(result));
await venue.close();
agent.destroy();

async function measure(): Promise<PlainResult> {
  await exchange.loadMarkets();
  const before = { ms: clock.monotonicMs(), requests };
  const keys = await job!.plain(exchange, { symbols, from });
  return { ms: clock.monotonicMs() - before.ms, requests: requests - before.requests, keys };
}

interface Asked {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** To the simulator, whatever host the library names, a round trip away on the simulated clock. */
async function overLoopback(url: string, asked: Asked): Promise<Response> {
  requests += 1;
  await clock.sleep(roundTripMs / 2);
  const answer = await clock.standing(() => send(new URL(url), asked));
  await clock.sleep(roundTripMs / 2);
  return answer;
}

function send(url: URL, { method, headers, body }: Asked): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        port: venue.simulator.port,
        host: '127.0.0.1',
        agent,
        method,
        path: url.pathname + url.search,
        headers: { ...headers, host: url.host },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, statusMessage: statusText = '' } = response;
          resolve(new Response(Buffer.concat(chunks), { status, statusText }));
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
