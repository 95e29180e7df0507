import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { fillsOf, pageSize, pageStarts, type Fills } from '../support/fills.ts';
import type { BenchResult } from './result.ts';

interface Size {
  readonly symbols: number;
  readonly fills: number;
}

const large: Size = { symbols: 3_000, fills: 1_000_000 };
const small: Size = { symbols: 30, fills: 10_000 };
/** One page leads to the next: no round trip can be hidden. */
const oneSymbol: Size = { symbols: 1, fills: 50_000 };
const roundTripMs = 100;
/** The bare client reads one part of the history in so many, busy and quiet symbols alike. */
const sampledInOne = 12;
/**
 * Node takes what it may have before it looks for what is no longer needed. So both sizes get as much, and
 * not enough by far to hold a million fills: where rows are held, the process dies.
 */
const heap = ['--max-old-space-size=96', '--max-semi-space-size=4'];

const child = (name: string): string => join(import.meta.dirname, 'child', name);

interface Acquired {
  readonly ms: number;
  readonly rows: number;
  readonly requests: number;
  readonly bytes: number;
  readonly maxRssMiB: number;
}

/**
 * A million fills of ten years in 3,000 symbols, acquired as a step does it (session, redacted capture,
 * journal, exhibit), over a bare HTTP client that sends the same requests one after another and drops
 * what comes. The venue and the reader are processes of their own.
 */
export async function historyMillionFills(): Promise<
  BenchResult & {
    readonly oneSymbolRatio: number;
    readonly memoryRatio: number;
    readonly peakMemoryMiB: number;
    readonly peakMemoryAt10kMiB: number;
    readonly exhibitMiB: number;
  }
> {
  const many = await measured(large, { inOne: sampledInOne, flags: heap });
  const few = await acquire(small, heap);
  const one = await measured(oneSymbol, { inOne: 1, flags: [] });
  return {
    name: 'history.million-fills',
    ratio: many.rate / many.baseRate,
    of: 'rows a second ÷ those of a bare HTTP client, the same requests one after another, 100 ms round trip',
    n: 1,
    medianMs: many.acquired.ms,
    baseMedianMs: large.fills / many.baseRate,
    oneSymbolRatio: one.rate / one.baseRate,
    memoryRatio: many.acquired.maxRssMiB / few.maxRssMiB,
    peakMemoryMiB: many.acquired.maxRssMiB,
    peakMemoryAt10kMiB: few.maxRssMiB,
    exhibitMiB: many.acquired.bytes / 1024 / 1024,
  };
}

/** Rates are rows a millisecond. */
async function measured(
  size: Size,
  { inOne, flags }: { readonly inOne: number; readonly flags: readonly string[] },
) {
  const baseRate = await atVenue(size, (port) => readBarely(port, fillsOf(size), inOne));
  const acquired = await acquire(size, flags);
  return { acquired, baseRate, rate: acquired.rows / acquired.ms };
}

const acquire = (size: Size, flags: readonly string[]): Promise<Acquired> =>
  atVenue(size, async (port) => {
    const args = [...flags, child('acquire-fills.ts'), port, size.symbols, size.fills].map(String);
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout) as Acquired;
  });

async function atVenue<T>(size: Size, work: (port: number) => Promise<T>): Promise<T> {
  const args = [child('fills-venue.ts'), size.symbols, size.fills, roundTripMs].map(String);
  const venue = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(venue, 'exit');
  try {
    const [port] = (await once(createInterface(venue.stdout), 'line')) as [string];
    return await work(Number(port));
  } finally {
    venue.stdin.end();
    await ended;
  }
}

async function readBarely(port: number, fills: Fills, inOne: number): Promise<number> {
  const symbols = fills.symbols.filter((_, at) => Math.floor(at / 15) % inOne === 0);
  const agent = new http.Agent({ keepAlive: true });
  let rows = 0;
  const started = performance.now();
  for (const symbol of symbols) {
    rows += fills.of(symbol);
    for (const fromId of pageStarts(fills, symbol)) {
      await drain(
        `http://127.0.0.1:${port}/api/v3/myTrades?symbol=${symbol}&limit=${pageSize}&fromId=${fromId}`,
        agent,
      );
    }
  }
  const ms = performance.now() - started;
  agent.destroy();
  return rows / ms;
}

async function drain(url: string, agent: http.Agent): Promise<void> {
  const [response] = (await once(http.get(url, { agent }), 'response')) as [http.IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`the venue answered ${response.statusCode}`);
  response.resume();
  await once(response, 'end');
}
