import { expect, it } from 'vitest';
import { convertedInto, convertedMs, sweptMs } from '../converted.ts';
import type { Parsed } from './client.ts';
import { labelOf, opening, rowsOf, stage } from './support.ts';

const books = { ...opening, conversions: convertedInto('GT') };

it('flash swaps are told in pages, newest first unless told otherwise', async () => {
  const on = await stage({ opening: books });
  const [swap] = await rowsOf(on, 'GET /flash_swap/orders');
  expect(swap).toEqual({
    id: expect.any(Number) as number,
    create_time: convertedMs,
    user_id: opening.uid,
    sell_currency: 'USDT',
    sell_amount: '20',
    buy_currency: 'BNB',
    buy_amount: '0.06154036',
    price: '0.003077018',
    status: 1,
  });
  expect((await on.ask(`GET /flash_swap/orders/${swap.id}`)).body).toEqual(swap);
  expect(await rowsOf(on, 'GET /flash_swap/orders?status=2')).toEqual([]);
  expect(await rowsOf(on, 'GET /flash_swap/orders?sell_currency=BTC')).toEqual([]);
  expect(labelOf(await on.ask('GET /flash_swap/orders/1'))).toBe('ORDER_NOT_FOUND');
});

it('small balances have a row each', async () => {
  const on = await stage({ opening: books });
  const rows = await rowsOf(on, 'GET /wallet/small_balance_history');
  expect(rows.map(({ currency, amount, gt_amount }: Parsed) => [currency, amount, gt_amount])).toEqual([
    ['ETH', '0.0009', '0.00088156'],
    ['ZRT', '0.0009', '0.000441'],
  ]);
  expect(rows[0]).toMatchObject({ create_time: sweptMs / 1000 });
  expect(labelOf(await on.ask('GET /wallet/small_balance_history?limit=101'))).toBe('INVALID_PARAM_VALUE');
});

it('the account book has the words and codes of its page', async () => {
  const on = await stage({ opening: books });
  const [from, to] = [Math.floor(convertedMs / 1000), sweptMs / 1000];
  const rows = await rowsOf(on, `GET /spot/account_book?from=${from}&to=${to}`);
  const told = rows
    .filter(({ type }: Parsed) => /^(cv|dust)_/.test(type as string))
    .map(({ type, code, currency, change }: Parsed) => [type, code, currency, change]);
  expect(told.toSorted()).toEqual([
    ['cv_buy', '2601', 'BNB', '0.06154036'],
    ['cv_sell', '2602', 'USDT', '-20'],
    ['dust_swap_dctd', '1301', 'ETH', '-0.0009'],
    ['dust_swap_dctd', '1301', 'ZRT', '-0.0009'],
    ['dust_swap_fee', '1303', 'GT', '-0.00002699'],
    ['dust_swap_gt_add', '1302', 'GT', '0.00134955'],
  ]);
});
