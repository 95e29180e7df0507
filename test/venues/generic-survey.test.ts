import { describe, expect, it } from 'vitest';
import { dryRunOf } from '../../src/venues/generic/facts.ts';
import { surveyed } from '../../src/venues/generic/surveyed.ts';
import { survey, surveyedIds } from '../support/survey-ccxt.ts';

describe('what is committed of the survey', () => {
  it('speaks of every venue that ccxt has, and of no other', () => {
    expect(Object.keys(surveyed)).toEqual([...surveyedIds]);
    expect(Object.keys(surveyed)).toHaveLength(104);
  });

  // One of each kind: lookups before the read, POST for everything, a body that names the command, GET for
  // acts, fees approved by the way, reads that no secret signs. All of them take 25 s.
  it.each(['gate', 'htx', 'mexc', 'bitstamp', 'zaif', 'deribit', 'aster', 'hyperliquid'])(
    'is what a dry run of %s shows today',
    async (id) => {
      expect(await survey(id)).toEqual(surveyed[id]);
    },
  );

  it('lets no read send, besides GET, what looks like an act', () => {
    const sent = Object.entries(surveyed).flatMap(([id, { reads }]) =>
      Object.values(reads).flatMap((line) => dryRunOf(line).requests.map((request) => `${id}: ${request}`)),
    );
    expect(sent.length).toBeGreaterThan(800);
    const others = sent.filter((request) => !request.includes(': GET '));
    expect(
      others.filter((request) =>
        /approve|create|cancel|withdraw$|transfer$|onboard|\/exchange$/i.test(request),
      ),
    ).toEqual([]);
  });

  it('counts no request for a read that failed for want of a symbol or a code', () => {
    expect(surveyed['mexc']?.reads.fetchMyTrades).toMatch(
      /^symbol \| GET api\.mexc\.com\/api\/v3\/myTrades$/,
    );
    expect(surveyed['mexc']?.reads.fetchClosedOrders).toBeUndefined();
    expect(surveyed['deribit']?.reads.fetchWithdrawals).toMatch(/^code \| /);
  });
});
