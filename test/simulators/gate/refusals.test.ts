import { describe, expect, it } from 'vitest';
import { documentedCodes, labels } from '../../../src/simulators/gate/documented-refusals.ts';
import { labelOf, stage } from './support.ts';

describe('every documented refusal', () => {
  it('comes in the venue’s own form when it is injected, with nothing done', async () => {
    const on = await stage();
    for (const code of on.venue.refusals()) {
      on.venue.faults.inject({ kind: 'refusal', code }, { path: '/spot/orders', times: 1 });
      const reply = await on.ask('DELETE /spot/orders');
      expect([code, labelOf(reply)]).toEqual([code, code]);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      if (!code.startsWith('http:')) expect(reply.body).toEqual({ label: code, message: labels[code] });
    }
    expect(on.venue.books.openOrders()).toHaveLength(9);
  });

  it('is listed once, those of a dead, bound and unfit key among them', () => {
    expect(new Set(documentedCodes).size).toBe(documentedCodes.length);
    const needed = [
      'INVALID_KEY',
      'INVALID_CREDENTIALS',
      'IP_FORBIDDEN',
      'READ_ONLY',
      'FORBIDDEN',
      'ACCOUNT_LOCKED',
      'INVALID_SIGNATURE',
      'REQUEST_EXPIRED',
      'MISSING_REQUIRED_HEADER',
      'TOO_MANY_REQUESTS',
      'TOO_BUSY',
    ];
    expect(needed.filter((code) => !documentedCodes.includes(code))).toEqual([]);
  });

  it.each([
    ['INVALID_KEY', 401],
    ['IP_FORBIDDEN', 401],
    ['REQUEST_EXPIRED', 401],
    ['FORBIDDEN', 403],
    ['READ_ONLY', 403],
    ['ORDER_NOT_FOUND', 404],
    ['INVALID_PARAM_VALUE', 400],
    ['TOO_MANY_REQUESTS', 429],
    ['SERVER_ERROR', 500],
    ['http:502', 502],
  ])('%s has status %i', async (code, status) => {
    const on = await stage();
    on.venue.faults.inject({ kind: 'refusal', code }, { path: '/spot/accounts', times: 1 });
    expect((await on.ask('GET /spot/accounts')).status).toBe(status);
  });
});

it.each([
  ['GET /nothing/here', 'NOT_FOUND'],
  ['POST /account/detail', 'METHOD_NOT_ALLOWED'],
  ['GET /withdrawals', 'METHOD_NOT_ALLOWED'],
  ['GET /spot/accounts/x', 'NOT_FOUND'],
])('%s: %s', async (request, label) => {
  const on = await stage();
  expect(labelOf(await on.ask(request))).toBe(label);
});

it('a body is read where it counts only; a broken one is refused', async () => {
  const on = await stage();
  expect(labelOf(await on.ask('GET /spot/accounts', { json: '{' }))).toBe('ok');
  expect(labelOf(await on.ask('DELETE /spot/orders?side=sell', { json: '{"side":"buy"}' }))).toBe('ok');
  expect(on.venue.books.openOrders()).toHaveLength(8);
  expect(labelOf(await on.ask('POST /spot/orders', { json: '{' }))).toBe('INVALID_REQUEST_BODY');
  expect(labelOf(await on.ask('POST /spot/cancel_batch_orders', { json: '{}' }))).toBe(
    'INVALID_REQUEST_BODY',
  );
});
