import { expect, it, onTestFinished } from 'vitest';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { eventsIn, newPlace } from './support/command.ts';
import { allGoesWell, configure, play, writeAnswers } from './support/incident.ts';
import { openRealVenue } from './support/real-venue.ts';

// In a file of its own: it takes a minute, and other files run beside it.

it('takes a minute for the proof of death: three refusals half a minute apart, by the machine’s own clock', async () => {
  const venue = await openRealVenue();
  const place = newPlace();
  const proxy = await startConnectProxy(venue.route);
  onTestFinished(() => proxy.close());
  configure({ venue, place }, proxy.url);
  writeAnswers(place, { ...allGoesWell, 'reprobe-keys/wait:PT5M': 'go-on' });

  const began = performance.now();
  const ran = await play({ venue, place }, ['respond'], { jumps: false }).ended;
  expect([ran.code, ran.stderr]).toEqual([4, expect.stringContaining('CONTAINED')]);
  expect(performance.now() - began).toBeGreaterThan(60_000);

  const proofs = eventsIn(ran.stdout).flatMap(({ deathProof }) => deathProof ?? []);
  expect(proofs).toMatchObject([{ verdict: 'dead' }]);
  const refused = proofs.flatMap(({ probes }) => probes.filter(({ role }) => role === 'negative'));
  const times = refused.map(({ at }) => Date.parse(at));
  expect(times).toHaveLength(3);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
}, 120_000);
