import { expect, it } from 'vitest';
import { convertedInto } from '../converted.ts';
import type { Parsed } from './client.ts';
import { accountOf, opening, stage } from './support.ts';
import type { Stage } from './support.ts';

async function toldIn(on: Stage, asset: string, types: readonly string[]): Promise<readonly Parsed[]> {
  const { id } = await accountOf(on, asset);
  const { body } = await on.get(`/v2/accounts/${id}/transactions`);
  return body.data.filter(({ type }: Parsed) => types.includes(type as string));
}

it('a convert is a "trade" in both accounts, under one id', async () => {
  const on = await stage({ opening: { ...opening, conversions: convertedInto('USDT') } });
  const [went] = await toldIn(on, 'USDT', ['trade']);
  const [came] = await toldIn(on, 'BNB', ['trade']);
  expect(went).toMatchObject({ status: 'completed', amount: { amount: '-20', currency: 'USDT' } });
  expect(came).toMatchObject({ amount: { amount: '0.06154036', currency: 'BNB' } });
  expect(went?.trade.id).toBe(came?.trade.id);
  expect(went?.id).not.toBe(came?.id);
});

it('dust leaves each account, and arrives in one, less its fee', async () => {
  const on = await stage({ opening: { ...opening, conversions: convertedInto('USDT') } });
  const type = ['retail_simple_dust'];
  const amounts = async (asset: string) => (await toldIn(on, asset, type)).map((row) => row.amount.amount);
  expect(await amounts('ETH')).toEqual(['-0.0009']);
  expect(await amounts('USDT')).toEqual(['0.00132256']);
});
