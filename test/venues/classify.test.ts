import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureCodes } from '../../src/domain/failure.ts';
import { binance } from '../../src/venues/binance/index.ts';
import { classify } from '../../src/venues/classify.ts';
import type { Unsuccess } from '../../src/venues/classify.ts';

const answered = (change: Partial<Unsuccess>): Unsuccess => ({
  venue: binance,
  doing: 'testing',
  isWrite: false,
  mayHaveArrived: true,
  isWhole: true,
  httpStatus: 400,
  body: undefined,
  ...change,
});

const says = (httpStatus: number, code: number | string, msg = 'no'): Partial<Unsuccess> => ({
  httpStatus,
  body: { code, msg },
});

describe('the venue’s own code decides', () => {
  it.each([
    [400, -2008, 'KEY_UNKNOWN'],
    [401, -2014, 'KEY_MALFORMED'],
    [401, -2015, 'KEY_IP_OR_SCOPE'],
    [400, -2015, 'KEY_IP_OR_SCOPE'],
    [401, -1002, 'SCOPE_MISSING'],
    [400, -1022, 'SIGNATURE_REJECTED'],
    [400, -1021, 'CLOCK_SKEW'],
    [400, -1121, 'NOT_FOUND'],
    [400, -2011, 'NOT_FOUND'],
    [400, -1127, 'REQUEST_REJECTED'],
    [429, -1003, 'RATE_LIMITED'],
  ])('HTTP %i %i → %s', (status, code, expected) => {
    expect(classify(answered(says(status, code)))).toMatchObject({
      code: expected,
      venueCode: String(code),
      httpStatus: status,
    });
  });

  it('but a ban, a limit and a legal block are said by the status, whatever milder code is under it', () => {
    expect(classify(answered(says(418, -1003))).code).toBe('BANNED');
    expect(classify(answered(says(451, -2015))).code).toBe('REGION_BLOCKED');
    expect(classify(answered(says(429, -2008))).code).toBe('RATE_LIMITED');
  });

  it('keeps a code of tomorrow, as REQUEST_REJECTED', () => {
    expect(classify(answered(says(400, -7777, 'Something new.')))).toMatchObject({
      code: 'REQUEST_REJECTED',
      venueCode: '-7777',
      detail: 'Something new.',
    });
  });

  it.each(['constructor', '__proto__', 'toString', 'http:403'])(
    'does not take %s, sent as a code, for more than an unknown one',
    (code) => {
      const body = JSON.parse(`{"code":${JSON.stringify(code)},"msg":"x"}`) as unknown;
      const found = classify(answered({ body }));
      expect(failureCodes).toContain(found.code);
      expect(found.venueCode).toBe(code);
    },
  );
});

describe('the bare status speaks when there is no code', () => {
  it.each([
    [403, 'BLOCKED_BY_GATEWAY'],
    [418, 'BANNED'],
    [429, 'RATE_LIMITED'],
    [451, 'REGION_BLOCKED'],
    [500, 'VENUE_DOWN'],
    [502, 'VENUE_DOWN'],
    [503, 'VENUE_DOWN'],
    [599, 'VENUE_DOWN'],
    [404, 'REPLY_NOT_UNDERSTOOD'],
    [301, 'REPLY_NOT_UNDERSTOOD'],
    [200, 'REPLY_NOT_UNDERSTOOD'],
  ])('HTTP %i with HTML → %s', (httpStatus, expected) => {
    const headers = { 'content-type': 'text/html' };
    expect(classify(answered({ httpStatus, headers })).code).toBe(expected);
  });

  it('never calls a page that is missing a thing that is missing', () => {
    // NOT_FOUND for an order means "nothing left to cancel": a gateway's 404 must not say so.
    expect(classify(answered({ httpStatus: 404, body: { message: 'no Route matched' } })).code).toBe(
      'REQUEST_REJECTED',
    );
  });
});

describe('ccxt’s class is asked last', () => {
  class OnMaintenance extends Error {}
  class AuthenticationError extends Error {}

  it('only for a code that our table does not know', () => {
    const error = new OnMaintenance('x');
    expect(classify(answered({ ...says(400, -7777), error })).code).toBe('VENUE_DOWN');
    expect(classify(answered({ ...says(400, -1022), error })).code).toBe('SIGNATURE_REJECTED');
  });

  it('and never says anything about the key', () => {
    const error = new AuthenticationError('x');
    expect(classify(answered({ ...says(400, -7777), error })).code).toBe('REQUEST_REJECTED');
  });
});

describe('an act whose answer was lost', () => {
  it('may have happened when its request may have left', () => {
    const lost = { isWrite: true, isWhole: false, httpStatus: undefined } as unknown as Partial<Unsuccess>;
    expect(classify(answered({ ...lost, mayHaveArrived: true })).code).toBe('OUTCOME_UNKNOWN');
    expect(classify(answered({ ...lost, mayHaveArrived: false })).code).toBe('UNREACHABLE');
  });

  it('may have happened when the answer broke off, although its status was good', () => {
    expect(classify(answered({ httpStatus: 200, isWhole: false, isWrite: true })).code).toBe(
      'OUTCOME_UNKNOWN',
    );
  });

  it('is never OUTCOME_UNKNOWN for a read', () => {
    const anything = fc.record({
      httpStatus: fc.integer({ min: 100, max: 599 }),
      body: fc.oneof(fc.constant(undefined), fc.record({ code: fc.integer(), msg: fc.string() })),
      isWhole: fc.boolean(),
      mayHaveArrived: fc.boolean(),
    });
    fc.assert(
      fc.property(
        anything,
        (seen) => classify(answered({ ...seen, isWrite: false })).code !== 'OUTCOME_UNKNOWN',
      ),
    );
  });

  it('is OUTCOME_UNKNOWN for a write under any server error, whatever the code says', () => {
    const anything = fc.record({
      httpStatus: fc.integer({ min: 500, max: 599 }),
      body: fc.oneof(fc.constant(undefined), fc.record({ code: fc.integer(), msg: fc.string() })),
    });
    fc.assert(
      fc.property(
        anything,
        (seen) => classify(answered({ ...seen, isWrite: true })).code === 'OUTCOME_UNKNOWN',
      ),
    );
  });
});

describe('Retry-After', () => {
  it.each([
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': 'Sun, 01 Mar 2026 03:02:00 GMT', date: 'Sun, 01 Mar 2026 03:00:00 GMT' }, 120_000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 02:00:00 GMT', date: 'Sun, 01 Mar 2026 03:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'Sun, 01 Mar 2026 02:00:00 GMT' }, undefined],
    [{}, undefined],
  ])('%j → %s ms', (headers, expected) => {
    expect(classify(answered({ httpStatus: 429, headers })).retryAfterMs).toBe(expected);
  });
});

it('cuts the venue’s words short, so that a journal line stays a line', () => {
  expect(classify(answered(says(400, -1, 'x'.repeat(10_000)))).detail?.length).toBe(500);
});
