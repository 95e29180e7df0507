import { expect, it } from 'vitest';
import { convertedInto, sweptMs } from '../converted.ts';
import { opening, stage } from './support.ts';

type Row = Readonly<Record<string, string | number>>;

it('what was converted is a receive and a spend for each asset, under one refid', async () => {
  const on = await stage({ opening: { ...opening, conversions: convertedInto('USDT') } });
  const { ledger } = await on.ask('Ledgers', { start: String(sweptMs / 1000 - 1) });
  const dust = Object.values(ledger as Record<string, Row>).filter(
    ({ subtype }) => subtype === 'dustsweeping',
  );
  expect(dust.map(({ type, asset, amount, fee }) => [type, asset, amount, fee]).toSorted()).toEqual([
    ['receive', 'USDT', '0.00134955', '0.00002699'],
    ['spend', 'XETH', '-0.00090000', '0.00000000'],
    ['spend', 'ZRT', '-0.00090000', '0.00000000'],
  ]);
  const [refid, ...others] = new Set(dust.map((row) => row['refid']));
  expect([refid, others]).toEqual([expect.stringMatching(/^T[A-Z2-7]{6}-[A-Z2-7]{5}-[A-Z2-7]{6}$/), []]);
});

it('a convert has no subtype, and no trade of that id', async () => {
  const on = await stage({ opening: { ...opening, conversions: convertedInto('USDT').slice(0, 1) } });
  const { ledger } = await on.ask('Ledgers', { asset: 'BNB' });
  expect(Object.values(ledger as Record<string, Row>)).toMatchObject([
    { type: 'receive', subtype: '', asset: 'BNB', amount: '0.06154036', fee: '0.00000000' },
  ]);
});
