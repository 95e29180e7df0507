import { describe, expect, it } from 'vitest';
import { saidOf, stage } from './support.ts';

const times = async (count: number, ask: () => Promise<unknown>): Promise<void> => {
  for (let done = 0; done < count; done += 1) await ask();
};

describe('the limit of an endpoint', () => {
  it('is 429 and 50011, rolls, and says nothing of itself in headers', async () => {
    const on = await stage();
    const ask = () => on.get('account/config');
    await ask();
    await on.clock.advance(600);
    await times(4, ask);
    const over = await ask();
    expect(saidOf(over)).toEqual([429, '50011']);
    expect(over.text).toBe('{"msg":"Too Many Requests","code":"50011"}');
    expect(Object.keys(over.headers).filter((name) => /limit|retry/.test(name))).toEqual([]);
    await on.clock.advance(1_399);
    expect(saidOf(await ask())).toEqual([429, '50011']);
    await on.clock.advance(1);
    expect(saidOf(await ask())).toEqual([200, '0']);
    expect(saidOf(await ask())).toEqual([429, '50011']);
  });

  it('is one for all keys of the account, another for its sub-account, and each endpoint’s own', async () => {
    const on = await stage();
    await times(5, () => on.get('account/config'));
    expect(saidOf(await on.get('account/config', '', { key: 'reader' }))).toEqual([429, '50011']);
    expect(saidOf(await on.get('account/config', '', { key: 'sub' }))).toEqual([200, '0']);
    expect(saidOf(await on.get('account/balance'))).toEqual([200, '0']);
  });

  it('of orders is each instrument’s own, and batches count their orders', async () => {
    const on = await stage();
    const cancel = (instId: string) => on.post('trade/cancel-order', { instId, ordId: '1' });
    await times(60, () => cancel('BTC-USDT'));
    expect((await cancel('BTC-USDT')).status).toBe(429);
    expect((await cancel('ETH-USDT')).status).toBe(200);
    const algos = Array.from({ length: 10 }, () => ({ instId: 'BTC-USDT', algoId: '1' }));
    await times(2, () => on.post('trade/cancel-algos', algos));
    expect((await on.post('trade/cancel-algos', algos.slice(0, 1))).status).toBe(429);
  });

  it('of what needs no key is the address’s', async () => {
    const on = await stage();
    await times(10, () => on.get('public/time'));
    expect(saidOf(await on.get('public/time'))).toEqual([429, '50011']);
    expect(saidOf(await on.get('public/time', '', { from: '127.0.0.9' }))).toEqual([200, '0']);
    const instruments = (type: string) => on.get('public/instruments', `instType=${type}`);
    await times(20, () => instruments('SPOT'));
    expect((await instruments('SPOT')).status).toBe(429);
    expect((await instruments('SWAP')).status).toBe(200);
  });

  it('does not count what the gate refused', async () => {
    const on = await stage();
    await times(9, () => on.get('account/config', '', { at: 1 }));
    expect(saidOf(await on.get('account/config'))).toEqual([200, '0']);
  });
});
