import { describe, expect, it } from 'vitest';
import { labelOf, opening, stage, t0Ms, t0Seconds } from './support.ts';

const base = '/futures/usdt/autoorder/v1';

describe('trailing and chase orders', () => {
  it.each([
    ['trail/list', ''],
    ['trail/list', `is_finished=true&start_at=${t0Seconds - 9}&end_at=${t0Seconds}&page_num=2&page_size=100`],
    [
      'trail/list',
      'sort_by=2&related_position=1&reduce_only=2&side=1&hide_cancel=true&sort_by_trigger=false',
    ],
    ['chase/list', 'sort_by=1'],
    ['chase/list', 'sort_by=1&contract=btc_usdt&side=0&reduce_only=0&is_finished=false'],
    ['chase/list', `sort_by=2&is_finished=true&start_at=${t0Seconds - 9}&end_at=${t0Seconds}`],
  ])('%s?%s is empty, in an envelope', async (list, query) => {
    const on = await stage();
    const reply = await on.ask(`GET ${base}/${list}?${query}`, { key: 'reader' });
    expect([reply.status, reply.body]).toEqual([
      200,
      { code: 0, message: 'ok', data: { orders: [] }, timestamp: t0Ms },
    ]);
  });

  it.each([
    ['trail/list?contract=NO_USDT', 'CONTRACT_NOT_FOUND'],
    ['trail/list?sort_by=0', 'INVALID_PARAM_VALUE'],
    ['trail/list?is_finished=yes', 'INVALID_PARAM_VALUE'],
    ['trail/list?page_num=0', 'INVALID_PARAM_VALUE'],
    ['trail/list?page_size=101', 'INVALID_PARAM_VALUE'],
    [`trail/list?start_at=${t0Seconds}&end_at=${t0Seconds - 1}`, 'INVALID_PARAM_VALUE'],
    ['trail/detail', 'MISSING_REQUIRED_PARAM'],
    ['trail/detail?id=x', 'INVALID_PARAM_VALUE'],
    ['trail/detail?id=12', 'ORDER_NOT_FOUND'],
    ['trail/change_log?id=12&page_size=0', 'INVALID_PARAM_VALUE'],
    ['trail/change_log?id=12', 'ORDER_NOT_FOUND'],
    ['chase/list', 'MISSING_REQUIRED_PARAM'],
    ['chase/list?sort_by=0', 'INVALID_PARAM_VALUE'],
    ['chase/list?sort_by=1&page_size=101', 'INVALID_PARAM_VALUE'],
    ['chase/list?sort_by=1&is_finished=true', 'MISSING_REQUIRED_PARAM'],
    [`chase/list?sort_by=1&start_at=${t0Seconds}`, 'MISSING_REQUIRED_PARAM'],
    ['chase/list?sort_by=1&contract=NO_USDT', 'CONTRACT_NOT_FOUND'],
    ['chase/detail?id=0', 'INVALID_PARAM_VALUE'],
    ['chase/detail?id=9007199254740993', 'ORDER_NOT_FOUND'],
  ])('GET %s: %s', async (target, label) => {
    const on = await stage();
    expect(labelOf(await on.ask(`GET ${base}/${target}`, { key: 'reader' }))).toBe(label);
  });

  it.each([
    ['trail/stop', {}, 'MISSING_REQUIRED_PARAM'],
    ['trail/stop', { id: 12 }, 'ORDER_NOT_FOUND'],
    ['trail/stop', { text: 't-x' }, 'ORDER_NOT_FOUND'],
    ['trail/stop_all', {}, 'ok'],
    ['trail/stop_all', { contract: 'BTC_USDT', related_position: 1 }, 'ok'],
    ['trail/stop_all', { related_position: 3 }, 'INVALID_PARAM_VALUE'],
    ['trail/create', { contract: 'BTC_USDT' }, 'MISSING_REQUIRED_PARAM'],
    ['trail/create', { contract: 'BTC_USDT', amount: '-2' }, 'BAD_REQUEST'],
    ['trail/update', { amount: '2' }, 'MISSING_REQUIRED_PARAM'],
    ['chase/stop', { id: '0' }, 'MISSING_REQUIRED_PARAM'],
    ['chase/stop', { id: '0', text: 't-x' }, 'ORDER_NOT_FOUND'],
    ['chase/stop_all', {}, 'ok'],
    ['chase/stop_all', { contract: 'NO_USDT' }, 'CONTRACT_NOT_FOUND'],
    ['chase/stop_all', { pos_margin_mode: 'half' }, 'INVALID_PARAM_VALUE'],
    ['chase/create', { contract: 'BTC_USDT', amount: '0', price_limit: '0' }, 'INVALID_PARAM_VALUE'],
    ['chase/create', { contract: 'BTC_USDT', amount: '1', price_limit: '0' }, 'BAD_REQUEST'],
  ])('POST %s %j: %s, with no order touched', async (act, json, label) => {
    const on = await stage();
    expect(labelOf(await on.ask(`POST ${base}/${act}`, { key: 'futures', json }))).toBe(label);
    expect(on.venue.books.openOrders()).toHaveLength(9);
  });

  it('want the group futures, to stop them read-write, and an account in the settle currency', async () => {
    const on = await stage();
    const label = async (request: string, key: 'reader' | 'spotOnly' | 'mighty') =>
      labelOf(await on.ask(request, { key, json: {} }));
    expect(await label(`GET ${base}/trail/list`, 'spotOnly')).toBe('FORBIDDEN');
    expect(await label(`POST ${base}/trail/stop_all`, 'reader')).toBe('READ_ONLY');
    expect(await label(`POST ${base}/chase/stop_all`, 'reader')).toBe('READ_ONLY');
    expect(await label('GET /futures/btc/autoorder/v1/trail/list', 'mighty')).toBe('USER_NOT_FOUND');
    expect(await label('GET /futures/eur/autoorder/v1/trail/list', 'mighty')).toBe('INVALID_PARAM_VALUE');
  });
});

describe('trading bots', () => {
  it.each([
    ['', 1, 20],
    ['page=3&page_size=50&strategy_type=spot_grid&market=BTC_USDT', 3, 50],
  ])('running?%s: none, with its page', async (query, page, pageSize) => {
    const on = await stage();
    expect((await on.ask(`GET /bot/portfolio/running?${query}`, { key: 'reader' })).body).toEqual({
      code: 0,
      message: 'success',
      data: { items: [], page, page_size: pageSize, total: 0 },
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
  });

  it.each([
    ['running?page_size=51', 'INVALID_PARAM_VALUE'],
    ['running?page=0', 'INVALID_PARAM_VALUE'],
    ['running?strategy_type=smart-position', 'INVALID_PARAM_VALUE'],
    ['detail?strategy_id=1', 'MISSING_REQUIRED_PARAM'],
    ['detail?strategy_type=spot_grid', 'MISSING_REQUIRED_PARAM'],
    ['detail?strategy_id=1&strategy_type=spot_grid', 'NOT_FOUND'],
  ])('GET %s: %s', async (target, label) => {
    const on = await stage();
    expect(labelOf(await on.ask(`GET /bot/portfolio/${target}`, { key: 'reader' }))).toBe(label);
  });

  it('are the group quant: to read, and to stop or make', async () => {
    const keeper = { ...opening.keys[0]!, venuePermissions: ['perms-as-said', 'quant:rw'] };
    const on = await stage({ opening: { ...opening, keys: [...opening.keys.slice(1), keeper] } });
    const json = { strategy_id: '1', strategy_type: 'spot_grid', market: 'BTC_USDT' };
    const label = async (request: string, key: 'reader' | 'spotOnly' | 'bot') =>
      labelOf(await on.ask(request, { key, json }));
    expect(await label('GET /bot/portfolio/running', 'spotOnly')).toBe('FORBIDDEN');
    expect(await label('POST /bot/portfolio/stop', 'reader')).toBe('READ_ONLY');
    expect(await label('POST /bot/portfolio/stop', 'bot')).toBe('NOT_FOUND');
    expect(await label('POST /bot/futures-grid/create', 'bot')).toBe('BAD_REQUEST');
  });
});
