import { describe, expect, it } from 'vitest';
import { labelOf, opening, rowsOf, stage, subId, t0Seconds } from './support.ts';
import type { Parsed } from './client.ts';

const transfer = (from: string, to: string, amount: string, at: string) => ({
  asset: 'USDT',
  amount,
  from,
  to,
  at,
});

const lent = {
  ...opening,
  funding: [
    { asset: 'USDT', free: '20' },
    { asset: 'BTC', free: '0.25' },
    { asset: 'ETH', free: '0' },
  ],
  transfers: [
    transfer('spot', 'funding', '30', '2026-03-09T08:00:00.700Z'),
    transfer('funding', 'spot', '10', '2026-03-10T08:00:00Z'),
  ],
};

describe('what is lent', () => {
  it('is a row a coin, as much as the total and the funding accounts say', async () => {
    const on = await stage({ opening: lent });
    const reader = { key: 'reader' as const };
    const rows = await rowsOf(on, 'GET /earn/uni/lends', reader);
    expect(rows).toEqual([
      {
        currency: 'USDT',
        current_amount: '20',
        amount: '20',
        lent_amount: '20',
        frozen_amount: '0',
        min_rate: '0.000001',
        interest_status: 'interest_dividend',
        reinvest_left_amount: '0',
        create_time: Date.parse('2026-03-09T08:00:00.700Z'),
        update_time: Date.parse('2026-03-10T08:00:00Z'),
      },
      expect.objectContaining({ currency: 'BTC', current_amount: '0.25', create_time: 0 }),
    ]);
    const funding = await rowsOf(on, 'GET /margin/funding_accounts?currency=USDT', reader);
    expect(funding).toMatchObject([{ lent: '20', total_lent: '20' }]);
    const { details } = (await on.ask('GET /wallet/total_balance', reader)).body as Parsed;
    expect(details.finance.amount).toBe('4815');
    const spot = await rowsOf(on, 'GET /spot/accounts?currency=USDT', reader);
    expect(spot[0]).toMatchObject({ available: '187000', locked: '53000' });
    expect((await on.ask('GET /unified/accounts', reader)).body).toMatchObject({ balances: {} });
  });

  it('is narrowed down and paged', async () => {
    const on = await stage({ opening: lent });
    const coins = async (query: string) =>
      (await rowsOf(on, `GET /earn/uni/lends?${query}`)).map(({ currency }) => currency as string);
    expect(await coins('currency=BTC')).toEqual(['BTC']);
    expect(await coins('limit=1&page=2')).toEqual(['BTC']);
    expect(await coins('page=2')).toEqual([]);
    expect(labelOf(await on.ask('GET /earn/uni/lends?limit=101'))).toBe('INVALID_PARAM_VALUE');
    expect(await rowsOf(on, 'GET /earn/uni/lends', { key: 'subBot' })).toEqual([]);
  });

  it('has its records, the newest first', async () => {
    const on = await stage({ opening: lent });
    const rows = await rowsOf(on, 'GET /earn/uni/lend_records');
    expect(rows).toMatchObject([
      { type: 'redeem', amount: '10', last_lent_amount: '30' },
      { type: 'lend', amount: '30', last_lent_amount: '0', create_time: 1_773_043_200_700 },
    ]);
    expect(await rowsOf(on, 'GET /earn/uni/lend_records?type=lend')).toHaveLength(1);
    const from = Date.parse('2026-03-10T00:00:00Z') / 1000;
    expect(await rowsOf(on, `GET /earn/uni/lend_records?from=${from}`)).toMatchObject([{ type: 'redeem' }]);
    expect(labelOf(await on.ask('GET /earn/uni/lend_records?type=take'))).toBe('INVALID_PARAM_VALUE');
  });

  it.each([
    ['GET /earn/uni/interests/usdt', { currency: 'USDT', interest: '0' }],
    ['GET /earn/uni/interest_status/BTC', { currency: 'BTC', interest_status: 'interest_dividend' }],
    ['GET /earn/uni/interest_records', []],
  ])('%s', async (request, body) => {
    const on = await stage();
    expect((await on.ask(request)).body).toEqual(body);
  });

  it('has a public list of coins', async () => {
    const on = await stage();
    const open = { key: undefined };
    const coins = await rowsOf(on, 'GET /earn/uni/currencies', open);
    expect(coins.map(({ currency }) => currency as string)).toContain('USDT');
    expect((await on.ask('GET /earn/uni/currencies/btc', open)).body).toMatchObject({ currency: 'BTC' });
    expect(labelOf(await on.ask('GET /earn/uni/currencies/none', open))).toBe('INVALID_CURRENCY');
  });

  it('wants the group earn, and is not changed here', async () => {
    const on = await stage();
    const json = { currency: 'USDT', amount: '1', type: 'redeem' };
    expect(labelOf(await on.ask('GET /earn/uni/lends', { key: 'spotOnly' }))).toBe('FORBIDDEN');
    expect(labelOf(await on.ask('POST /earn/uni/lends', { key: 'mighty', json }))).toBe('READ_ONLY');
    const lender = { ...opening.keys[0]!, venuePermissions: ['earn:rw'] };
    const own = await stage({ opening: { ...opening, keys: [...opening.keys.slice(1), lender] } });
    const label = async (more: object) =>
      labelOf(await own.ask('POST /earn/uni/lends', { json: { ...json, ...more } }));
    expect(await label({})).toBe('BAD_REQUEST');
    expect(await label({ type: 'lend' })).toBe('MISSING_REQUIRED_PARAM');
    expect(await label({ currency: 'NONE' })).toBe('INVALID_CURRENCY');
    expect(labelOf(await own.ask('PATCH /earn/uni/lends', { json }))).toBe('BAD_REQUEST');
  });
});

describe('the unified account of a classic one', () => {
  it.each([
    ['unified_mode', { mode: 'classic' }],
    ['accounts?currency=USDT', { mode: 'classic', balances: {}, user_id: 1_448_939 }],
    [`accounts?sub_uid=${subId}`, { mode: 'classic', user_id: Number(subId) }],
    ['risk_units', { user_id: 1_448_939, spot_hedge: false, risk_units: [] }],
    ['borrowable?currency=BTC', { currency: 'BTC', amount: '0' }],
    ['transferable?currency=BTC', { currency: 'BTC', amount: '0' }],
    ['delta_neutral', { enabled: false }],
  ])('%s', async (target, body) => {
    const on = await stage();
    const reply = await on.ask(`GET /unified/${target}`, { key: 'reader' });
    expect([reply.status, reply.body]).toEqual([200, expect.objectContaining(body)]);
  });

  it('owes nothing', async () => {
    const on = await stage();
    for (const list of ['loans', 'loan_records', 'interest_records', 'leverage/user_currency_setting']) {
      expect(await rowsOf(on, `GET /unified/${list}`)).toEqual([]);
    }
    expect(await rowsOf(on, 'GET /unified/transferables?currencies=BTC,USDT')).toEqual([
      { currency: 'BTC', amount: '0' },
      { currency: 'USDT', amount: '0' },
    ]);
  });

  it.each([
    ['accounts?currency=NONE', 'INVALID_CURRENCY'],
    ['accounts?sub_uid=9', 'SUB_ACCOUNT_NOT_FOUND'],
    ['loans?limit=101', 'INVALID_PARAM_VALUE'],
    ['loans?type=borrow', 'INVALID_PARAM_VALUE'],
    ['loan_records?type=platform', 'INVALID_PARAM_VALUE'],
    [`interest_records?from=${t0Seconds}&to=${t0Seconds - 1}`, 'INVALID_PARAM_VALUE'],
    ['borrowable', 'MISSING_REQUIRED_PARAM'],
    ['batch_borrowable', 'MISSING_REQUIRED_PARAM'],
    [`batch_borrowable?currencies=${Array(11).fill('BTC').join(',')}`, 'INVALID_PARAM_VALUE'],
  ])('GET %s: %s', async (target, label) => {
    const on = await stage();
    expect(labelOf(await on.ask(`GET /unified/${target}`))).toBe(label);
  });
});

describe('transfers to other users', () => {
  it.each([
    ['', 'ok'],
    ['transaction_type=deposit&limit=100&offset=100&id=12', 'ok'],
    [`from=${t0Seconds - 30 * 86_400}`, 'ok'],
    [`from=${t0Seconds - 31 * 86_400}`, 'INVALID_PARAM_VALUE'],
    ['transaction_type=all', 'INVALID_PARAM_VALUE'],
    ['limit=1001', 'INVALID_PARAM_VALUE'],
    ['id=x', 'INVALID_PARAM_VALUE'],
  ])('GET /wallet/push?%s: %s', async (query, label) => {
    const on = await stage();
    const reply = await on.ask(`GET /wallet/push?${query}`, { key: 'reader' });
    expect(labelOf(reply)).toBe(label);
    if (label === 'ok') expect(reply.body).toEqual([]);
  });

  it('are looked at like withdrawals, and never carried out', async () => {
    const on = await stage();
    const json = { receive_uid: 12, currency: 'USDT', amount: '1' };
    const label = async (key: 'mover' | 'payout' | 'sub', more: object = {}) =>
      labelOf(await on.ask('POST /withdrawals/push', { key, json: { ...json, ...more } }));
    expect(await label('mover')).toBe('FORBIDDEN');
    expect(await label('sub')).toBe('FORBIDDEN');
    expect(await label('payout')).toBe('BAD_REQUEST');
    expect(await label('payout', { receive_uid: undefined })).toBe('MISSING_REQUIRED_PARAM');
  });

  it('conversions of small balances are paged', async () => {
    const on = await stage();
    expect(await rowsOf(on, 'GET /wallet/small_balance_history?page=2&limit=100')).toEqual([]);
    expect(labelOf(await on.ask('GET /wallet/small_balance_history?limit=101'))).toBe('INVALID_PARAM_VALUE');
    expect(await rowsOf(on, 'GET /wallet/getLowCapExchangeList')).toEqual([]);
  });
});
