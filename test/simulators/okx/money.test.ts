import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { at, dayMs, pagesOf, rowsOf, saidOf, stage, treasury } from './support.ts';
import type { Stage } from './support.ts';

const amounts = (rows: Parsed[]): string[] => rows.map(({ amt }) => amt as string);
const ask = { key: 'mighty' } as const;
const wanted = { ccy: 'USDT', amt: '100', dest: '4', toAddr: treasury, chain: 'USDT-ERC20' };
const minuteMs = 60_000;

describe('balances', () => {
  it('of the trading account, with what orders hold', async () => {
    const on = await stage();
    const [account] = await rowsOf(on, 'account/balance');
    const usdt = account.details.find(({ ccy }: Parsed) => ccy === 'USDT');
    expect(usdt).toMatchObject({ cashBal: '240000', eq: '240000', availBal: '187000', frozenBal: '53000' });
    const [two] = await rowsOf(on, 'account/balance', 'ccy=BTC,ETH');
    expect(two.details.map(({ ccy }: Parsed) => ccy)).toEqual(['BTC', 'ETH']);
    const many = Array.from({ length: 21 }, (_, index) => `C${index}`).join(',');
    expect((await on.get('account/balance', `ccy=${many}`)).body).toMatchObject({
      code: '50025',
      msg: 'Parameter ccy count exceeds the limit 20.',
    });
  });

  it('of the funding account, and what all is worth', async () => {
    const on = await stage();
    expect(await rowsOf(on, 'asset/balances')).toEqual([
      { availBal: '27', bal: '27', ccy: 'USDT', frozenBal: '0' },
    ]);
    const [worth] = await rowsOf(on, 'asset/asset-valuation', 'ccy=USDT');
    expect(worth).toMatchObject({
      totalBal: '587509',
      details: { funding: '27', trading: '587482', earn: '0' },
    });
    expect(await rowsOf(on, 'finance/savings/balance')).toEqual([]);
  });
});

describe('deposits and withdrawals', () => {
  it('are newest first, by type and state', async () => {
    const on = await stage();
    expect(amounts(await rowsOf(on, 'asset/deposit-history'))).toEqual(['5000', '66']);
    expect(amounts(await rowsOf(on, 'asset/withdrawal-history'))).toEqual(['55', '900', '800']);
    expect(amounts(await rowsOf(on, 'asset/withdrawal-history', 'type=3'))).toEqual(['55']);
    expect(amounts(await rowsOf(on, 'asset/withdrawal-history', 'type=4&state=2'))).toEqual(['900', '800']);
    expect(await rowsOf(on, 'asset/withdrawal-history', 'state=0')).toEqual([]);
    const [internal, sent] = await rowsOf(on, 'asset/withdrawal-history');
    expect(internal).toMatchObject({ txId: '', to: 'partner@example.invalid', chain: 'USDT-INTERNAL' });
    expect(sent).toMatchObject({ txId: '0xaa', to: treasury, chain: 'USDT-ERC20', state: '2', fee: '1' });
  });

  it('are before "after" and after "before", without either end', async () => {
    const on = await stage();
    const [, middle] = await rowsOf(on, 'asset/withdrawal-history');
    const list = async (query: string) => amounts(await rowsOf(on, 'asset/withdrawal-history', query));
    expect(await list(`after=${middle.ts}`)).toEqual(['800']);
    expect(await list(`before=${middle.ts}`)).toEqual(['55']);
    const [from, to] = [at('2026-02-01T00:00:00Z'), at('2026-04-01T00:00:00Z')];
    expect(await list(`before=${from}&after=${to}`)).toEqual(['55', '900']);
    await on.clock.advance(1_000);
    // As the documents' own example has it: nothing.
    expect(await list(`after=${from}&before=${to}`)).toEqual([]);
  });
});

describe('withdrawing', () => {
  const withdraw = async (on: Stage, change: object = {}) =>
    (await on.post('asset/withdrawal', { ...wanted, ...change }, ask)).body;

  it('waits, is sent, and is done', async () => {
    const on = await stage();
    const { data } = await withdraw(on, { clientId: 'a1' });
    expect(data).toEqual([
      { amt: '100', wdId: '15447424', ccy: 'USDT', clientId: 'a1', chain: 'USDT-ERC20' },
    ]);
    const state = async () => (await rowsOf(on, 'asset/withdrawal-history', 'wdId=15447424'))[0];
    expect(await state()).toMatchObject({ state: '0', txId: '', clientId: 'a1', fee: '1' });
    await on.clock.advance(5 * minuteMs);
    expect(await state()).toMatchObject({ state: '1', txId: '' });
    await on.clock.advance(minuteMs);
    expect(await state()).toMatchObject({ state: '2', txId: expect.stringMatching(/^0x/) });
  });

  it.each([
    [{ toAddr: '0x2222222222222222222222222222222222222222' }, '58207'],
    [{ chain: 'USDT-TRC20' }, '58207'],
    [{ amt: '187000' }, '58350'],
    [{ dest: '3' }, '58213'],
    [{ dest: '4', toAddr: 'partner@example.invalid' }, '58222'],
    [{ dest: '' }, '50014'],
    [{ clientId: 'no-dash' }, '51000'],
  ])('%j: %s', async (change, code) => {
    const on = await stage();
    expect((await withdraw(on, change)).code).toBe(code);
    expect(on.venue.books.withdrawals()).toHaveLength(3);
  });

  it('needs the permission of that name, and no sub-account', async () => {
    const on = await stage();
    for (const key of ['bot', 'master', 'sub'] as const) {
      expect(saidOf(await on.post('asset/withdrawal', wanted, { key }))).toEqual([401, '50120']);
    }
  });

  it('is canceled with the permission to trade, as long as it waits', async () => {
    const on = await stage();
    const cancel = async (wdId: string, key: 'mighty' | 'master' | 'payout' | 'sub' = 'master') =>
      (await on.post('asset/cancel-withdrawal', { wdId }, { key })).body;
    await withdraw(on);
    expect((await cancel('15447424', 'payout')).code).toBe('50120');
    expect((await cancel('15447424', 'sub')).code).toBe('58209');
    expect(await cancel('15447424')).toEqual({ code: '0', data: [{ wdId: '15447424' }], msg: '' });
    await on.clock.advance(1_000);
    expect((await cancel('15447424')).code).toBe('58220');
    expect((await cancel('15447421')).code).toBe('58216');
    expect((await cancel('99')).code).toBe('58215');
    const [row] = await rowsOf(on, 'asset/withdrawal-history', 'state=-2');
    expect(row).toMatchObject({ amt: '100', txId: '' });
    await withdraw(on);
    await on.clock.advance(5 * minuteMs);
    expect((await cancel('15447425')).code).toBe('58216');
  });

  it('can be asked how it stands', async () => {
    const on = await stage();
    const status = (query: string) => on.get('asset/deposit-withdraw-status', query);
    expect((await status('wdId=15447422')).body.data[0]).toMatchObject({
      txId: '0xaa',
      state: 'Withdrawal complete',
    });
    await on.clock.advance(2_000);
    expect((await status('')).body.code).toBe('50015');
    await on.clock.advance(2_000);
    expect((await status('wdId=1&txId=2')).body.code).toBe('50024');
  });
});

describe('bills', () => {
  const brief = (rows: Parsed[]) => rows.map(({ type, balChg, ccy }) => `${type} ${balChg} ${ccy}`);

  it('of the trading account: a week, and three months', async () => {
    const on = await stage();
    expect(brief(await rowsOf(on, 'account/bills', 'type=1'))).toEqual([
      '1 -31 USDT',
      '1 5 USDT',
      '1 -25 USDT',
    ]);
    expect(brief(await rowsOf(on, 'account/bills', 'type=2&ccy=BTC'))).toEqual([
      '2 0.12 BTC',
      '2 0.11 BTC',
      '2 0.13 BTC',
    ]);
    const [sale] = await rowsOf(on, 'account/bills', 'instId=ETH-USDT&ccy=USDT');
    expect(sale).toMatchObject({ balChg: '3796.2', fee: '-3.8', subType: '2', sz: '3800', clOrdId: 'h5' });
    const archive = await rowsOf(on, 'account/bills-archive', 'type=2&ccy=BTC');
    expect(brief(archive)).toHaveLength(5);
    expect(await rowsOf(on, 'account/bills', 'mgnMode=cross')).toEqual([]);
  });

  it('of transfers name both accounts', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'account/bills', 'type=1');
    expect(rows.map(({ from, to, subType }) => [from, to, subType])).toEqual([
      ['18', '', '12'],
      ['6', '18', '11'],
      ['18', '6', '12'],
    ]);
  });

  it('of the funding account: deposits, withdrawals, transfers', async () => {
    const on = await stage();
    const month = await rowsOf(on, 'asset/bills');
    expect(brief(month)).toEqual([
      '21 7 USDT',
      '131 -5 USDT',
      '130 25 USDT',
      '1 5000 USDT',
      '2 -55 USDT',
      '221 -1 USDT',
      '2 -900 USDT',
    ]);
    expect(month.slice(0, 3).map(({ bal }) => bal)).toEqual(['27', '20', '25']);
    const { rows } = await pagesOf(on, 'asset/bills-history', 'pagingType=2&limit=3', 'billId');
    expect(brief(rows).slice(7)).toEqual(['1 66 USDT', '221 -1 USDT', '2 -800 USDT']);
    expect(brief(await rowsOf(on, 'asset/bills', 'type=1'))).toEqual(['1 5000 USDT']);
  });

  it('of a canceled withdrawal come back; the long history is half a minute late', async () => {
    const on = await stage();
    await on.clock.advance(1_000);
    await on.post('asset/withdrawal', wanted, ask);
    await on.post('asset/cancel-withdrawal', { wdId: '15447424' }, ask);
    expect(brief(await rowsOf(on, 'asset/bills')).slice(0, 4)).toEqual([
      '222 1 USDT',
      '13 100 USDT',
      '221 -1 USDT',
      '2 -100 USDT',
    ]);
    expect(await rowsOf(on, 'asset/bills-history', 'type=13')).toEqual([]);
    await on.clock.advance(29_000);
    expect(await rowsOf(on, 'asset/bills-history', 'type=13')).toHaveLength(1);
    await on.clock.advance(31 * dayMs);
    expect(await rowsOf(on, 'asset/bills', '', ask)).toEqual([]);
  });
});

describe('transfers', () => {
  it('with sub-accounts are listed for the main account', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'asset/subaccount/bills');
    expect(rows).toMatchObject([
      { amt: '7', subAcct: 'deskc02', type: '1' },
      { amt: '31', subAcct: 'deskb01', type: '0' },
    ]);
    expect(amounts(await rowsOf(on, 'asset/subaccount/bills', 'subAcct=deskb01'))).toEqual(['31']);
    expect((await on.get('asset/subaccount/bills', '', { key: 'sub' })).body.code).toBe('59500');
  });

  it('can be asked for by id for two weeks, and are not made here', async () => {
    const on = await stage();
    const state = await rowsOf(on, 'asset/transfer-state', 'transId=248424899');
    expect(state).toMatchObject([{ amt: '25', from: '18', to: '6', state: 'success' }]);
    expect(await rowsOf(on, 'asset/transfer-state', 'transId=248424901&type=1')).toMatchObject([
      { amt: '31', subAcct: 'deskb01' },
    ]);
    const move = { ccy: 'USDT', amt: '1', from: '6', to: '18' };
    expect(saidOf(await on.post('asset/transfer', move))).toEqual([200, '58120']);
    expect(saidOf(await on.post('asset/transfer', { ...move, to: '6' }))).toEqual([200, '58123']);
    await on.clock.advance(14 * dayMs);
    expect(await rowsOf(on, 'asset/transfer-state', 'transId=248424899', ask)).toEqual([]);
  });
});
