import { mkdtempSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import type { Capability, ReadPages, Session, Venue } from '../../src/venues/index.ts';
import { openSession } from '../../src/venues/index.ts';
import { vectorsOf } from '../contract/vectors.ts';
import { machineClock } from '../venues/clocks.ts';
import { startScriptedVenue, type ScriptedVenue } from '../venues/scripted-venue.ts';
import { officialOf, recordedOf } from './examples.ts';
import {
  accountMethods,
  leavesMissingIn,
  nameOfRecorded,
  ownRow,
  taken,
  type Claim,
  type Expectation,
  type ExpectedOfVenue,
} from './expectation.ts';
import { fixturesExist, skippedWithoutFixtures } from './fixtures.ts';

// Replies that others recorded (ccxt's static tests) or that the venue prints in its own client go through
// HTTP, session and reader; then every leaf of the raw row must stand in our row, or in a list of leaves
// that we leave out knowingly. No test here knows a venue: test/recorded/expected has a file for each.

const folder = path.join(import.meta.dirname, 'expected');
const expected: readonly ExpectedOfVenue[] = await Promise.all(
  readdirSync(folder)
    .toSorted()
    .map(async (name) => {
      const module = (await import(path.join(folder, name))) as Readonly<Record<string, ExpectedOfVenue>>;
      const [found] = Object.values(module);
      if (found === undefined) throw new Error(`${name} exports nothing`);
      return found;
    }),
);

describe.each(expected)('recorded replies of $venue.name', ({ venue, lists, calls = {}, ...expectedOf }) => {
  const checks = [...Object.entries(lists), ...Object.entries(calls)];
  skippedWithoutFixtures(venue.name, checks.length);
  if (!fixturesExist) return;
  const there = { recorded: recordedOf(venue.id), official: officialOf(venue.id) };
  const all: readonly Claim[] = checks.flatMap(([, { replies }]) => replies);

  let scripted: ScriptedVenue;
  let session: Session;
  let reply = '';
  beforeAll(async () => {
    scripted = await startScriptedVenue(() => ({ body: reply }));
    session = await openTo(venue, scripted.port);
  });
  afterAll(async () => {
    await session.close();
    await scripted.close();
  });

  it.each(Object.entries(lists))(
    '%s loses and changes nothing that is not on its list',
    async (_name, each) => {
      const replies = taken(each.replies, there);
      expect(replies.length, 'recorded replies').toBeGreaterThan(0);
      for (const { from, body } of replies) {
        reply = JSON.stringify(body);
        const page = await readerOf(venue, each).page(session, each.request ?? {});
        const raw = each.rowsIn(body);
        expect(page.rows.length, from).toBe(raw.length);
        raw.forEach((row, i) => {
          expect(leavesMissingIn(page.rows[i], row, each), `${from}, row ${i}`).toEqual([]);
        });
      }
    },
  );

  if (Object.keys(calls).length > 0)
    it.each(Object.entries(calls))('%s is understood', async (_name, { replies, run, returns }) => {
      const bodies = taken(replies, there);
      expect(bodies.length, 'recorded replies').toBeGreaterThan(0);
      for (const { from, body } of bodies) {
        reply = JSON.stringify(body);
        const result = await run(session, body);
        if (returns !== undefined) expect(result, from).toMatchObject(returns(body) as object);
      }
    });

  it('every recorded reply of an account call is read here, or left out with a reason', () => {
    const claimed = new Set(
      there.recorded
        .filter((each) => all.some(({ takesRecorded }) => takesRecorded?.(each)))
        .map(nameOfRecorded),
    );
    const account = there.recorded
      .filter(({ method }) => accountMethods.includes(method))
      .map(nameOfRecorded);
    const leftOut = Object.keys(expectedOf.leftOut);
    expect(account.filter((name) => !claimed.has(name) && !leftOut.includes(name))).toEqual([]);
    expect(
      leftOut.filter((name) => claimed.has(name) || !account.includes(name)),
      'left out in vain',
    ).toEqual([]);
    expectReasons(expectedOf.leftOut);
  });

  it('says of every leaf that it leaves out why, and leaves out none that holds where money went', () => {
    for (const [name, { drops }] of Object.entries(lists)) {
      expect(
        Object.keys(drops).filter(
          (leaf) => expectedOf.neverDropped.test(leaf) && drops[leaf]?.endsWith(ownRow) !== true,
        ),
        name,
      ).toEqual([]);
      expectReasons(drops);
    }
  });
});

function expectReasons(reasons: Readonly<Record<string, string>>): void {
  for (const why of Object.values(reasons)) expect(why.length).toBeGreaterThan(10);
}

function readerOf(venue: Venue, { list }: Expectation): ReadPages<unknown> {
  const capability = venue.capabilities[list] as Capability<ReadPages<unknown>>;
  if (capability.by !== 'api') throw new Error(`${venue.id} does not do ${list} by API`);
  return capability.run;
}

/** A session with a key of the venue's form, as its vectors have one. */
async function openTo(venue: Venue, port: number): Promise<Session> {
  const parts = (await vectorsOf(venue.id))?.signatures[0]?.parts ?? {};
  const secrets = Object.entries(parts).map(([part, value]) => [part, new Secret(value, `test:${part}`)]);
  return openSession({
    venue,
    credential: {
      holder: 'suspect',
      label: 'key of the recorded replies',
      parts: Object.fromEntries(secrets) as Record<string, Secret>,
    },
    wire: { mode: 'drill', ports: new Map([[venue.id, port]]), sourceIp: '127.0.0.1' },
    capture: () => Promise.resolve(),
    clock: machineClock,
  });
}

describe('examples that a venue prints', () => {
  it('are read from every file of their form that lies in the folder of the venue', () => {
    const home = mkdtempSync(path.join(tmpdir(), 'firebreak-examples-'));
    mkdirSync(path.join(home, 'somewhere-connector'));
    const calls = (call: string) =>
      JSON.stringify({ calls: [{ client: 'wallet', call, response: { a: 1 } }] });
    writeFileSync(path.join(home, 'somewhere-connector/one.json'), calls('depositHistory'));
    writeFileSync(path.join(home, 'somewhere-connector/two.json'), calls('withdrawHistory'));
    expect(officialOf('somewhere', home)).toEqual([
      { client: 'wallet', call: 'depositHistory', body: { a: 1 } },
      { client: 'wallet', call: 'withdrawHistory', body: { a: 1 } },
    ]);
    expect(officialOf('elsewhere', home)).toEqual([]);
  });

  it('a file of another form is a mistake, and named', () => {
    const home = mkdtempSync(path.join(tmpdir(), 'firebreak-examples-'));
    mkdirSync(path.join(home, 'somewhere-connector'));
    writeFileSync(path.join(home, 'somewhere-connector/other.json'), '{"methods":{}}');
    expect(() => officialOf('somewhere', home)).toThrow('other.json holds no calls');
  });
});
