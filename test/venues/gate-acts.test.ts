import { afterEach, describe, expect, it } from 'vitest';
import { unknown } from '../../src/domain/known.ts';
import type { OpenOrder, Withdrawal } from '../../src/domain/trading.ts';
import { gate } from '../../src/venues/gate/index.ts';
import { answering, at, byApi, closeAll, json, no } from './gate-session.ts';

afterEach(closeAll);

const cancelOrders = byApi(gate.capabilities.cancelOrders);
const cancelAllOrders = byApi(gate.capabilities.cancelAllOrders);
const cancelWithdrawal = byApi(gate.capabilities.cancelWithdrawal);

const order = (section: string, id = '12345', type = 'limit'): OpenOrder => ({
  id,
  clientOrderId: '',
  symbol: 'BTC_USDT',
  side: 'buy',
  type,
  price: '1',
  amount: '1',
  filled: '0',
  createdAt: '2026-03-01T00:00:00.000Z',
  section,
});

describe('cancelling these orders', () => {
  it.each<[string, string, Record<string, string>, unknown, unknown]>([
    ['spot', 'DELETE /spot/orders/12345', { currency_pair: 'BTC_USDT' }, undefined, { id: '12345' }],
    ['spot/triggered/unified', 'DELETE /spot/price_orders/12345', {}, undefined, { id: 12345 }],
    ['futures/usdt', 'DELETE /futures/usdt/orders/12345', {}, undefined, { id: 12345 }],
    ['futures/btc/triggered', 'DELETE /futures/btc/price_orders/12345', {}, undefined, { id: 12345 }],
    [
      'futures/usdt/trail',
      'POST /futures/usdt/autoorder/v1/trail/stop',
      {},
      { id: 12345 },
      { order: { id: 12345 } },
    ],
    [
      'futures/usdt/chase',
      'POST /futures/usdt/autoorder/v1/chase/stop',
      {},
      { id: '12345' },
      { order: { id: '12345' } },
    ],
    ['delivery/usdt', 'DELETE /delivery/usdt/orders/12345', {}, undefined, { id: 12345 }],
    ['delivery/usdt/triggered', 'DELETE /delivery/usdt/price_orders/12345', {}, undefined, { id: 12345 }],
    ['options', 'DELETE /options/orders/12345', {}, undefined, { id: 12345 }],
    [
      'bots',
      'POST /bot/portfolio/stop',
      {},
      { strategy_id: '12345', strategy_type: 'spot_grid' },
      { code: 0, data: { strategy_id: '12345', status: 'stopping' } },
    ],
  ])('in %s', async (section, asked, query, body, reply) => {
    const { venue, session } = await answering({ [asked]: reply });
    await cancelOrders(session, [order(section, '12345', section === 'bots' ? 'spot_grid' : 'limit')]);
    const [seen] = venue.seen;
    expect(venue.seen.length).toBe(1);
    expect(Object.fromEntries(seen?.query ?? [])).toEqual(query);
    if (body !== undefined) expect(JSON.parse(seen?.body ?? '')).toEqual(body);
  });

  it('sends an id beyond 2^53 whole', async () => {
    const asked = 'POST /futures/usdt/autoorder/v1/trail/stop';
    const { venue, session } = await answering({ [asked]: { order: { id: '1' } } });
    await cancelOrders(session, [order('futures/usdt/trail', '2007048638370418688')]);
    expect(venue.seen[0]?.body).toContain('"2007048638370418688"');
  });

  it('goes on past one that is gone, and past one of a section that is not there', async () => {
    const { venue, session } = await at(({ path }) =>
      path.endsWith('/1') ? no('ORDER_NOT_FOUND') : json({ id: '2' }),
    );
    await cancelOrders(session, [order('spot', '1'), order('spot', '2')]);
    expect(venue.seen.length).toBe(2);
    await expect(cancelOrders(session, [order('elsewhere')])).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(venue.seen.length).toBe(2);
  });

  it('stops where the key is refused', async () => {
    const { venue, session } = await at(() => no('INVALID_KEY', 401));
    const act = cancelOrders(session, [order('spot', '1'), order('spot', '2')]);
    await expect(act).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
    expect(venue.seen.length).toBe(1);
  });

  it('believes no reply of another form', async () => {
    for (const body of ['{}', '[]', '<html></html>']) {
      const { session } = await at(() => json(body));
      const act = cancelOrders(session, [order('spot')]);
      await expect(act).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    }
  });
});

// ---------------------------------------------------------------- all

const nothing: Readonly<Record<string, unknown>> = {
  'GET /bot/portfolio/running': { data: { items: [] } },
  'POST /futures/usdt/autoorder/v1/trail/stop_all': { orders: [] },
  'POST /futures/usdt/autoorder/v1/chase/stop_all': { orders: [] },
  'POST /futures/btc/autoorder/v1/trail/stop_all': { orders: [] },
  'POST /futures/btc/autoorder/v1/chase/stop_all': { orders: [] },
  'DELETE /spot/orders': [],
  'GET /spot/price_orders': [],
  'DELETE /futures/usdt/orders': [],
  'DELETE /futures/usdt/price_orders': [],
  'DELETE /futures/btc/orders': [],
  'DELETE /futures/btc/price_orders': [],
  'GET /delivery/usdt/orders': [],
  'GET /delivery/usdt/price_orders': [],
  'DELETE /options/orders': [],
};

const resting = {
  id: 5,
  contract: 'BTC_USDT_20260626',
  size: 1,
  left: 1,
  price: '1',
  text: 'web',
  status: 'open',
  create_time: 1729180336,
};

const triggered = {
  id: 6,
  market: 'BTC_USDT',
  trigger: { price: '2' },
  put: { type: 'limit', side: 'buy', price: '1', amount: '1', text: 'web' },
  ctime: 1729180336,
  status: 'open',
};

describe('cancelling whatever rests', () => {
  it('sweeps every market; what is cancelled by contract or account only is read first', async () => {
    const { venue, session } = await answering({
      ...nothing,
      'GET /delivery/usdt/orders': [resting, resting],
      'DELETE /delivery/usdt/orders': [{ id: 5 }],
      'GET /spot/price_orders': [triggered],
      'DELETE /spot/price_orders': [{ id: 6 }],
    });
    await cancelAllOrders(session);
    const sent = venue.seen.map(({ method, path, rawQuery }) => `${method} ${path.slice(7)}?${rawQuery}`);
    const acts = sent.filter((line) => !line.startsWith('GET'));
    expect(acts).toEqual([
      'POST /futures/usdt/autoorder/v1/trail/stop_all?',
      'POST /futures/usdt/autoorder/v1/chase/stop_all?',
      'POST /futures/btc/autoorder/v1/trail/stop_all?',
      'POST /futures/btc/autoorder/v1/chase/stop_all?',
      'DELETE /spot/orders?',
      'DELETE /spot/price_orders?account=normal',
      'DELETE /spot/price_orders?account=margin',
      'DELETE /spot/price_orders?account=unified',
      'DELETE /futures/usdt/orders?',
      'DELETE /futures/usdt/price_orders?',
      'DELETE /futures/btc/orders?',
      'DELETE /futures/btc/price_orders?',
      'DELETE /delivery/usdt/orders?contract=BTC_USDT_20260626',
      'DELETE /options/orders?',
    ]);
  });

  it('says when Gate says that one could not be cancelled', async () => {
    const { session } = await answering({
      ...nothing,
      'DELETE /spot/orders': [{ id: '1', succeeded: false, label: 'CANCEL_FAIL', message: '' }],
    });
    await expect(cancelAllOrders(session)).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
  });

  it('goes on past markets that the key has no permission for, and says so in the end', async () => {
    const { venue, session } = await at(({ method, path }) =>
      path.includes('/futures/') || path.includes('/bot/')
        ? no('FORBIDDEN', 403)
        : json(nothing[`${method} ${path.slice(7)}`] ?? []),
    );
    await expect(cancelAllOrders(session)).rejects.toMatchObject({ code: 'SCOPE_MISSING' });
    expect(venue.seen.at(-1)?.path).toBe('/api/v4/options/orders');
  });

  it('an account that was never paid into has nothing to cancel', async () => {
    const { session } = await at(({ method, path }) =>
      /\/(futures|delivery|options)\//.test(path)
        ? no('USER_NOT_FOUND')
        : json(nothing[`${method} ${path.slice(7)}`] ?? []),
    );
    await cancelAllOrders(session);
  });
});

describe('cancelling a withdrawal', () => {
  const withdrawal = (id: string): Withdrawal => ({
    id,
    asset: 'USDT',
    amount: '1',
    fee: unknown('test'),
    address: 'Taddress',
    network: 'TRX',
    txId: unknown('test'),
    status: 'requested',
    venueStatus: 'REQUEST',
    internal: false,
    requestedAt: '2026-03-01T00:00:00.000Z',
    completedAt: unknown('test'),
  });

  it('is accepted under 202', async () => {
    const accepted = { status: 202, body: JSON.stringify({ id: 'w1', status: 'CANCELPEND' }) };
    const { venue, session } = await answering({ 'DELETE /withdrawals/w1': accepted });
    await cancelWithdrawal(session, withdrawal('w1'));
    expect(venue.seen.length).toBe(1);
  });

  it('is not believed without a record, and not tried for one to another customer', async () => {
    const { venue, session } = await at(() => json({}));
    await expect(cancelWithdrawal(session, withdrawal('w1'))).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
    await expect(cancelWithdrawal(session, withdrawal('push/1'))).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(venue.seen.length).toBe(1);
  });
});
