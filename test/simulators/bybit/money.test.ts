import { describe, expect, it } from 'vitest';
import { add, subtract } from '../../../src/domain/money.ts';
import { codeOf, dayMs, opening, pagesOf, stage, t0Ms, treasury } from './support.ts';

const at = (text: string): number => Date.parse(text);

describe('balances', () => {
  it('of the unified wallet: what rests is locked, and zero is left out', async () => {
    const on = await stage();
    const { body } = await on.get('account/wallet-balance', 'accountType=UNIFIED');
    const usdt = body.result.list[0].coin.find(({ coin }: { coin: string }) => coin === 'USDT');
    expect(usdt).toMatchObject({ walletBalance: '240000', locked: '53000', availableToWithdraw: '' });
    expect(codeOf(await on.get('account/wallet-balance', ''))).toBe(10001);
    expect(codeOf(await on.get('account/wallet-balance', 'accountType=CONTRACT'))).toBe(10001);
    const some = await on.get('account/wallet-balance', 'accountType=UNIFIED&coin=BTC,ETH');
    expect(some.body.result.list[0].coin).toHaveLength(2);
  });

  it('of the funding wallet are a list of its own; the unified one wants coins named', async () => {
    const on = await stage();
    const path = 'asset/transfer/query-account-coins-balance';
    const fund = await on.get(path, 'accountType=FUND');
    expect(fund.body.result.balance).toMatchObject([{ coin: 'USDT', walletBalance: '20' }]);
    expect(codeOf(await on.get(path, 'accountType=UNIFIED'))).toBe(10001);
    const unified = await on.get(path, 'accountType=UNIFIED&coin=USDT');
    expect(unified.body.result.balance).toMatchObject([
      { walletBalance: '240000', transferBalance: '187000' },
    ]);
    expect(codeOf(await on.get(path, 'accountType=FUND&memberId=1'))).toBe(500010);
  });

  it('of margin and futures in the books lie in the one unified wallet', async () => {
    const wallets = { futures: [{ asset: 'USDT', free: '7' }], margin: [{ asset: 'SOL', free: '3' }] };
    const on = await stage({ opening: { ...opening, wallets } });
    const { body } = await on.get('account/wallet-balance', 'accountType=UNIFIED&coin=SOL,USDT');
    expect(body.result.list[0].coin).toMatchObject([
      { coin: 'SOL', walletBalance: '3' },
      { coin: 'USDT', walletBalance: '240007' },
    ]);
    const within = [{ asset: 'USDT', amount: '1', from: 'spot', to: 'futures', at: '2026-03-01T00:00:00Z' }];
    await expect(stage({ opening: { ...opening, transfers: within } })).rejects.toThrow(
      'nothing is transferred',
    );
  });
});

describe('the ledgers', () => {
  const log = 'account/transaction-log';

  it('of the unified wallet: 24 hours unless both ends are given, at most seven days', async () => {
    const on = await stage();
    const count = async (window: string) => (await pagesOf(on, log, window)).rows.length;
    expect(await count('')).toBe(8);
    expect(await count(`startTime=${t0Ms - 2 * dayMs}`)).toBe(0);
    expect(await count(`startTime=${t0Ms - 2 * dayMs}&endTime=${t0Ms}`)).toBe(8);
    // Both ends count: a transfer at each, and a trade of two coins between.
    expect(await count(`endTime=${at('2026-03-11T08:00:00Z')}`)).toBe(4);
    const tooLong = `startTime=${t0Ms - 7 * dayMs - 1}&endTime=${t0Ms}`;
    expect(codeOf(await on.get(log, tooLong))).toBe(10001);
  });

  it('of the unified wallet: change = cashFlow − fee, balances join, transfers have no category', async () => {
    const on = await stage();
    const window = `startTime=${t0Ms - 7 * dayMs}&endTime=${t0Ms}&currency=USDT`;
    const { rows } = await pagesOf(on, log, `${window}&limit=2`);
    expect(rows[0].cashBalance).toBe('240000');
    rows.forEach((row, index) => {
      expect(add(row.change, row.fee)).toBe(row.cashFlow);
      const before = rows[index + 1];
      if (before !== undefined) expect(subtract(row.cashBalance, row.change)).toBe(before.cashBalance);
    });
    const outside = rows.filter(({ category }) => category === '').map(({ type, change }) => [type, change]);
    expect(outside).toEqual([
      ['TRANSFER_OUT', '-31'],
      ['TRANSFER_IN', '5'],
      ['TRANSFER_OUT', '-25'],
    ]);
    expect((await pagesOf(on, log, `${window}&category=linear`)).rows).toEqual([]);
  });

  it('of the funding wallet: seconds, both ends or none, ten a page', async () => {
    const on = await stage();
    const path = 'asset/fundinghistory';
    const { rows } = await pagesOf(on, path, 'limit=1');
    expect(rows).toMatchObject([
      {
        ioDirection: 'O',
        txnAmt: '5',
        afterAmt: '20',
        createTime: String(at('2026-03-10T08:00:00Z') / 1000),
      },
      { ioDirection: 'I', txnAmt: '25', afterAmt: '25' },
    ]);
    const seconds = (text: string) => at(text) / 1000;
    const window = `createTimeFrom=${seconds('2026-03-09T08:00:00Z')}&createTimeTo=${seconds('2026-03-09T08:00:00Z')}`;
    expect((await pagesOf(on, path, window)).rows).toHaveLength(1);
    expect(codeOf(await on.get(path, `createTimeFrom=${t0Ms / 1000 - 100}`))).toBe(10001);
    expect(codeOf(await on.get(path, `createTimeFrom=${t0Ms - 100}&createTimeTo=${t0Ms}`))).toBe(10001);
    expect(codeOf(await on.get(path, 'limit=101'))).toBe(10001);
  });
});

describe('withdrawals', () => {
  const path = 'asset/withdraw/query-record';

  it('on chain only, unless told otherwise, of the last 30 days', async () => {
    const on = await stage();
    const amounts = async (query: string) =>
      (await pagesOf(on, path, query)).rows.map(({ amount, withdrawType }) => [amount, withdrawType]);
    expect(await amounts('')).toEqual([['900', 0]]);
    expect(await amounts('withdrawType=1')).toEqual([['55', 1]]);
    expect(await amounts('withdrawType=2')).toEqual([
      ['55', 1],
      ['900', 0],
    ]);
    const old = at('2025-11-20T08:00:00Z');
    expect(await amounts(`startTime=${old}&endTime=${old + 30 * dayMs - 1}`)).toEqual([['800', 0]]);
    expect(codeOf(await on.get(path, `startTime=${old}&endTime=${old + 30 * dayMs}`))).toBe(10001);
  });

  it('pass through their states, and can be cancelled while they wait', async () => {
    const on = await stage();
    const wanted = {
      coin: 'USDT',
      chain: 'ETH',
      address: treasury,
      amount: '24',
      timestamp: t0Ms,
      accountType: 'UTA',
      requestId: 'abc1',
    };
    const made = await on.post('asset/withdraw/create', wanted, { key: 'payout' });
    const id = made.body.result.id as string;
    const state = async () =>
      (await on.get(path, `withdrawID=${id}`)).body.result.rows[0] as { status: string; txID: string };
    expect(await state()).toMatchObject({ status: 'SecurityCheck', txID: '' });
    await on.clock.advance(3 * 60_000);
    expect(await state()).toMatchObject({ status: 'Pending' });
    const cancelled = await on.post('asset/withdraw/cancel', { id }, { key: 'payout' });
    expect(cancelled.body).toMatchObject({ retCode: 0, retMsg: 'success', result: { status: 1 } });
    expect(await state()).toMatchObject({ status: 'CancelByUser', txID: '' });
    // The trap: the second time is a success without one.
    const again = await on.post('asset/withdraw/cancel', { id }, { key: 'payout' });
    expect(again.body).toMatchObject({ retCode: 0, result: { status: 0 } });
    expect(on.venue.books.balances()).toContainEqual({ asset: 'USDT', free: '187000', locked: '53000' });
    expect(codeOf(await on.post('asset/withdraw/cancel', { id: '1' }, { key: 'payout' }))).toBe(131002);
    expect(codeOf(await on.post('asset/withdraw/create', wanted, { key: 'payout' }))).toBe(131082);
  });

  it('are refused outside the address book, from an empty wallet, in haste, and to other keys', async () => {
    const on = await stage();
    const wanted = {
      coin: 'USDT',
      chain: 'ETH',
      address: treasury,
      amount: '24',
      timestamp: t0Ms,
      accountType: 'UTA',
    };
    const code = async (change: object, key: 'payout' | 'mover' | 'looker' = 'payout') =>
      codeOf(await on.post('asset/withdraw/create', { ...wanted, ...change }, { key }));
    expect(await code({ address: '0xnot' })).toBe(131083);
    expect(await code({ accountType: 'FUND' })).toBe(131085);
    expect(await code({ amount: '187000' })).toBe(131085);
    expect(await code({ accountType: undefined })).toBe(10001);
    await on.clock.advance(1_000);
    expect(await code({ timestamp: undefined })).toBe(10001);
    expect(await code({}, 'mover')).toBe(10005);
    expect(await code({}, 'looker')).toBe(10005);
    expect(await code({ feeType: 1 })).toBe(0);
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ amount: '23' });
    await on.clock.advance(9_999);
    expect(await code({})).toBe(10006);
    await on.clock.advance(1);
    expect(await code({})).toBe(0);
    on.venue.website.setWhitelistOnly(true);
    await on.clock.advance(10_000);
    expect(await code({ address: opening.addresses[1]?.address })).toBe(131093);
  });
});

describe('deposits, transfers and addresses', () => {
  it('deposits count whole seconds; those within the venue are a list of their own', async () => {
    const on = await stage();
    const path = 'asset/deposit/query-record';
    const second = at('2026-03-05T08:00:00Z');
    const rows = async (from: number, to: number) =>
      (await pagesOf(on, path, `startTime=${from}&endTime=${to}`)).rows.map(({ successAt }) => successAt);
    expect(await rows(second, second)).toEqual([String(second)]);
    expect(await rows(second + 900, second + 900)).toEqual([String(second)]);
    expect(await rows(second - 1000, second - 1)).toEqual([]);
    const internal = await pagesOf(on, 'asset/deposit/query-internal-record', '');
    expect(internal.rows).toMatchObject([
      { amount: '66', createdTime: String(at('2026-03-06T08:00:00Z') / 1000) },
    ]);
    expect(codeOf(await on.get('asset/deposit/query-sub-member-record', ''))).toBe(10001);
  });

  it('transfers: within the account in one list, between accounts in the other, by whole seconds', async () => {
    const on = await stage();
    const own = await pagesOf(on, 'asset/transfer/query-inter-transfer-list', 'limit=1');
    expect(
      own.rows.map(({ amount, fromAccountType, toAccountType }) => [amount, fromAccountType, toAccountType]),
    ).toEqual([
      ['5', 'FUND', 'UNIFIED'],
      ['25', 'UNIFIED', 'FUND'],
    ]);
    const second = at('2026-03-09T08:00:00Z');
    const exact = `startTime=${second + 800}&endTime=${second + 900}`;
    expect((await pagesOf(on, 'asset/transfer/query-inter-transfer-list', exact)).rows).toHaveLength(1);
    const between = await pagesOf(on, 'asset/transfer/query-universal-transfer-list', '', { key: 'mover' });
    expect(between.rows).toMatchObject([
      {
        amount: '31',
        fromMemberId: '1448939',
        toMemberId: '7000001',
        timestamp: String(at('2026-03-11T08:00:00Z')),
      },
    ]);
    const long = `startTime=${t0Ms - 7 * dayMs - 1}&endTime=${t0Ms}`;
    expect(codeOf(await on.get('asset/transfer/query-inter-transfer-list', long))).toBe(10001);
  });

  it('addresses: on chain unless told otherwise, with the whitelist and a time in seconds', async () => {
    const on = await stage();
    const read = async (query: string) =>
      (await pagesOf(on, 'asset/withdraw/query-address', query, { key: 'payout' })).rows;
    expect((await read('')).map(({ remark, verified }) => [remark, verified])).toEqual([
      ['treasury', 1],
      ['old', 0],
    ]);
    expect((await read('addressType=1')).map(({ remark }) => remark)).toEqual(['partner']);
    // The coin counts for nothing then.
    expect(await read('addressType=2&coin=BTC&limit=1')).toHaveLength(3);
    expect(await read('coin=BTC')).toEqual([]);
    expect((await read(''))[0].createdAt).toMatch(/^\d{10}$/);
  });
});
