import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cancelRefusals, documentedCodes } from '../../../src/simulators/coinbase/documented-refusals.ts';
import type { Parsed } from './client.ts';
import { accountOf, codeOf, keys, stage, treasury } from './support.ts';

const order = (configuration: object, rest: object = {}) => ({
  client_order_id: 'new-1',
  product_id: 'BTC-USDT',
  side: 'BUY',
  order_configuration: configuration,
  ...rest,
});

const limit = (base_size: string, limit_price: string, rest: object = {}) => ({
  limit_limit_gtc: { base_size, limit_price, post_only: false, ...rest },
});

describe('placing', () => {
  it('rests, fills or kills as its configuration says', async () => {
    const on = await stage();
    const place = async (configuration: object, id: string, side = 'BUY') => {
      const { body } = await on.post('orders', order(configuration, { client_order_id: id, side }));
      expect(body).toMatchObject({ success: true, success_response: { client_order_id: id, side } });
      return (await on.get(`orders/historical/${body.success_response.order_id}`)).body.order;
    };
    expect(await place(limit('0.1', '15000'), 'rests')).toMatchObject({ status: 'OPEN', filled_size: '0' });
    expect(await place(limit('0.1', '25000'), 'takes')).toMatchObject({
      status: 'FILLED',
      filled_size: '0.1',
    });
    expect(await place(limit('0.1', '25000', { post_only: true }), 'post')).toMatchObject({
      filled_size: '0',
    });
    const sor = { sor_limit_ioc: { base_size: '0.1', limit_price: '15000' } };
    expect(await place(sor, 'ioc')).toMatchObject({
      status: 'EXPIRED',
      time_in_force: 'IMMEDIATE_OR_CANCEL',
    });
    const fok = { limit_limit_fok: { base_size: '0.1', limit_price: '25000' } };
    expect(await place(fok, 'fok')).toMatchObject({ status: 'FILLED', time_in_force: 'FILL_OR_KILL' });
    const byValue = { market_market_ioc: { quote_size: '1000' } };
    expect(await place(byValue, 'value')).toMatchObject({
      size_in_quote: true,
      order_configuration: byValue,
    });
    const byAmount = { market_market_ioc: { base_size: '0.2' } };
    expect(await place(byAmount, 'amount', 'SELL')).toMatchObject({
      order_type: 'MARKET',
      filled_size: '0.2',
    });
  });

  it('an id a second time gives back the first order', async () => {
    const on = await stage();
    const first = await on.post('orders', order(limit('0.1', '15000')));
    const second = await on.post('orders', order(limit('0.7', '16000')));
    expect(second.body.success_response).toEqual(first.body.success_response);
    expect(on.venue.books.openOrders().length).toBe(5);
  });

  it.each([
    [limit('100', '19000'), {}, 'INSUFFICIENT_FUND'],
    [limit('0', '19000'), {}, 'UNKNOWN_FAILURE_REASON'],
    [{ limit_limit_gtd: { base_size: '1', limit_price: '1' } }, {}, 'UNSUPPORTED_ORDER_CONFIGURATION'],
    [limit('1', '1'), { product_id: 'NONE-USD' }, 'INVALID_PRODUCT_ID'],
    [limit('1', '1'), { product_id: 'BIT-27MAR26-CDE' }, 'UNSUPPORTED_ORDER_CONFIGURATION'],
    [limit('1', '1'), { side: 'HOLD' }, 'INVALID_SIDE'],
    [{}, {}, 'UNKNOWN_FAILURE_REASON'],
  ])('%j %j is answered with no success: %s', async (configuration, rest, code) => {
    const on = await stage();
    const { status, body } = await on.post('orders', order(configuration, rest));
    expect([status, body.success, body.error_response.error]).toEqual([200, false, code]);
    expect(body.order_configuration).toEqual(configuration);
    expect(on.venue.books.orders().length).toBe(11);
  });

  it.each([{}, { client_order_id: 'x' }, { client_order_id: 'x', product_id: 'BTC-USDT' }, '{"a":', 'null'])(
    'a request that is none is refused: %j',
    async (json) => {
      expect(codeOf(await (await stage()).post('orders', json))).toBe('INVALID_ARGUMENT');
    },
  );
});

describe('cancelling', () => {
  it('has a result for each id, in their order', async () => {
    const on = await stage();
    const { orders } = (await on.get('orders/historical/batch', 'order_status=OPEN')).body;
    const [fut, stop, second] = orders.map((each: Parsed) => each.order_id as string);
    const { fills } = (await on.get('orders/historical/fills', 'limit=1')).body;
    const ids = [stop, fut, 'nothing', second, second, fills[0].order_id];
    const { body } = await on.post('orders/batch_cancel', { order_ids: ids });
    expect(body.results).toEqual([
      { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: stop },
      { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: fut },
      { success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: 'nothing' },
      { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: second },
      { success: false, failure_reason: 'DUPLICATE_CANCEL_REQUEST', order_id: second },
      { success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: fills[0].order_id },
    ]);
    expect(on.venue.books.openOrders().map(({ clientOrderId }) => clientOrderId)).toEqual(['mm-1']);
    expect((await on.get(`orders/historical/${stop}`)).body.order.status).toBe('CANCELLED');
    const again = await on.post('orders/batch_cancel', { order_ids: [stop] });
    expect(again.body.results[0].failure_reason).toBe('UNKNOWN_CANCEL_ORDER');
  });

  it('takes a hundred ids and no more', async () => {
    const on = await stage();
    const ids = (count: number) => ({ order_ids: Array.from({ length: count }, (_, n) => `id-${n}`) });
    expect((await on.post('orders/batch_cancel', ids(100))).body.results.length).toBe(100);
    expect(codeOf(await on.post('orders/batch_cancel', ids(101)))).toBe('INVALID_ARGUMENT');
    expect(codeOf(await on.post('orders/batch_cancel', {}))).toBe('INVALID_ARGUMENT');
    expect(codeOf(await on.post('orders/batch_cancel', { order_ids: [7] }))).toBe('INVALID_ARGUMENT');
  });
});

describe('the holder of a key, without HTTP', () => {
  it('trades and cancels as far as the key may', async () => {
    const on = await stage();
    const holder = (name: 'bot' | 'reader' | 'bound') =>
      on.venue.asKeyHolder({ keyId: keys[name].keyId, sourceIp: '127.0.0.1' });
    const fill = {
      symbol: 'BTC-USDT',
      side: 'sell',
      price: '9000',
      amount: '2',
      clientOrderId: 'evil',
    } as const;
    expect(holder('bot').trade(fill)).toBeUndefined();
    expect(holder('reader').trade(fill)).toMatchObject({ code: 'PERMISSION_DENIED', aboutKey: true });
    expect(holder('bound').trade(fill)).toMatchObject({ code: 'http:401', aboutKey: true });
    expect(holder('bot').trade({ ...fill, amount: '9000' })).toMatchObject({ code: 'INSUFFICIENT_FUND' });
    expect(holder('bot').trade({ ...fill, price: 'x' })).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(holder('bot').cancelOrder(on.venue.books.openOrders()[0]?.orderId ?? '')).toBeUndefined();
    expect(holder('bot').cancelOrder('77')).toMatchObject({ code: 'NOT_FOUND' });
    const { fills } = (await on.get('orders/historical/fills', 'limit=1')).body;
    expect(fills[0]).toMatchObject({ price: '9000', size: '2', side: 'SELL' });
  });
});

describe('limits', () => {
  it('of a user: thirty a second for all its keys together, then the web site’s page', async () => {
    const on = await stage();
    const codes: string[] = [];
    for (let n = 0; n < 31; n += 1) {
      const reply = await on.get('key_permissions', '', { key: n % 2 === 0 ? 'bot' : 'reader' });
      codes.push(codeOf(reply));
      if (n === 0) {
        expect(reply.headers).toMatchObject({
          'x-ratelimit-limit': '30',
          'x-ratelimit-remaining': '29',
          'x-ratelimit-reset': '1',
        });
      }
      if (n === 30)
        expect([reply.status, reply.headers['content-type']]).toEqual([429, 'text/html; charset=utf-8']);
    }
    expect(codes.filter((code) => code === 'in').length).toBe(30);
    expect(codes.at(-1)).toBe('http:429');
    await on.clock.advance(1_000);
    expect(codeOf(await on.get('key_permissions'))).toBe('in');
  });

  it('of an address without a key: ten a second', async () => {
    const on = await stage();
    const codes: string[] = [];
    for (let n = 0; n < 11; n += 1) codes.push(codeOf(await on.get('time', '', { key: 'none' })));
    expect(codes.indexOf('http:429')).toBe(10);
    expect(codeOf(await on.get('time', '', { key: 'none', from: '127.0.0.2' }))).toBe('in');
  });

  it('of v2: ten thousand an hour for a key', async () => {
    const { createLimits } = await import('../../../src/simulators/coinbase/limits.ts');
    const limits = createLimits();
    const count = (key: string) => limits.count('v2', { user: 'u', key, address: 'a' }, 0, {});
    for (let n = 0; n < 10_000; n += 1) count('k');
    expect(() => count('k')).toThrow('Too many requests');
    expect(() => count('other')).not.toThrow();
  });
});

describe('refusals', () => {
  it.each(documentedCodes)('can be had by their code, in the form of their half: %s', async (code) => {
    const on = await stage();
    on.venue.faults.inject({ kind: 'refusal', code }, { path: '/', times: 1 });
    const reply = await on.get('key_permissions');
    if (code in cancelRefusals) {
      expect(reply.body).toEqual({ results: [{ success: false, failure_reason: code, order_id: '' }] });
      return;
    }
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(codeOf(reply)).toBe(code);
    if (code.startsWith('http:')) expect(reply.status).toBe(Number(code.slice(5)));
    expect(codeOf(await on.get('key_permissions'))).toBe('in');
  });

  it('that are invented are a mistake of the test', async () => {
    const on = await stage();
    const inject = () =>
      on.venue.faults.inject({ kind: 'refusal', code: 'NONSENSE' }, { path: '/', times: 1 });
    expect(inject).toThrow('NONSENSE');
    expect(on.venue.refusals()).toEqual(documentedCodes);
  });
});

describe('a restart with the same world log', () => {
  it('finds orders, sends and keys again, under the same ids, and no secret in the log', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'coinbase-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const worldLog = path.join(folder, 'world.jsonl');
    const first = await stage({ worldLog });
    const made = first.venue.website.createKey({
      label: 'fresh',
      scopes: ['read', 'transfer', 'withdraw'],
      ipAllowlist: [],
    });
    const placed = await first.post('orders', order(limit('0.1', '15000')));
    await first.post(
      '/v2/accounts/USDT/transactions',
      { type: 'send', to: treasury, amount: '5', currency: 'USDT', idem: 'i-1' },
      { key: made },
    );
    first.venue.website.deleteKey(keys.bot.keyId);
    const listed = (await first.get('orders/historical/batch', '', { key: 'reader' })).body;
    await first.venue.close();
    const second = await stage({ worldLog });
    expect(codeOf(await second.get('key_permissions'))).toBe('http:401');
    expect(codeOf(await second.get('key_permissions', '', { key: made }))).toBe('in');
    const again = (await second.get('orders/historical/batch', '', { key: 'reader' })).body;
    expect(again).toEqual(listed);
    expect(again.orders[0].order_id).toBe(placed.body.success_response.order_id);
    expect((await accountOf(second, 'USDT', { key: 'reader' })).balance.amount).toBe('239994');
    const log = readFileSync(worldLog, 'utf8');
    expect(log).not.toContain('PRIVATE KEY');
    expect(log).not.toContain('organizations/');
    expect(second.venue.vault().map(({ keyId }) => keyId)).toContain(made.keyId);
  });
});
