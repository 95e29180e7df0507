import { describe, expect, it } from 'vitest';
import { labelOf, stage, t0Seconds, treasury } from './support.ts';
import type { Stage } from './support.ts';

const times = async (count: number, ask: () => Promise<unknown>): Promise<void> => {
  for (let done = 0; done < count; done += 1) await ask();
};

const limits = ({ headers }: Awaited<ReturnType<Stage['ask']>>) => [
  headers['x-gate-ratelimit-limit'],
  headers['x-gate-ratelimit-requests-remain'],
  headers['x-gate-ratelimit-reset-timestamp'],
];

describe('rate limits', () => {
  it('are told with every answer; over them it is 429', async () => {
    const on = await stage();
    const ask = () => on.ask('GET /wallet/total_balance');
    expect(limits(await ask())).toEqual(['80', '79', String(t0Seconds)]);
    await times(79, ask);
    const over = await ask();
    expect([over.status, labelOf(over)]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(limits(over)).toEqual(['80', '0', String(t0Seconds + 10)]);
    await on.clock.advance(10_000);
    expect(labelOf(await ask())).toBe('ok');
  });

  it('are an account’s for all its keys, another’s for its sub-account, and each endpoint’s own', async () => {
    const on = await stage();
    await times(200, () => on.ask('GET /spot/accounts'));
    expect(labelOf(await on.ask('GET /spot/accounts', { key: 'reader' }))).toBe('TOO_MANY_REQUESTS');
    expect(labelOf(await on.ask('GET /spot/accounts', { key: 'subBot' }))).toBe('ok');
    expect(labelOf(await on.ask('GET /spot/open_orders'))).toBe('ok');
  });

  it('are an address’s where no key is asked for', async () => {
    const on = await stage();
    await times(200, () => on.ask('GET /spot/time', { key: undefined }));
    expect(labelOf(await on.ask('GET /spot/time', { key: undefined }))).toBe('TOO_MANY_REQUESTS');
    expect(labelOf(await on.ask('GET /spot/time', { key: undefined, from: '127.0.0.9' }))).toBe('ok');
  });

  it('count single and batch orders together, ten a second', async () => {
    const on = await stage();
    const order = { currency_pair: 'ETH_USDT', side: 'sell', amount: '0.1', price: '1500' };
    await times(9, () => on.ask('POST /spot/orders', { json: order }));
    expect(labelOf(await on.ask('POST /spot/batch_orders', { json: [{ ...order, text: 't-a' }] }))).toBe(
      'ok',
    );
    expect(labelOf(await on.ask('POST /spot/orders', { json: order }))).toBe('TOO_MANY_REQUESTS');
    await on.clock.advance(1_000);
    expect(labelOf(await on.ask('POST /spot/orders', { json: order }))).toBe('ok');
  });

  it('let one withdrawal through in three seconds', async () => {
    const on = await stage();
    const json = { currency: 'USDT', amount: '10', address: treasury, chain: 'ETH' };
    const ask = () => on.ask('POST /withdrawals', { key: 'payout', json });
    expect(labelOf(await ask())).toBe('ok');
    expect(labelOf(await ask())).toBe('TOO_FAST');
    await on.clock.advance(3_000);
    expect(labelOf(await ask())).toBe('ok');
  });

  it('every answer says when it came in and went out, in microseconds', async () => {
    const on = await stage();
    const { headers } = await on.ask('GET /spot/accounts', { key: undefined });
    expect([headers['x-in-time'], headers['x-out-time']]).toEqual(Array(2).fill(`${t0Seconds}000000`));
  });
});
