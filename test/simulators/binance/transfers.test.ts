import { describe, expect, it } from 'vitest';
import { transferTypes } from '../../../src/simulators/binance/transfer-types.ts';
import { dayMs, names, refusalOf, rows, stage, subEmail, t0Ms } from './support.ts';
import type { Row, Stage } from './support.ts';

const main = 'master-354937868@owner.example';

const paged = async ({ get }: Stage, params: Record<string, string | number>) =>
  (await get('/sapi/v1/asset/transfer', params)).body as { total: number; rows: Row[] };

describe('transfers between the owner’s wallets', () => {
  it('are listed by type, and every one of them under just one type', async () => {
    const on = await stage();
    const found = new Map<string, unknown[]>();
    for (const type of transferTypes.keys()) {
      const pair = { fromSymbol: 'BTCUSDT', toSymbol: 'ETHUSDT' };
      const { rows: list } = await paged(on, { type, ...pair, startTime: t0Ms - 100 * dayMs, endTime: t0Ms });
      if (list.length > 0) found.set(type, names(list, 'amount'));
    }
    expect([...found].sort()).toEqual([
      ['MAIN_CMFUTURE', ['0.13']],
      ['MAIN_FUNDING', ['11', '18']],
      ['MAIN_UMFUTURE', ['12']],
      ['MARGIN_MAIN', ['14']],
    ]);
  });

  it('are those of the last seven days unless asked for more, of which half a year is kept', async () => {
    const on = await stage();
    const funding = { type: 'MAIN_FUNDING' };
    expect(names((await paged(on, funding)).rows, 'amount')).toEqual(['11']);
    expect(names((await paged(on, { ...funding, startTime: t0Ms - 180 * dayMs })).rows, 'amount')).toEqual([
      '11',
      '18',
    ]);
    const second = await paged(on, { ...funding, startTime: t0Ms - 180 * dayMs, size: 1, current: 2 });
    expect(second).toMatchObject({ total: 2, rows: [{ amount: '18', status: 'CONFIRMED' }] });
    await on.clock.advance(150 * dayMs);
    const now = t0Ms + 150 * dayMs;
    const later = await paged(on, { ...funding, startTime: now - 183 * dayMs, endTime: now });
    expect(names(later.rows, 'amount')).toEqual(['11']);
  });

  it('want a type, and the pair where a wallet is isolated', async () => {
    const { get } = await stage();
    const path = '/sapi/v1/asset/transfer';
    expect(refusalOf(await get(path))).toEqual([400, -1102]);
    for (const type of ['MAIN_MOON', 'constructor']) {
      expect(refusalOf(await get(path, { type }))).toEqual([400, -1130]);
    }
    expect(refusalOf(await get(path, { type: 'ISOLATEDMARGIN_MARGIN' }))).toEqual([400, -1102]);
    expect(refusalOf(await get(path, { type: 'MAIN_FUNDING', size: 101 }))).toEqual([400, -1130]);
  });
});

describe('transfers with sub-accounts', () => {
  const path = '/sapi/v1/sub-account/universalTransfer';
  const universal = async ({ get }: Stage, params: Record<string, string | number> = {}) =>
    (await get(path, params)).body as { result: Row[]; totalCount: number };

  it('are those that left the main account, unless an address is named', async () => {
    const on = await stage();
    const sent = await universal(on);
    expect(sent.totalCount).toBe(2);
    expect(sent.result).toMatchObject([
      { amount: '17', fromAccountType: 'USDT_FUTURE', toAccountType: 'SPOT', fromEmail: main },
      { amount: '15', fromAccountType: 'SPOT', toEmail: subEmail, status: 'SUCCESS' },
    ]);
    expect(names((await universal(on, { fromEmail: subEmail })).result, 'amount')).toEqual(['16']);
    expect(names((await universal(on, { toEmail: main })).result, 'amount')).toEqual(['16']);
    const stranger = await on.get(path, { fromEmail: 'stranger@example.invalid' });
    expect(refusalOf(stranger)).toEqual([400, -9000]);
    expect(refusalOf(await on.get(path, { fromEmail: subEmail, toEmail: main }))).toEqual([400, -1128]);
  });

  it('are asked for in less than seven days at once', async () => {
    const { get } = await stage();
    const span = (ms: number) => get(path, { startTime: t0Ms - ms, endTime: t0Ms });
    expect((await span(7 * dayMs - 1)).status).toBe(200);
    expect(refusalOf(await span(7 * dayMs))).toEqual([400, -1128]);
  });

  it('between spot wallets are in a list of their own too, under the same id', async () => {
    const on = await stage();
    const spot = rows((await on.get('/sapi/v1/sub-account/sub/transfer/history')).body);
    expect(spot).toMatchObject([{ qty: '15', from: main, to: subEmail }]);
    expect(names((await universal(on)).result, 'tranId')).toContain(spot[0]?.['tranId']);
    const futures = await on.get('/sapi/v1/sub-account/futures/internalTransfer', {
      email: subEmail,
      futuresType: 1,
    });
    expect(futures.body).toEqual({ success: true, futuresType: 1, transfers: [] });
  });

  it('show to the sub-account’s own key: what went out, unless it asks for what came in', async () => {
    const { call, get } = await stage();
    const own = '/sapi/v1/sub-account/transfer/subUserHistory';
    const amounts = async (params: Record<string, number> = {}) =>
      names((await call(own, { params, by: 'sub', from: '127.0.0.5' })).body, 'qty');
    expect(await amounts()).toEqual(['16']);
    expect(await amounts({ type: 1 })).toEqual(['17', '15']);
    expect(refusalOf(await get(own))).toEqual([400, -12022]);
  });
});
