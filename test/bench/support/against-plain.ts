import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { createBudgets, type Budget } from '../../../src/acquisition/index.ts';
import { meteredVenue, type MeteredVenue, type WatchedSession } from '../../support/metered-venue.ts';
import type { PlainResult } from '../plain/child.ts';
import type { BenchResult } from '../result.ts';
import { jobs, type AccountTask, type Job } from './jobs.ts';

/** What our side has to work with, at a venue that enforces its limits a round trip away. */
export interface OurSide {
  readonly venue: MeteredVenue;
  readonly session: WatchedSession;
  readonly budget: Budget;
  readonly task: AccountTask;
}

export type OurReading = (side: OurSide) => Promise<readonly string[]>;

export interface AgainstPlain extends BenchResult {
  readonly rows: number;
  readonly requests: number;
  readonly plainRequests: number;
  /** How often the venue told us that it was too much. */
  readonly refused: number;
}

// Two quiet minutes, as after containment: then evidence may have nearly all of a limit.
const leadInMs = 130_000;
const child = join(import.meta.dirname, '..', 'plain', 'child.ts');

/**
 * Reads one account twice, each time at a simulator of its own that begins with the same books and enforces
 * the same limits, 100 ms away on a simulated clock: with our acquisition, and with a plain loop over ccxt with
 * its limiter on, in a process whose clock is the simulated one.
 *
 * @throws when the two do not bring the same rows.
 */
export async function againstPlain(
  name: string,
  { of, ours, scale = 1 }: { readonly of: string; readonly ours: OurReading; readonly scale?: number },
): Promise<AgainstPlain> {
  const job = jobs[name];
  if (job === undefined) throw new Error(`no job ${name}`);
  const plain = await readPlainly(name, scale);
  const read = await readOurs(job, ours, scale);
  const [expected, brought] = [plain.keys, read.keys].map((keys) => [...keys].sort());
  if (JSON.stringify(expected) !== JSON.stringify(brought)) {
    throw new Error(`${name}: the two sides differ: ${differences(plain.keys, read.keys)}`);
  }
  return {
    name,
    ratio: plain.ms / read.ms,
    of,
    n: 1,
    medianMs: read.ms,
    baseMedianMs: plain.ms,
    rows: read.keys.length,
    requests: read.requests,
    plainRequests: plain.requests,
    refused: read.refused,
  };
}

async function readPlainly(name: string, scale: number): Promise<PlainResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, name, String(scale)], {
    maxBuffer: 256 * 1024 * 1024,
  });
  return JSON.parse(stdout) as PlainResult;
}

interface Read {
  readonly ms: number;
  readonly requests: number;
  readonly refused: number;
  readonly keys: readonly string[];
}

async function readOurs(job: Job, ours: OurReading, scale: number): Promise<Read> {
  const task = job.task(scale);
  const venue = await meteredVenue(job.venue, { change: task.change });
  const { clock, pair } = venue;
  const session = await venue.open('reader');
  const budget = createBudgets({ clock }).of({
    venue: pair.venue,
    exit: 'here',
    account: 'main',
    key: 'reader',
  });
  try {
    await clock.run(clock.sleep(leadInMs));
    const began = clock.monotonicMs();
    const keys = await clock.run(ours({ venue, session, budget, task }));
    return {
      ms: clock.monotonicMs() - began,
      requests: session.answeredMs.length,
      refused: session.refused.length,
      keys,
    };
  } finally {
    await venue.close();
  }
}

function differences(plain: readonly string[], ours: readonly string[]): string {
  const [inPlain, inOurs] = [new Set(plain), new Set(ours)];
  const missing = plain.filter((key) => !inOurs.has(key));
  const more = ours.filter((key) => !inPlain.has(key));
  const shown = (keys: readonly string[]): string => `${keys.length} (${keys.slice(0, 5).join('; ')})`;
  return `${shown(missing)} of the plain loop are missing from ours, ${shown(more)} are ours alone; ${plain.length} and ${ours.length} rows`;
}
