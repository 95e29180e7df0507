import net from 'node:net';
import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import { botKey, boundKey, payoutKey, stage } from './support.ts';
import type { Stage } from './support.ts';

/**
 * ccxt as an outside witness: a client that others wrote and that thousands use against the real
 * venue must understand this one. Every connection lands on the simulator, whatever the URL says.
 */
interface Ccxt {
  [member: string]: unknown;
  options: Record<string, unknown>;
}

type Calls = Record<string, (...given: unknown[]) => Promise<unknown>>;

async function client(
  on: Stage,
  key: { keyId: string; secret: string },
  from = '127.0.0.1',
): Promise<Ccxt & Calls> {
  const made = new ccxt.binance({
    apiKey: key.keyId,
    secret: key.secret,
    enableRateLimit: false,
    options: { fetchCurrencies: false, fetchMargins: false, fetchMarkets: { types: ['spot'] } },
  }) as unknown as Ccxt & Calls;
  made.options['warnOnFetchOpenOrdersWithoutSymbol'] = false;
  made['milliseconds'] = (() => on.clock.now().toMillis()) as never;
  const usual = made['getDispatcherOptions'] as unknown as ((given: unknown) => object) | undefined;
  expect(usual).toBeTypeOf('function');
  made['getDispatcherOptions'] = ((given: unknown) => ({
    ...usual?.call(made, given),
    connect: (_: unknown, done: (problem: Error | null, socket?: net.Socket) => void) => {
      const where = { host: '127.0.0.1', port: on.venue.port, localAddress: from };
      const socket = net.connect(where, () => done(null, socket));
      socket.once('error', done);
    },
  })) as never;
  await made['loadFetchImplementation']?.();
  return made;
}

describe('ccxt understands the simulated venue', () => {
  it('its markets and prices', async () => {
    const on = await stage();
    const exchange = await client(on, botKey);
    expect(Object.keys((await exchange['loadMarkets']?.()) as object)).toEqual([
      'BTC/USDT',
      'ETH/USDT',
      'ZRT/USDT',
    ]);
    const prices = await exchange['publicGetTickerPrice']?.();
    expect(prices).toContainEqual({ symbol: 'ZRTUSDT', price: '0.02000000' });
  });

  it('its balances, orders and trades', async () => {
    const on = await stage();
    const exchange = await client(on, botKey);
    expect(await exchange['fetchBalance']?.()).toMatchObject({ USDT: { free: 187_000, used: 53_000 } });
    expect(await exchange['fetchOpenOrders']?.()).toMatchObject([
      { symbol: 'BTC/USDT', clientOrderId: 'mm-1', side: 'buy', amount: 1, price: 18_000, status: 'open' },
      { clientOrderId: 'mm-2' },
    ]);
    expect(await exchange['fetchMyTrades']?.('BTC/USDT')).toMatchObject([
      { side: 'buy', price: 19_000, amount: 0.1, fee: { cost: 1.9, currency: 'USDT' } },
      { side: 'sell' },
      { side: 'buy' },
    ]);
    expect(await exchange['fetchOrders']?.('BTC/USDT')).toHaveLength(5);
  });

  it('its wallet half', async () => {
    const on = await stage();
    const exchange = await client(on, payoutKey);
    expect(await exchange['sapiGetAccountApiRestrictions']?.()).toMatchObject({
      ipRestrict: true,
      enableWithdrawals: true,
    });
    expect(await exchange['fetchWithdrawals']?.()).toMatchObject([
      { amount: 900, status: 'ok', currency: 'USDT' },
    ]);
    expect(await exchange['fetchDeposits']?.()).toMatchObject([{ amount: 5000, status: 'ok' }]);
    expect(await exchange['sapiGetCapitalWithdrawAddressList']?.()).toHaveLength(2);
    expect(await exchange['sapiV3PostAssetGetUserAsset']?.()).toHaveLength(3);
    expect(await exchange['fetchBalance']?.({ type: 'funding' })).toMatchObject({ USDT: { free: 25 } });
  });

  it('places, cancels and withdraws', async () => {
    const on = await stage();
    const bot = await client(on, botKey);
    expect(await bot['createOrder']?.('ETH/USDT', 'market', 'sell', 1)).toMatchObject({
      status: 'closed',
      filled: 1,
    });
    const order = (await bot['createOrder']?.('ETH/USDT', 'limit', 'sell', 1, 1500)) as { id: string };
    expect(await bot['cancelOrder']?.(order.id, 'ETH/USDT')).toMatchObject({ status: 'canceled' });
    expect(await bot['cancelAllOrders']?.('BTC/USDT')).toHaveLength(2);
    expect(on.venue.books.openOrders()).toEqual([]);
    const payout = await client(on, payoutKey);
    const address = '0x1111111111111111111111111111111111111111';
    expect(await payout['withdraw']?.('USDT', 100, address, undefined, { network: 'ETH' })).toMatchObject({
      id: on.venue.books.withdrawals().at(-1)?.id,
    });
  });

  it('its refusals, by their codes', async () => {
    const on = await stage();
    const refusal = async (key: { keyId: string; secret: string }, from?: string) => {
      const exchange = await client(on, key, from);
      return exchange['sapiGetAccountApiRestrictions']?.().then(
        () => 'in',
        (problem: Error) => /"code":(-?\d+)/.exec(problem.message)?.[1],
      );
    };
    expect(await refusal(botKey)).toBe('in');
    expect(await refusal({ ...botKey, secret: 'wrong' })).toBe('-1022');
    expect(await refusal(boundKey, '127.0.0.77')).toBe('in');
    expect(await refusal(boundKey, '127.0.0.78')).toBe('-2015');
    on.venue.website.deleteKey(botKey.keyId);
    expect(await refusal(botKey)).toBe('-2015');
  });
});
