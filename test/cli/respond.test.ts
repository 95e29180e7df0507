import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startConnectProxy, type TestProxy } from '../support/connect-proxy.ts';
import { has, pagesOf } from '../support/pdf-tools.ts';
import { startSocksProxy } from '../support/socks-proxy.ts';
import { makeThrowawayCa } from '../support/throwaway-ca.ts';
import { eventsIn, firebreak, newPlace, type Ran, type StreamEvent } from './support/command.ts';
import { allGoesWell, configure, play, workAtSite, writeAnswers, type Incident } from './support/incident.ts';
import { exitAddress, openRealVenue } from './support/real-venue.ts';
import { search, searchFiles } from './support/search-secrets.ts';

// The built command line on the real wire: TLS, a proxy, its own process. Behind the proxy stands a
// simulated venue; what is done by hand, the test does at its web site.

const login = { user: 'ops', password: 'CANARY proxy:pass/word' };

async function newIncident(options?: Parameters<typeof openRealVenue>[0]): Promise<Incident> {
  return { venue: await openRealVenue(options), place: newPlace() };
}

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers) await close();
});

/** An incident with a CONNECT proxy, for more than one test: both stay until the last has ended. */
async function incidentOfMany(): Promise<{ readonly incident: Incident; readonly proxy: TestProxy }> {
  const incident = { venue: await openRealVenue({}, (close) => closers.push(close)), place: newPlace() };
  const proxy = await startConnectProxy(incident.venue.route);
  closers.push(() => proxy.close());
  configure(incident, proxy.url);
  return { incident, proxy };
}

async function openProxy(incident: Incident, secured = false): Promise<TestProxy> {
  const proxy = secured
    ? await startSocksProxy(incident.venue.route, login)
    : await startConnectProxy(incident.venue.route);
  onTestFinished(() => proxy.close());
  return proxy;
}

/** Each step's last outcome. */
const outcomesIn = (events: readonly StreamEvent[]): Record<string, string> =>
  Object.fromEntries(
    events.flatMap(({ type, step, outcome }) =>
      type === 'step.finished' && outcome ? [[step, outcome.is]] : [],
    ),
  );

const proofsIn = (events: readonly StreamEvent[]) =>
  events.flatMap((event) => (event.deathProof === undefined ? [] : [event.deathProof]));

const exportsOf = ({ place }: Incident, { stdout }: Ran): string =>
  join(place.cwd, 'reports', String(eventsIn(stdout)[0]?.caseId));

/** The verdict of the report; what was said instead when there is none. */
function verdictOf(incident: Incident, ran: Ran): string {
  const path = join(exportsOf(incident, ran), 'report.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).verdict.is : ran.stderr;
}

/** Whatever of the secrets can be read in what the run wrote and said. */
const leaksOf = ({ place, venue }: Incident, { stdout, stderr }: Ran) => {
  const [replacement] = venue.simulator.vault().filter(({ keyId }) => keyId !== venue.keys.responder.keyId);
  const secrets = {
    old: venue.keys.suspect.secret,
    responder: venue.keys.responder.secret,
    new: replacement?.secret ?? 'no new key was made',
    proxy: login.password,
  };
  return [
    ...searchFiles([place.home, join(place.cwd, 'reports')], secrets),
    ...search('stdout', Buffer.from(stdout), secrets),
    ...search('stderr', Buffer.from(stderr), secrets),
  ];
};

// Half a minute lies between two probes. One case lives through that; it runs beside the other tests.
let atLifeSpeed: Promise<Ran & { readonly ms: number }>;
beforeAll(async () => {
  const { incident } = await incidentOfMany();
  writeAnswers(incident.place, { ...allGoesWell, 'reprobe-keys/wait:PT5M': 'go-on' });
  const began = performance.now();
  atLifeSpeed = play(incident, ['respond'], { jumps: false }).ended.then((ran) => ({
    ...ran,
    ms: performance.now() - began,
  }));
});

describe('firebreak respond, when everything goes well', () => {
  let incident: Incident;
  let proxy: TestProxy;
  let ran: Ran;
  beforeAll(async () => {
    ({ incident, proxy } = await incidentOfMany());
    writeAnswers(incident.place, allGoesWell);
    ran = await play(incident, ['respond'], { jumps: true }).ended;
  });

  it('through a CONNECT proxy: the case closes contained, and only the operator’s word is unverified', () => {
    // 4, not 0: that passwords and mailboxes were seen to is attested; no venue lets a key read it.
    expect([ran.code, ran.stderr]).toEqual([4, expect.stringContaining('CONTAINED')]);
    const events = eventsIn(ran.stdout);
    const outcomes = outcomesIn(events);
    expect(Object.entries(outcomes).filter(([, is]) => is !== 'verified')).toEqual([
      ['close-doors', 'unverified'],
    ]);
    expect(Object.keys(outcomes)).toContain('reprobe-keys');
    expect(proofsIn(events)).toMatchObject([{ verdict: 'dead' }]);
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT api.binance.com:443']));
    expect(incident.venue.simulator.website.keys().map(({ label }) => label)).toEqual([
      'ir-readonly',
      expect.stringMatching(/^trading-bot-prod-binance-binance-main-\d{8}$/),
    ]);
    expect(leaksOf(incident, ran)).toEqual([]);
  });

  it('its report is of a real case, and its bag verifies', async () => {
    const folder = exportsOf(incident, ran);
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    expect(report.identification).toMatchObject({
      mode: 'real',
      operator: 'R. Muster',
      operatorKind: 'script',
    });
    expect(report.verdict.is).toBe('contained');
    expect(report.limitations.join('\n')).toContain('No venue tells the address that a request came from');
    expect(report.findings.map(({ rule }: { rule: string }) => rule)).toContain('off-market-fills');
    expect(ran.stderr).toContain('=== REAL CASE ===');
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/\bDRILL\b/);
    if (has('pdftotext')) {
      const text = pagesOf(readFileSync(join(folder, 'report.pdf'))).join('\n');
      expect(text).toMatch(/^ *Contained {2}/m);
      expect(text).not.toMatch(/\bDRILL\b/);
    }
    expect(readFileSync(join(folder, 'bag/bag-info.txt'), 'utf8')).toContain('Firebreak-Mode: real');
    const verified = await firebreak(['verify', join(folder, 'bag')], incident.place);
    expect([verified.code, verified.stderr]).toEqual([0, '']);
  });

  it('through a SOCKS5 proxy whose login is a reference: the same, and the login is nowhere', async () => {
    const incident = await newIncident();
    const proxy = await openProxy(incident, true);
    configure(incident, 'env:OFFICE_PROXY');
    writeAnswers(incident.place, allGoesWell);
    const env = { OFFICE_PROXY: proxy.url };
    const ran = await play(incident, ['respond'], { jumps: true, env }).ended;

    expect([ran.code, verdictOf(incident, ran)]).toEqual([4, 'contained']);
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT api.binance.com:443']));
    expect(leaksOf(incident, ran)).toEqual([]);
    // Which way the probes went is said, without the login.
    const ways = proofsIn(eventsIn(ran.stdout)).flatMap(({ probes }) => probes.map(({ egress }) => egress));
    expect(new Set(ways)).toEqual(new Set([`127.0.0.1 by proxy 127.0.0.1:${proxy.port} (127.0.0.1)`]));
  });

  it('finds the secrets in its own working folder: the search that found none can find', async () => {
    const incident = await newIncident();
    configure(incident, 'socks5://127.0.0.1:9');
    const { secret } = incident.venue.keys.suspect;
    expect(searchFiles([join(incident.place.cwd, 'keys')], { secret })).toMatchObject([
      { form: 'raw' },
      {},
      {},
    ]);
  });
});

describe('firebreak respond, when the venue cannot be heard', () => {
  const faults = {
    'a certificate of another authority': async (incident: Incident) => {
      configure(incident, (await openProxy(incident)).url);
      const ca = makeThrowawayCa(['api.binance.com']);
      onTestFinished(() => ca.remove());
      return { caFile: ca.caFile };
    },
    'a dead proxy': async (incident: Incident) => {
      const dead = await startConnectProxy(incident.venue.route);
      await dead.close();
      configure(incident, dead.url);
      return {};
    },
    'a gateway that answers everything with a page and status 200': async (incident: Incident) => {
      configure(incident, (await openProxy(incident)).url);
      incident.venue.gateway('<html><body>Sign in to continue</body></html>');
      return {};
    },
  };

  it.each(Object.entries(faults))(
    '%s: nothing that the venue must tell is verified; resumed, the case closes contained',
    async (_name, fault) => {
      const incident = await newIncident();
      const { place, venue } = incident;
      const options = await fault(incident);
      writeAnswers(place, {
        ...allGoesWell,
        '*/stuck': 'continue',
        'pending-withdrawals@binance-main/stuck': 'quit',
      });
      const stopped = await play(incident, ['respond'], { jumps: true, ...options }).ended;

      expect([stopped.code, stopped.stderr]).toEqual([
        3,
        expect.stringContaining('Next  firebreak resume FB-'),
      ]);
      const before = outcomesIn(eventsIn(stopped.stdout));
      expect(before).toMatchObject({ 'introspect-keys': 'unknown', 'start-clocks': 'unknown' });
      expect(stopped.stderr).toContain('money leaving: unknown');
      expect(venue.simulator.books.requests()).toEqual([]);

      venue.gateway(undefined);
      configure(incident, (await openProxy(incident)).url);
      writeAnswers(place, {
        ...allGoesWell,
        'pending-withdrawals@binance-main/stuck': 'retry',
        '*/stuck': 'continue',
      });
      const ran = await play(incident, ['resume'], { jumps: true }).ended;
      expect([ran.code, verdictOf(incident, ran)]).toEqual([4, 'contained']);
      const bag = join(exportsOf(incident, ran), 'bag');
      expect((await firebreak(['verify', bag], place)).code).toBe(0);
      expect(leaksOf(incident, ran)).toEqual([]);
    },
  );

  it('to the end: a key that was deleted unseen is waived by name, and the verdict is not "contained"', async () => {
    const incident = await newIncident();
    configure(incident, (await openProxy(incident)).url);
    incident.venue.gateway('<html>Sign in</html>');
    writeAnswers(incident.place, {
      ...allGoesWell,
      '*/stuck': 'continue',
      'revoke-key@binance-main/revoke-key/did-it-happen': 'happened',
      'revoke-key@binance-main/stuck': 'accept',
      'revoke-key@binance-main/reason': 'Deleted on the page; the API cannot be reached from here.',
      '*/wait:PT5M': 'go-on',
    });
    const ran = await play(incident, ['respond'], { jumps: true }).ended;
    expect(ran.code).toBe(4);
    const outcomes = outcomesIn(eventsIn(ran.stdout));
    const readsTheVenue = [
      'introspect-keys',
      'take-snapshot',
      'acquire-histories',
      'revoke-key',
      'reissue-key',
    ];
    for (const step of readsTheVenue) expect([step, outcomes[step]]).not.toEqual([step, 'verified']);
    expect(proofsIn(eventsIn(ran.stdout))).toMatchObject([{ verdict: 'not-proven' }]);
    expect(verdictOf(incident, ran)).not.toBe('contained');
  });
});

describe('firebreak respond, when the run is broken off', () => {
  it('killed after the owner’s click: resumed, it looks, and does not send him to click again', async () => {
    const incident = await newIncident();
    configure(incident, (await openProxy(incident)).url);
    writeAnswers(incident.place, allGoesWell);
    const killed = await play(incident, ['respond'], {
      jumps: true,
      atSite: (title, child) => {
        workAtSite(title, incident.venue, incident.place);
        child.kill('SIGKILL');
      },
    }).ended;
    expect(killed.code).toBe(null);

    const guides: string[] = [];
    const ran = await play(incident, ['respond'], {
      jumps: true,
      atSite: (title) => {
        guides.push(title.split(':')[0] ?? '');
        workAtSite(title, incident.venue, incident.place);
      },
    }).ended;
    expect(ran.stderr).toMatch(/^FB-\S+ is open: going on with it/);
    expect([ran.code, verdictOf(incident, ran)]).toEqual([4, 'contained']);
    expect(guides).toEqual(['list keys', 'close doors', 'create key']);
    expect(proofsIn(eventsIn(ran.stdout))).toMatchObject([{ verdict: 'dead' }]);
  });

  it('gone on with through another proxy: -2015 may now mean a wrong address, so the key is not called dead', async () => {
    const incident = await newIncident();
    const first = await openProxy(incident);
    configure(incident, first.url);
    writeAnswers(incident.place, {
      ...allGoesWell,
      'revoke-key@binance-main/revoke-key': 'could-not',
      '*/stuck': 'quit',
    });
    const atSite = (): void => undefined;
    expect((await play(incident, ['respond'], { jumps: true, atSite }).ended).code).toBe(3);

    const second = await openProxy(incident);
    configure(incident, second.url);
    writeAnswers(incident.place, { ...allGoesWell, 'revoke-key@binance-main/stuck': ['retry', 'quit'] });
    const ran = await play(incident, ['resume'], { jumps: true }).ended;
    expect(ran.code).toBe(3);
    expect(proofsIn(eventsIn(ran.stdout))).toMatchObject([
      { verdict: 'not-proven', why: expect.stringContaining(`127.0.0.1:${second.port}`) },
    ]);
    expect(outcomesIn(eventsIn(ran.stdout))).toMatchObject({ 'revoke-key': 'unknown' });
    expect(existsSync(join(incident.place.cwd, 'reports'))).toBe(false);
  });

  it('through a proxy that changes its address unseen: the bound responder key gives it away', async () => {
    const incident = await newIncident({ suspectAllowlist: [exitAddress] });
    configure(incident, (await openProxy(incident)).url);
    writeAnswers(incident.place, {
      ...allGoesWell,
      '*/stuck': 'continue',
      'revoke-key@binance-main/stuck': 'quit',
    });
    // The owner says "done" and has deleted nothing: from the new address the living key is refused all the same.
    const atSite = (): void => incident.venue.leaveBy('127.0.0.10');
    const ran = await play(incident, ['respond'], { jumps: true, atSite }).ended;
    expect(ran.code).toBe(3);
    expect(proofsIn(eventsIn(ran.stdout))).toMatchObject([
      { verdict: 'not-proven', why: 'the venue did not answer the control call either' },
    ]);
  });

  it('with --new opens a second case, and then wants to be told which one', async () => {
    const incident = await newIncident();
    configure(incident, (await openProxy(incident)).url);
    writeAnswers(incident.place, { 'open-case/what-leaked': 'api-key' });
    const first = await play(incident, ['respond'], { jumps: true }).ended;
    const second = await play(incident, ['respond', '--new'], { jumps: true }).ended;
    expect([first.code, second.code]).toEqual([3, 3]);
    const cases = readdirSync(incident.place.home).filter((name) => name.startsWith('FB-'));
    expect(cases).toHaveLength(2);
    const third = await play(incident, ['respond'], { jumps: true }).ended;
    expect([third.code, third.stderr]).toEqual([2, expect.stringContaining('2 cases are open: which one?')]);
    for (const id of cases) expect(third.stderr).toContain(id);
  });
});

it('takes a minute for the proof of death: three refusals half a minute apart, by the machine’s own clock', async () => {
  const { code, stdout, stderr, ms } = await atLifeSpeed;
  expect([code, stderr]).toEqual([4, expect.stringContaining('CONTAINED')]);
  expect(ms).toBeGreaterThan(60_000);
  const proofs = proofsIn(eventsIn(stdout));
  expect(proofs).toMatchObject([{ verdict: 'dead' }]);
  const refused = proofs.flatMap(({ probes }) => probes.filter(({ role }) => role === 'negative'));
  const times = refused.map(({ at }) => Date.parse(at));
  expect(times).toHaveLength(3);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
}, 120_000);
