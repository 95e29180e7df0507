import { describe, expect, it } from 'vitest';
import { documentedCodes } from '../../../src/simulators/kraken/documented-refusals.ts';
import { fixturesExist, readFixture, skippedWithoutFixtures } from '../../recorded/fixtures.ts';
import { codeOf, stage, t0S } from './support.ts';

describe('every documented refusal', () => {
  it('comes in the venue’s own form when it is injected, with nothing done', async () => {
    const on = await stage();
    for (const code of on.venue.refusals()) {
      on.venue.faults.inject({ kind: 'refusal', code }, { path: '/0/private/CancelAll', times: 1 });
      const reply = await on.post('CancelAll', {}, { key: 'bot' });
      if (code.startsWith('http:')) {
        expect([code, reply.status]).toEqual([code, Number(code.slice('http:'.length))]);
        expect(reply.text).toContain('<html>');
        continue;
      }
      const words = code === 'EService:Throttled' ? `${code}: ${t0S + 2}` : code;
      expect([reply.status, reply.body]).toEqual([200, { error: [words] }]);
    }
    expect(on.venue.books.openOrders()).toHaveLength(4);
    expect(on.venue.books.acts()).toEqual([]);
  });

  it('is listed once, those of a dead, bound and unfit key among them', () => {
    expect(new Set(documentedCodes).size).toBe(documentedCodes.length);
    const needed = [
      'EAPI:Invalid key',
      'EAPI:Invalid signature',
      'EAPI:Invalid nonce',
      'EAPI:Rate limit exceeded',
      'EGeneral:Permission denied',
      'EGeneral:Temporary lockout',
      'EAuth:Account temporary disabled',
      'EService:Unavailable',
      'EService:Market in cancel_only mode',
    ];
    expect(needed.filter((code) => !documentedCodes.includes(code))).toEqual([]);
  });

  it('what is none cannot be injected', async () => {
    const on = await stage();
    const inject = () =>
      on.venue.faults.inject({ kind: 'refusal', code: 'EFun:None' }, { path: '/', times: 1 });
    expect(inject).toThrow('documents no refusal');
  });
});

it('an answer that is lost has had its effect', async () => {
  const on = await stage();
  on.venue.faults.inject({ kind: 'lost-reply' }, { path: '/0/private/CancelAll', times: 1 });
  await expect(on.post('CancelAll', {}, { key: 'bot' })).rejects.toThrow();
  expect(on.venue.books.openOrders()).toEqual([]);
});

it('a body that cannot be read has invalid arguments', async () => {
  const on = await stage();
  const headers = { 'content-type': 'application/json' };
  // Without a nonce that could be read there is none.
  expect(codeOf(await on.post('Balance', '[]', { headers }))).toBe('EAPI:Invalid signature');
});

describe.runIf(fixturesExist)('the words that clients of the venue know', () => {
  it('are all here', () => {
    const recorded = readFixture('error-codes/ccxt-4.5.84-exceptions.json') as object;
    const exact = exactOf(recorded);
    expect(exact.length).toBeGreaterThan(20);
    expect(exact.filter((code) => !documentedCodes.includes(code))).toEqual([]);
  });
});
skippedWithoutFixtures('the words that clients of the venue know', 1);

/** The table of this venue, wherever in the file it stands. */
function exactOf(tree: object): string[] {
  for (const [name, value] of Object.entries(tree) as [string, unknown][]) {
    if (typeof value !== 'object' || value === null) continue;
    if (name === 'kraken' && 'exceptions' in value) {
      return Object.keys((value.exceptions as { exact: object }).exact);
    }
    const inside = exactOf(value);
    if (inside.length > 0) return inside;
  }
  return [];
}
