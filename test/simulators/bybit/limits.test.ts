import { describe, expect, it } from 'vitest';
import { codeOf, stage, t0Ms } from './support.ts';
import type { Stage } from './support.ts';

const times = async (count: number, ask: () => Promise<unknown>): Promise<void> => {
  for (let done = 0; done < count; done += 1) await ask();
};

describe('the limit of an account', () => {
  const limits = ({ headers }: Awaited<ReturnType<Stage['get']>>) => [
    headers['x-bapi-limit'],
    headers['x-bapi-limit-status'],
    headers['x-bapi-limit-reset-timestamp'],
  ];

  it('is told with every answer, and rolls: what is over waits for the oldest to leave', async () => {
    const on = await stage();
    const ask = () => on.get('user/query-api');
    expect(limits(await ask())).toEqual(['10', '9', String(t0Ms)]);
    await on.clock.advance(600);
    await times(9, ask);
    const over = await ask();
    expect([over.status, codeOf(over), over.body.retMsg]).toEqual([200, 10006, 'Too many visits!']);
    expect(limits(over)).toEqual(['10', '0', String(t0Ms + 1000)]);
    await on.clock.advance(399);
    expect(codeOf(await ask())).toBe(10006);
    await on.clock.advance(1);
    expect(codeOf(await ask())).toBe(0);
    expect(codeOf(await ask())).toBe(10006);
  });

  it('is one for all keys of the account, another for its sub-account, and each endpoint’s own', async () => {
    const on = await stage();
    await times(10, () => on.get('user/query-api'));
    expect(codeOf(await on.get('user/query-api', '', { key: 'reader' }))).toBe(10006);
    expect(codeOf(await on.get('user/query-api', '', { key: 'subBot' }))).toBe(0);
    expect(codeOf(await on.get('account/info'))).toBe(0);
  });

  it('of transfers between wallets is sixty a minute', async () => {
    const on = await stage();
    const ask = () => on.get('asset/transfer/query-inter-transfer-list');
    await times(60, ask);
    expect(codeOf(await ask())).toBe(10006);
    await on.clock.advance(59_999);
    expect(codeOf(await ask())).toBe(10006);
    await on.clock.advance(1);
    expect(codeOf(await ask())).toBe(0);
  });

  it('is not told where there is none: public endpoints', async () => {
    const on = await stage();
    expect((await on.get('market/time')).headers['x-bapi-limit']).toBeUndefined();
  });
});

describe('the limit of an address', () => {
  it('is 600 in five seconds; then the address is shut out for ten minutes, whatever it asks', async () => {
    const on = await stage();
    await times(600, () => on.get('market/time'));
    const over = await on.get('market/time');
    expect([over.status, over.text]).toEqual([403, '403, access too frequent']);
    expect(codeOf(await on.get('user/query-api'))).toBe('http:403');
    expect(codeOf(await on.get('market/time', '', { from: '127.0.0.9' }))).toBe(0);
    await on.clock.advance(599_999);
    expect(codeOf(await on.get('market/time'))).toBe('http:403');
    await on.clock.advance(1);
    expect(codeOf(await on.get('market/time'))).toBe(0);
  });
});
