import { describe, expect, it } from 'vitest';
import { binance } from '../../src/venues/binance/index.ts';
import { sessionTo, startScriptedVenue } from '../venues/scripted-venue.ts';
import { VenueFailure } from '../../src/domain/failure.ts';
import { fixturesExist, readFixture, skippedWithoutFixtures } from './fixtures.ts';

interface Listed {
  readonly code: number;
  readonly name: string;
  readonly msg: readonly string[];
}

const listed = fixturesExist
  ? (readFixture('error-codes/binance-spot.json') as { codes: Listed[] }).codes
  : [];
const venueCodes = Object.keys(binance.failures).filter((code) => !code.startsWith('http:'));

skippedWithoutFixtures("Binance's own list of error codes", 4);

describe.runIf(fixturesExist)("Binance's own list of error codes", () => {
  const documented = new Map(listed.map((each) => [String(each.code), each]));

  it('holds every code of our table, or the table says that it is unverified', () => {
    const unlisted = venueCodes.filter((code) => !documented.has(code));
    expect(unlisted.filter((code) => binance.failures[code]?.source.verified)).toEqual([]);
    // Known today: -2008 and -2017 stand in reports of users and in ccxt's map, in no list of Binance.
    expect(unlisted.sort()).toEqual(['-2008', '-2017']);
  });

  it('is cited only for what stands in it', () => {
    const cited = venueCodes.filter((code) => binance.failures[code]?.source.where.includes('errors.md'));
    expect(cited.filter((code) => !documented.has(code))).toEqual([]);
  });

  it.each([
    ['-1021', 'CLOCK_SKEW', /recvWindow|ahead of the server/],
    ['-1022', 'SIGNATURE_REJECTED', /Signature for this request is not valid/],
    ['-1002', 'SCOPE_MISSING', /not authorized/],
    ['-1003', 'RATE_LIMITED', /request weight|queued/],
    ['-1007', 'OUTCOME_UNKNOWN', /execution status unknown/],
    ['-1006', 'OUTCOME_UNKNOWN', /Execution status unknown/],
    ['-2013', 'NOT_FOUND', /does not exist/],
    ['-2014', 'KEY_MALFORMED', /format invalid/],
    ['-2015', 'KEY_IP_OR_SCOPE', /Invalid API-key, IP, or permissions/],
    ['-2026', 'NOT_FOUND', /archived/],
    ['-1121', 'NOT_FOUND', /Invalid symbol/],
  ])('says of %s what our %s says', (code, ours, words) => {
    expect(binance.failures[code]?.code).toBe(ours);
    expect(documented.get(code)?.msg.join(' ')).toMatch(words);
  });

  it('passes through a session, code by code and text by text, with nothing taken for a success', async () => {
    let current: Listed | undefined;
    let text = '';
    const venue = await startScriptedVenue(() => ({
      status: 400,
      body: JSON.stringify({ code: current?.code, msg: text }),
    }));
    const { session } = await sessionTo(venue.port);
    for (current of listed) {
      for (text of current.msg) {
        const error: unknown = await session
          .call('privateGetAccount', {}, 'reading')
          .catch((thrown: unknown) => thrown);
        expect(error, String(current.code)).toBeInstanceOf(VenueFailure);
        const { failure } = error as VenueFailure;
        expect(failure.venueCode).toBe(String(current.code));
        expect(failure.detail).toBe(text);
        const meant = binance.failures[String(current.code)]?.code;
        if (meant !== undefined)
          expect(failure.code).toBe(meant === 'OUTCOME_UNKNOWN' ? 'VENUE_DOWN' : meant);
      }
    }
    await session.close();
    await venue.close();
  });
});
