import net from 'node:net';
import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { keys, stage, treasury } from './support.ts';
import type { KeyName, Stage } from './support.ts';

/**
 * ccxt as an outside witness: a client that others wrote and that thousands use against the real
 * venue must understand this one. Every connection lands on the simulator, whatever the URL says.
 */
interface Ccxt {
  [member: string]: unknown;
}

type Calls = Record<string, (...given: unknown[]) => Promise<Parsed>>;

async function client(on: Stage, name: KeyName | 'nobody', from = '127.0.0.1'): Promise<Ccxt & Calls> {
  const made = new ccxt.coinbase({
    ...(name === 'nobody' ? {} : { apiKey: keys[name].keyId, secret: keys[name].secret }),
    enableRateLimit: false,
  }) as unknown as Ccxt & Calls;
  made['milliseconds'] = (() => on.clock.now().toMillis()) as never;
  made['seconds'] = (() => Math.floor(on.clock.now().toMillis() / 1_000)) as never;
  // The URL stays the venue's, and so does the host that the token names.
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

/** Markets are loaded without a key: with one ccxt asks for the fees of each kind, too. */
async function ready(on: Stage, name: KeyName): Promise<Ccxt & Calls> {
  const [open, exchange] = [await client(on, 'nobody'), await client(on, name)];
  await open['loadMarkets']?.();
  const markets = Object.values(open['markets'] as unknown as object);
  (exchange['setMarkets'] as unknown as (...given: unknown[]) => void)(markets, open['currencies']);
  await on.clock.advance(1_000);
  return exchange;
}

describe('ccxt understands the simulated venue', () => {
  it('its markets, prices and clock', async () => {
    const on = await stage();
    const exchange = await client(on, 'nobody');
    const markets = Object.keys((await exchange['loadMarkets']?.()) as object);
    expect(markets).toContain('BTC/USDT');
    expect(markets).toContain('ADA/USDC:USDC');
    await on.clock.advance(1_000);
    expect(await exchange['fetchTicker']?.('BTC/USDT')).toMatchObject({ symbol: 'BTC/USDT', last: 19_180 });
    expect(await exchange['fetchTime']?.()).toBe(on.clock.now().toMillis());
  });

  it('its balances, orders, trades and positions', async () => {
    const on = await stage();
    const exchange = await ready(on, 'bot');
    expect(await exchange['fetchBalance']?.({ v3: true })).toMatchObject({
      USDT: { total: 240_000, used: 53_000 },
    });
    expect(await exchange['fetchBalance']?.()).toMatchObject({ USDT: { total: 240_000 } });
    const open = await exchange['fetchOpenOrders']?.('BTC/USDT');
    expect(open.map(({ clientOrderId }: { clientOrderId: string }) => clientOrderId).sort()).toEqual([
      'mm-1',
      'mm-2',
      'stop-1',
    ]);
    expect(open.find(({ clientOrderId }: Parsed) => clientOrderId === 'mm-1')).toMatchObject({
      side: 'buy',
      price: 18_000,
      amount: 1,
      status: 'open',
    });
    const trades = await exchange['fetchMyTrades']?.('BTC/USDT');
    expect(trades.map(({ amount }: Parsed) => amount).sort()).toEqual([0.1, 0.11, 0.12, 0.13]);
    expect(trades[0]).toMatchObject({ side: 'buy', price: 19_000, fee: { cost: 1.9, currency: 'USDT' } });
    const portfolios = ((await exchange['v3PrivateGetBrokeragePortfolios']?.()) as Parsed)
      .portfolios as Parsed[];
    const portfolio = portfolios.find(({ type }: Parsed) => type === 'INTX')?.uuid;
    expect(await exchange['fetchPositions']?.(undefined, { portfolio })).toMatchObject([
      { symbol: 'ADA/USDC:USDC', side: 'long', contracts: 20 },
    ]);
  });

  it('its movements of money, account by account', async () => {
    const on = await stage();
    const exchange = await ready(on, 'payout');
    const moved = await exchange['fetchDepositsWithdrawals']?.('USDT');
    const told = moved
      .filter(({ type }: Parsed) => type !== undefined)
      .map(({ type, amount, status }: Parsed) => [type, amount, status]);
    expect(told).toContainEqual(['deposit', 5_000, 'ok']);
    expect(told).toContainEqual(['withdrawal', 901, 'ok']);
    expect(await exchange['fetchDeposits']?.('EUR')).toMatchObject([{ amount: 600, status: 'ok' }]);
    expect(await exchange['fetchWithdrawals']?.('EUR')).toMatchObject([{ amount: 70, fee: { cost: 0.15 } }]);
    expect(await exchange['fetchLedger']?.('ETH')).toHaveLength(1);
  });

  it('places, cancels and sends', async () => {
    const on = await stage();
    const bot = await ready(on, 'bot');
    const order = await bot['createOrder']?.('ETH/USDT', 'limit', 'sell', 1, 1_500);
    await bot['cancelOrder']?.(order.id, 'ETH/USDT');
    expect(on.venue.books.orders().at(-1)).toMatchObject({ status: 'cancelled' });
    const payout = await ready(on, 'payout');
    await payout['withdraw']?.('USDT', 100, treasury);
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ amount: '100', state: 'pending' });
  });

  it.each(['bot', 'modern'] as const)('signs with either kind of key: %s', async (name) => {
    const on = await stage();
    const exchange = await client(on, name);
    expect(await exchange['v3PrivateGetBrokerageKeyPermissions']?.()).toMatchObject({ can_view: true });
    expect(await exchange['v2PrivateGetUserAuth']?.()).toMatchObject({ data: { method: 'api_key' } });
    on.venue.website.deleteKey(keys[name].keyId);
    await expect(exchange['v3PrivateGetBrokerageKeyPermissions']?.()).rejects.toThrow('401');
  });

  it('its refusals, by their codes', async () => {
    const on = await stage();
    const refusal = async (name: KeyName, call: string, params: object = {}, from?: string) =>
      (await client(on, name, from))[call]?.(params).then(
        () => 'in',
        (problem: Error) => problem.message,
      );
    const read = 'v3PrivateGetBrokerageKeyPermissions';
    expect(await refusal('bound', read, {}, '127.0.0.77')).toBe('in');
    expect(await refusal('bound', read, {}, '127.0.0.78')).toContain('401');
    const cancel = 'v3PrivatePostBrokerageOrdersBatchCancel';
    expect(await refusal('reader', cancel, { order_ids: ['x'] })).toContain('PERMISSION_DENIED');
    expect(await refusal('blind', 'v2PrivateGetAccounts')).toContain('invalid_scope');
  });
});
