import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openWorld } from '../contract/world.ts';
import { limitOf, pairOf } from '../support/metered-venue.ts';
import { machineClock } from '../venues/clocks.ts';
import { median, type BenchResult } from './result.ts';

const run = promisify(execFile);
const child = join(import.meta.dirname, 'child', 'read-for-a-while.ts');

/** The same reading as that of `history.sustained`. */
const venues: readonly { readonly venue: string; readonly limit: string; readonly section?: string }[] = [
  { venue: 'binance', limit: 'spot-weight-1m', section: 'spot' },
  { venue: 'bitvavo', limit: 'weight-1m' },
  { venue: 'bybit', limit: 'trading-1s' },
  { venue: 'coinbase', limit: 'private-1s' },
  { venue: 'gate', limit: 'private-10s', section: 'spot' },
  { venue: 'kraken', limit: 'key-counter' },
  { venue: 'okx', limit: 'fills-2s' },
];

const lastsMs = 12_000;
const startUpMs = 3_000;
const processes = 3;

interface Run {
  /** Of what the limit lets through in that time: at least a window's worth. */
  readonly share: number;
  readonly refused: readonly string[];
}

/**
 * Three firebreak processes that read one account at once in real time, a round trip of 100 ms away, from a
 * venue that enforces its limits: twelve seconds each. Of a limit by the minute a fresh process takes four
 * fifths, so that is as much as there can be; the ratio is the worst venue's share of its limit.
 */
export async function historyRealtime(): Promise<
  BenchResult & { readonly venues: Readonly<Record<string, number>>; readonly refused: readonly string[] }
> {
  const runs = new Map<string, Run>();
  for (const reading of venues) runs.set(reading.venue, await readAtOnce(reading));
  const shares = [...runs.values()].map(({ share }) => share);
  return {
    name: 'history.realtime',
    ratio: Math.min(...shares),
    of: 'units spent in twelve seconds ÷ what the limit lets through in them, worst of all venues',
    n: runs.size,
    medianMs: lastsMs,
    baseMedianMs: lastsMs * median(shares),
    venues: Object.fromEntries([...runs].map(([id, { share }]) => [id, Math.round(share * 1000) / 1000])),
    refused: [...runs.values()].flatMap(({ refused }) => refused),
  };
}

async function readAtOnce({ venue, section = '', limit: id }: (typeof venues)[number]): Promise<Run> {
  const pair = pairOf(venue);
  const { simulator: standing, opening } = await openWorld(pair);
  await standing.close();
  const simulator = await pair.simulated.simulate({ clock: machineClock, opening, seed: 'contract' });
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-realtime-'));
  const file = join(folder, 'limits.sqlite');
  const times = [String(Date.now() + startUpMs), String(lastsMs)];
  try {
    const told = await Promise.all(
      Array.from({ length: processes }, async () => {
        const args = [child, venue, String(simulator.port), file, section, id, ...times];
        const { stdout } = await run(process.execPath, args);
        return JSON.parse(stdout) as { readonly units: number; readonly refused: readonly string[] };
      }),
    );
    const { limit, windowMs, leaks } = limitOf(pair, id);
    const windows = lastsMs / windowMs;
    const units = told.reduce((total, each) => total + each.units, 0);
    return {
      share: units / (limit * (leaks === true ? 1 + windows : Math.max(1, windows))),
      refused: told.flatMap(({ refused }) => refused),
    };
  } finally {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}
