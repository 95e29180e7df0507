import { describe, expect, it } from 'vitest';
import type { OpenOrder } from '../../src/domain/trading.ts';
import { at, byApi, capabilities, json, openRow as row, replying } from './coinbase-support.ts';
import type { Scripted, SeenRequest } from './scripted-venue.ts';

const cancel = byApi(capabilities.cancelOrders);
const cancelAll = byApi(capabilities.cancelAllOrders);

const orderOf = (id: string): OpenOrder => ({
  id,
  clientOrderId: `c${id}`,
  symbol: 'BTC-USD',
  side: 'buy',
  type: 'LIMIT',
  price: '1',
  amount: '1',
  filled: '0',
  createdAt: '2026-03-01T00:00:00.000Z',
});
const orders = (count: number) => Array.from({ length: count }, (_, n) => orderOf(`o${n}`));

const idsIn = ({ body }: SeenRequest): readonly string[] =>
  (JSON.parse(body) as { order_ids: string[] }).order_ids;
const result = (order_id: string, failure_reason = 'UNKNOWN_CANCEL_FAILURE_REASON', success = true) => ({
  success,
  failure_reason,
  order_id,
});
const done = (request: SeenRequest): Scripted => json({ results: idsIn(request).map((id) => result(id)) });
const refusing =
  (refused: string, reason: string) =>
  (request: SeenRequest): Scripted =>
    json({ results: idsIn(request).map((id) => (id === refused ? result(id, reason, false) : result(id))) });

describe('cancelling orders', () => {
  it('sends the listed ids and nothing else, a hundred at a time', async () => {
    const { venue, session } = await at(done);
    await cancel(session, orders(201));
    expect(venue.seen.map((request) => idsIn(request).length)).toEqual([100, 100, 1]);
    expect(venue.seen[0]).toMatchObject({ method: 'POST', path: '/api/v3/brokerage/orders/batch_cancel' });
    expect(Object.keys(JSON.parse(venue.seen[0]?.body ?? '') as object)).toEqual(['order_ids']);
  });

  it('of none sends nothing', async () => {
    const { venue, session } = await at(done);
    await cancel(session, []);
    expect(venue.seen).toEqual([]);
  });

  it.each(['UNKNOWN_CANCEL_ORDER', 'ORDER_IS_FULLY_FILLED', 'DUPLICATE_CANCEL_REQUEST'])(
    'is content with an order that is gone already: %s',
    async (reason) => {
      const { session } = await at(refusing('o1', reason));
      await expect(cancel(session, orders(2))).resolves.toBeUndefined();
    },
  );

  it('goes on with the next batch past an order that was refused, and says so', async () => {
    const { venue, session } = await at(refusing('o1', 'COMMANDER_REJECTED_CANCEL_ORDER'));
    await expect(cancel(session, orders(101))).rejects.toMatchObject({
      code: 'REQUEST_REJECTED',
      failure: {
        venueCode: 'COMMANDER_REJECTED_CANCEL_ORDER',
        detail: expect.stringContaining('1 of 100: o1'),
      },
    });
    expect(venue.seen.length).toBe(2);
  });

  it('one that is gone does not hide one that still rests', async () => {
    const { session } = await at(({ body: _body }) =>
      json({
        results: [result('o0', 'UNKNOWN_CANCEL_ORDER', false), result('o1', 'NOT_ALLOWED_TO_CANCEL', false)],
      }),
    );
    await expect(cancel(session, orders(2))).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
  });

  it.each<[string, unknown]>([
    ['an empty object answers', {}],
    ['no order is named', { results: [] }],
    ['one order is missing', { results: [result('o0')] }],
    ['another order is named', { results: [result('o0'), result('o9')] }],
    ['a row says neither', { results: [{ order_id: 'o0' }, result('o1')] }],
  ])('is no success when %s', async (_name, body) => {
    const { session } = await replying(body);
    await expect(cancel(session, orders(2))).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });

  it.each<[string, Scripted, string]>([
    ['the key is refused', json('Unauthorized', 401), 'KEY_IP_OR_SCOPE'],
    ['the key may not trade', json({ error: 'PERMISSION_DENIED', message: 'no' }, 403), 'SCOPE_MISSING'],
    ['the limit is reached', json('', 429), 'RATE_LIMITED'],
  ])('stops when %s', async (_name, scripted, code) => {
    const { venue, session } = await at(() => scripted);
    await expect(cancel(session, orders(201))).rejects.toMatchObject({ code });
    expect(venue.seen.length).toBe(1);
  });
});

describe('cancelling everything', () => {
  const book = (request: SeenRequest): Scripted => {
    if (request.method === 'POST') return done(request);
    const {
      order_status: status,
      order_placement_source: source,
      cursor,
    } = Object.fromEntries(request.query);
    if (status === 'OPEN' && source === 'RETAIL_ADVANCED') {
      return json({ orders: [row(cursor ?? 'a')], has_next: cursor === undefined, cursor: 'b' });
    }
    return json({ orders: status === 'QUEUED' ? [row(`${source}-q`)] : [], has_next: false, cursor: 'x' });
  };

  it('lists whatever rests, every status and source and page of it, then cancels by id', async () => {
    const { venue, session } = await at(book);
    await cancelAll(session);
    const sent = venue.seen.filter(({ method }) => method === 'POST').flatMap(idsIn);
    expect(sent).toEqual(['a', 'b', 'RETAIL_ADVANCED-q', 'RETAIL_SIMPLE-q']);
    expect(venue.seen.filter(({ method }) => method === 'GET').length).toBe(11);
  });

  it('cancels what it knows of where the list is cut off, and says so', async () => {
    const { venue, session } = await at((request) =>
      request.method === 'POST' ? done(request) : json({ orders: [row('a')], has_next: true, cursor: '' }),
    );
    await expect(cancelAll(session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    expect(venue.seen.filter(({ method }) => method === 'POST').flatMap(idsIn)).toEqual(['a']);
  });

  it('says so where a part of the list is withheld', async () => {
    const { session } = await at((request) =>
      request.method === 'POST'
        ? done(request)
        : json({ orders: [], has_next: false, cursor: '', proof_token_required: true }),
    );
    await expect(cancelAll(session)).rejects.toMatchObject({
      failure: { detail: expect.stringContaining('proof_token_required') },
    });
  });
});
