import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { newPlace, startFirebreak, type Ran } from './support/command.ts';
import { configure, type Incident } from './support/incident.ts';
import { openRealVenue } from './support/real-venue.ts';

// On the real wire, as `respond` is tested: TLS and a proxy, behind them the simulated venue.

const patientChild = fileURLToPath(new URL('./support/patient-child.ts', import.meta.url));

async function newIncident(): Promise<Incident> {
  const incident = { venue: await openRealVenue(), place: newPlace() };
  const proxy = await startConnectProxy(incident.venue.route);
  onTestFinished(() => proxy.close());
  configure(incident, proxy.url);
  return incident;
}

const probe = ({ venue, place }: Incident, ...args: readonly string[]): Promise<Ran> =>
  startFirebreak(['probe', ...args], place, {
    preload: [patientChild],
    env: { NODE_EXTRA_CA_CERTS: venue.ca.caFile, JUMP_FILE: venue.jumpFile },
  }).ended;

describe('firebreak probe', () => {
  it('says ALIVE for a key that works, exit 5, and names the next command', async () => {
    const { code, stdout } = await probe(await newIncident(), 'binance-main');
    expect(code).toBe(5);
    expect(stdout).toMatch(/^ALIVE {2}the key of Market making/);
    expect(stdout).toContain('npx firebreak respond');
  });

  it('says NOT PROVEN for a deleted key that no case ever saw at work, exit 4', async () => {
    const incident = await newIncident();
    incident.venue.simulator.website.deleteKey(incident.venue.keys.suspect.keyId);
    const { code, stdout } = await probe(incident, 'binance-main', '--json');
    expect(code).toBe(4);
    const proof = JSON.parse(stdout) as { verdict: string; why: string; probes: { role: string }[] };
    expect(proof.verdict).toBe('not-proven');
    expect(proof.why).toContain('never worked in this case');
    expect(proof.probes.filter(({ role }) => role === 'negative')).toHaveLength(3);
  });

  it('keeps nothing but the count of its requests, and tells no secret', async () => {
    const incident = await newIncident();
    const { stdout, stderr } = await probe(incident, 'binance-main');
    // What was asked of the venue counts for the cases of this machine, too.
    expect(readdirSync(incident.place.home)).toEqual(['limits.sqlite']);
    const { secret, keyId } = incident.venue.keys.suspect;
    expect(`${stdout}${stderr}`).not.toContain(secret);
    expect(`${stdout}${stderr}`).not.toContain(keyId);
  });

  it('refuses an account that is none, with the nearest one', async () => {
    const { code, stderr } = await probe(await newIncident(), 'binance-mian');
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "binance-main"?');
  });
});
