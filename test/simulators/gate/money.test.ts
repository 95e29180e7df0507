import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { daySeconds, labelOf, rowsOf, stage, subId, t0Seconds, treasury } from './support.ts';

const payout = { key: 'payout' as const };
const amounts = (rows: readonly Parsed[]): string[] => rows.map(({ amount }) => amount as string);

describe('withdrawals and deposits', () => {
  it('are those of seven days unless a time is asked, which is thirty at most', async () => {
    const on = await stage();
    expect(amounts(await rowsOf(on, 'GET /wallet/withdrawals'))).toEqual(['901']);
    expect(amounts(await rowsOf(on, 'GET /wallet/deposits'))).toEqual(['5000']);
    const [to, from] = [t0Seconds, t0Seconds - 30 * daySeconds];
    expect(amounts(await rowsOf(on, `GET /wallet/withdrawals?from=${from}&to=${to}`))).toEqual([
      '901',
      '801',
    ]);
    for (const list of ['withdrawals', 'deposits', 'sub_account_transfers']) {
      expect(labelOf(await on.ask(`GET /wallet/${list}?from=${from - 1}&to=${to}`))).toBe(
        'INVALID_PARAM_VALUE',
      );
    }
    const january = Date.parse('2026-01-05T08:00:00Z') / 1000;
    expect(amounts(await rowsOf(on, `GET /wallet/deposits?from=${january}&to=${january}`))).toEqual(['4000']);
    // Without `from` the window begins seven days before now, whatever the end.
    expect(labelOf(await on.ask(`GET /wallet/deposits?to=${january}`))).toBe('INVALID_PARAM_VALUE');
  });

  it('an id is found whenever it was; pages have their sizes', async () => {
    const on = await stage();
    const [, older] = await rowsOf(on, `GET /wallet/withdrawals?from=${t0Seconds - 30 * daySeconds}`);
    expect(amounts(await rowsOf(on, `GET /wallet/withdrawals?withdraw_id=${older.id}`))).toEqual(['801']);
    expect(labelOf(await on.ask('GET /wallet/deposits?limit=500'))).toBe('ok');
    expect(labelOf(await on.ask('GET /wallet/deposits?limit=501'))).toBe('INVALID_PARAM_VALUE');
    expect(labelOf(await on.ask('GET /wallet/withdrawals?limit=1000'))).toBe('ok');
    expect(labelOf(await on.ask('GET /wallet/withdrawals?limit=1001'))).toBe('INVALID_PARAM_VALUE');
    expect(older).toEqual({
      id: older.id,
      txid: '0xbb',
      block_number: '23456789',
      withdraw_order_id: '',
      timestamp: '1771574400',
      timestamp2: '1771574400',
      amount: '801',
      fee: '1',
      currency: 'USDT',
      address: treasury,
      type: 'withdraw',
      fail_reason: '',
      memo: '',
      status: 'DONE',
      chain: 'ETH',
    });
  });
});

describe('a withdrawal', () => {
  const json = { currency: 'USDT', amount: '100', address: treasury, chain: 'ETH' };

  it('is asked for, looked at, and stopped while it is under way', async () => {
    const on = await stage();
    const made = await on.ask('POST /withdrawals', { ...payout, json });
    expect([made.status, made.body]).toMatchObject([200, { status: 'REQUEST', amount: '100', txid: '' }]);
    const statusOf = async () =>
      (await rowsOf(on, `GET /wallet/withdrawals?withdraw_id=${made.body.id}`))[0].status as string;
    // One of it is the fee.
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ amount: '99', state: 'pending' });
    expect(await statusOf()).toBe('REQUEST');
    await on.clock.advance(150_000);
    expect(await statusOf()).toBe('REVIEW');
    const stopped = await on.ask(`DELETE /withdrawals/${made.body.id}`, payout);
    expect([stopped.status, stopped.body]).toMatchObject([200, { id: made.body.id, status: 'CANCEL' }]);
    expect(await statusOf()).toBe('CANCEL');
    expect(on.venue.books.withdrawals().at(-1)?.state).toBe('cancelled');
    expect(labelOf(await on.ask(`DELETE /withdrawals/${made.body.id}`, payout))).toBe(
      'INVALID_WITHDRAW_CANCEL_STATUS',
    );
    expect(labelOf(await on.ask('DELETE /withdrawals/w1', payout))).toBe('INVALID_WITHDRAW_ID');
  });

  it('that is on its way cannot be stopped', async () => {
    const on = await stage();
    const made = await on.ask('POST /withdrawals', { ...payout, json });
    await on.clock.advance(300_000);
    expect(labelOf(await on.ask(`DELETE /withdrawals/${made.body.id}`, payout))).toBe(
      'INVALID_WITHDRAW_CANCEL_STATUS',
    );
    expect(await rowsOf(on, `GET /wallet/withdrawals?withdraw_id=${made.body.id}`)).toMatchObject([
      { status: 'DONE', timestamp: String(t0Seconds) },
    ]);
  });

  it.each([
    [{ address: '0xnot' }, 'ADDRESS_NOT_USED'],
    [{ chain: 'TRX' }, 'ADDRESS_NOT_USED'],
    [{ amount: '-1' }, 'INVALID_PARAM_VALUE'],
    [{ amount: '1' }, 'AMOUNT_TOO_LITTLE'],
    [{ amount: '240000' }, 'BALANCE_NOT_ENOUGH'],
    [{ currency: 'NO' }, 'INVALID_CURRENCY'],
    [{ chain: '' }, 'MISSING_REQUIRED_PARAM'],
    [{ withdraw_order_id: 'no spaces' }, 'INVALID_PARAM_VALUE'],
  ])('with %j: %s', async (change, label) => {
    const on = await stage();
    expect(labelOf(await on.ask('POST /withdrawals', { ...payout, json: { ...json, ...change } }))).toBe(
      label,
    );
    expect(on.venue.books.withdrawals()).toHaveLength(2);
  });

  it('of a known order id is a duplicate; where only verified addresses count, others are not used', async () => {
    const on = await stage();
    const named = { ...json, withdraw_order_id: 'mine-1' };
    expect(labelOf(await on.ask('POST /withdrawals', { ...payout, json: named }))).toBe('ok');
    await on.clock.advance(3_000);
    expect(labelOf(await on.ask('POST /withdrawals', { ...payout, json: named }))).toBe('DUPLICATE_REQUEST');
    on.venue.website.setWhitelistOnly(true);
    await on.clock.advance(3_000);
    const old = { ...json, address: '0x2222222222222222222222222222222222222222' };
    expect(labelOf(await on.ask('POST /withdrawals', { ...payout, json: old }))).toBe('ADDRESS_NOT_USED');
  });
});

describe('addresses, transfers and balances', () => {
  it('saved addresses are narrowed down and paged', async () => {
    const on = await stage();
    const names = async (query: string) =>
      (await rowsOf(on, `GET /wallet/saved_address?${query}`)).map(({ name }) => name as string);
    expect(await names('')).toEqual(['treasury', 'old', 'cold']);
    expect(await names('currency=USDT&verified=1')).toEqual(['treasury']);
    expect(await names('chain=ETH&verified=0')).toEqual(['old']);
    expect(await names('limit=2&page=2')).toEqual(['cold']);
    expect(labelOf(await on.ask('GET /wallet/saved_address?limit=101'))).toBe('INVALID_PARAM_VALUE');
  });

  it('transfers with sub-accounts are listed, and none is carried out', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'GET /wallet/sub_account_transfers');
    expect(rows).toMatchObject([
      {
        uid: '1448939',
        sub_account: subId,
        direction: 'to',
        amount: '31',
        currency: 'USDT',
        status: 'success',
      },
    ]);
    expect(await rowsOf(on, 'GET /wallet/sub_account_transfers?sub_uid=7000002')).toEqual([]);
    const mover = { key: 'mover' as const };
    const json = { sub_account: subId, currency: 'USDT', amount: '1', direction: 'to' };
    expect(labelOf(await on.ask('POST /wallet/sub_account_transfers', { ...mover, json }))).toBe(
      'BAD_REQUEST',
    );
    const unknown = { ...json, sub_account: '9' };
    expect(labelOf(await on.ask('POST /wallet/sub_account_transfers', { ...mover, json: unknown }))).toBe(
      'SUB_ACCOUNT_NOT_FOUND',
    );
    const between = { currency: 'USDT', amount: '1', from: 'spot', to: 'futures' };
    expect(labelOf(await on.ask('POST /wallet/transfers', { ...mover, json: between }))).toBe(
      'MISSING_REQUIRED_PARAM',
    );
    expect(on.venue.books.transfers()).toHaveLength(3);
  });

  it('every wallet says what lies in it', async () => {
    const on = await stage();
    const usdt = (await rowsOf(on, 'GET /spot/accounts?currency=USDT'))[0];
    expect(usdt).toMatchObject({ currency: 'USDT', available: '187000', locked: '53000' });
    expect((await on.ask('GET /futures/usdt/accounts')).body).toMatchObject({
      currency: 'USDT',
      total: '70',
      available: '70',
    });
    expect(await rowsOf(on, 'GET /futures/usdt/account_book')).toMatchObject([
      { change: '25', balance: '70', type: 'dnw' },
    ]);
    expect(await rowsOf(on, 'GET /margin/accounts')).toMatchObject([
      { currency_pair: 'BTC_USDT', base: { currency: 'BTC', available: '0.5' } },
    ]);
    expect(await rowsOf(on, 'GET /margin/account_book')).toMatchObject([{ currency: 'USDT', change: '-5' }]);
    expect(labelOf(await on.ask('GET /margin/account_book?currency=USDT'))).toBe('MISSING_REQUIRED_PARAM');
    expect(await rowsOf(on, 'GET /margin/funding_accounts')).toMatchObject([
      { currency: 'USDT', lent: '20' },
    ]);
    expect((await on.ask('GET /options/accounts')).body).toMatchObject({ currency: 'USDT', total: '0' });
    expect((await on.ask('GET /unified/accounts')).body).toMatchObject({ mode: 'classic', balances: {} });
    const { details, total } = (await on.ask('GET /wallet/total_balance')).body as Parsed;
    expect([details.finance.amount, details.futures.amount, details.margin.amount, total.currency]).toEqual([
      '20',
      '70',
      '9590',
      'USDT',
    ]);
    expect(await rowsOf(on, 'GET /wallet/sub_account_balances')).toEqual([
      { uid: subId, available: {}, locking: {} },
      { uid: '7000002', available: {}, locking: {} },
    ]);
    expect(labelOf(await on.ask('GET /wallet/sub_account_balances?limit=101'))).toBe('INVALID_PARAM_VALUE');
  });
});
