import { expect, it } from 'vitest';
import { convertedInto, convertedMs, sweptMs } from '../converted.ts';
import type { Parsed } from './client.ts';
import { opening, rowsOf, stage } from './support.ts';

const books = { ...opening, conversions: convertedInto('USDT') };

it('converts are told by pair and side, and paged by time', async () => {
  const on = await stage({ opening: books });
  const path = 'asset/convert/history';
  expect(await rowsOf(on, path)).toMatchObject([
    {
      clTReqId: '',
      instId: 'USDT-BNB',
      side: 'sell',
      fillBaseSz: '20',
      fillQuoteSz: '0.06154036',
      state: 'fullyFilled',
      ts: String(convertedMs),
    },
  ]);
  expect(await rowsOf(on, path, `after=${convertedMs}`)).toEqual([]);
  expect(await rowsOf(on, path, `before=${convertedMs - 1}`)).toHaveLength(1);
});

it('easy converts are those of seven days', async () => {
  const on = await stage({ opening: books });
  const path = 'trade/easy-convert-history';
  expect(await rowsOf(on, path)).toMatchObject([
    { fromCcy: 'ETH', fillFromSz: '0.0009', fillToSz: '0.00088156', toCcy: 'USDT', acct: '18' },
    { fromCcy: 'ZRT', status: 'filled', uTime: String(sweptMs) },
  ]);
  const old = convertedInto('USDT').map((each) => ({ ...each, at: '2026-03-07T02:59:59.999Z' }));
  expect(await rowsOf(await stage({ opening: { ...opening, conversions: old } }), path)).toEqual([]);
});

it('bills tell both: 27 with 318 and 319, 28 with 236 and 237', async () => {
  const on = await stage({ opening: books });
  const told = async (type: string): Promise<unknown> =>
    (await rowsOf(on, 'account/bills', `type=${type}`)).map((row: Parsed) => [
      row.subType,
      row.ccy,
      row.balChg,
    ]);
  expect(await told('27')).toEqual([
    ['318', 'BNB', '0.06154036'],
    ['319', 'USDT', '-20'],
  ]);
  expect(await told('28')).toEqual([
    ['236', 'USDT', '0.00132256'],
    ['237', 'ETH', '-0.0009'],
    ['237', 'ZRT', '-0.0009'],
  ]);
});
