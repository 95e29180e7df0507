import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBudgets, openSharedTally } from '../../src/acquisition/index.ts';
import type { RateLimit } from '../../src/venues/contract.ts';
import { openWorld } from '../contract/world.ts';
import { fastClock } from '../support/fast-clock.ts';
import { pairOf } from '../support/metered-venue.ts';
import { steppedClock } from './stepped-clock.ts';

const evidence = { reserve: 'evidence' } as const;
const containment = { reserve: 'containment' } as const;
const perMinute: RateLimit = { id: 'weight-1m', limit: 100, windowMs: 60_000 };
const leaking: RateLimit = { id: 'counter', limit: 10, windowMs: 20_000, leaks: true };

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'firebreak-tally-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));
const file = (): string => join(folder, 'limits.sqlite');

/** What a process has: its own memory, and the file. The clock is the machine's, and so the same. */
function processOn(clock = steppedClock(), limits: readonly RateLimit[] = [perMinute], path = file()) {
  const unshared: string[] = [];
  const budgets = createBudgets({
    clock,
    openShared: () => openSharedTally(path, clock),
    onUnshared: (why) => void unshared.push(why),
  });
  const of = (exit = 'here') => budgets.of({ venue: { id: 'testbourse', limits }, exit, account: 'main' });
  return { clock, budgets, of, budget: of(), unshared };
}

describe('processes of one machine', () => {
  it('spend from one budget', async () => {
    const clock = steppedClock();
    const [a, b] = [processOn(clock), processOn(clock)];
    await a.budget.spend(50, evidence);
    await b.budget.spend(30, evidence);
    expect(a.budget.waitMs(1, evidence)).toBe(60_000);
    expect(b.budget.waitMs(1, evidence)).toBe(60_000);
    clock.advance(60_000);
    expect(b.budget.waitMs(1, evidence)).toBe(0);
  });

  it('leave the reserve to the one that contains', async () => {
    const clock = steppedClock();
    const [a, b] = [processOn(clock), processOn(clock)];
    await a.budget.spend(80, evidence);
    await b.budget.spend(1, containment);
    expect(b.budget.waitMs(19, containment)).toBe(0);
    expect(a.budget.waitMs(1, evidence)).toBeGreaterThan(0);
  });

  it('give evidence nearly all after two quiet minutes, until another process contains', async () => {
    const clock = steppedClock();
    const [a, b] = [processOn(clock), processOn(clock)];
    await b.budget.spend(0, evidence);
    clock.advance(121_000);
    await a.budget.spend(97, evidence);
    clock.advance(60_000);
    await b.budget.spend(1, containment);
    expect(a.budget.waitMs(79, evidence)).toBe(0);
    expect(a.budget.waitMs(81, evidence)).toBeGreaterThan(0);
  });

  it('keep a pause that one of them was told, containment too, and only at that address', async () => {
    const clock = steppedClock();
    const [a, b] = [processOn(clock), processOn(clock)];
    await Promise.all([
      a.budget.spend(1, evidence),
      b.budget.spend(1, evidence),
      b.of('elsewhere').spend(1, evidence),
    ]);
    a.budget.note({ 'retry-after': '90' });
    expect(b.budget.pausedMs()).toBe(90_000);
    expect(b.budget.waitMs(1, containment)).toBe(90_000);
    expect(b.of('elsewhere').pausedMs()).toBe(0);
  });

  it('share a counter that leaks', async () => {
    const clock = steppedClock();
    const [a, b] = [processOn(clock, [leaking]), processOn(clock, [leaking])];
    await a.budget.spend(5, containment);
    await b.budget.spend(5, containment);
    expect(a.budget.waitMs(1, containment)).toBe(2_000);
    clock.advance(2_000);
    expect(b.budget.waitMs(1, containment)).toBe(0);
  });

  it('know what one spent that has died since', async () => {
    const clock = steppedClock();
    await processOn(clock).budget.spend(80, { ...evidence, awaitsAnswer: true });
    const next = processOn(clock);
    await next.budget.spend(1, containment);
    expect(next.budget.waitMs(1, evidence)).toBeGreaterThan(0);
    // No answer will ever come: it is not waited for beyond a minute.
    clock.advance(121_000);
    expect(next.budget.waitMs(80, evidence)).toBe(0);
  });

  it('are not held up by a clock that was set back an hour', async () => {
    await processOn(steppedClock('2026-11-21T04:12:00.000Z')).budget.spend(80, evidence);
    const later = processOn(steppedClock('2026-11-21T03:12:00.000Z'));
    await later.budget.spend(1, containment);
    expect(later.budget.waitMs(1, evidence)).toBeLessThanOrEqual(60_000);
  });

  it('keep the file to themselves', async () => {
    await processOn().budget.spend(1, evidence);
    expect((await stat(file())).mode & 0o077).toBe(0);
  });
});

describe('a process that cannot share', () => {
  it.each<[string, () => Promise<string>]>([
    ['a damaged file', async () => (await writeFile(file(), 'not a database, whatever its name'), file())],
    ['a folder that is not there', () => Promise.resolve(join(folder, 'nowhere', 'limits.sqlite'))],
  ])('says so once, counts alone and goes on: %s', async (_what, place) => {
    const { budget, unshared } = processOn(steppedClock(), [perMinute], await place());
    await budget.spend(50, evidence);
    await budget.spend(30, evidence);
    expect(unshared).toHaveLength(1);
    expect(budget.waitMs(1, evidence)).toBe(60_000);
  });
});

describe('two processes that read trades at once', () => {
  const speed = 10;

  async function readTwice(venue: string, readings: number, path: string) {
    const pair = pairOf(venue);
    const { simulator: standing, opening } = await openWorld(pair);
    await standing.close();
    const realMs = Date.now();
    const clock = fastClock({ speed, realMs });
    const simulator = await pair.simulated.simulate({ clock, opening, seed: 'contract' });
    const child = join(import.meta.dirname, 'child', 'read-often.ts');
    const args = [
      child,
      venue,
      String(simulator.port),
      path,
      String(speed),
      String(realMs),
      String(readings),
    ];
    const run = async () => {
      const { stdout } = await promisify(execFile)(process.execPath, args);
      return JSON.parse(stdout) as { done: number; refused: string[]; unshared: string[] };
    };
    try {
      return await Promise.all([run(), run()]);
    } finally {
      await simulator.close();
    }
  }

  it.each([
    ['binance', 200],
    ['okx', 40],
  ])(
    'are never refused by %s, together',
    async (venue, readings) => {
      for (const { done, refused, unshared } of await readTwice(venue, readings, file())) {
        expect({ refused, unshared }).toEqual({ refused: [], unshared: [] });
        expect(done).toBeGreaterThanOrEqual(readings);
      }
    },
    120_000,
  );

  it('are refused where each counts alone and no header tells of the other: the test above could fail', async () => {
    const both = await readTwice('okx', 40, '');
    expect(both.flatMap(({ refused }) => refused).length).toBeGreaterThan(0);
  }, 120_000);
});
