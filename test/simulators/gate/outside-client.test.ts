import net from 'node:net';
import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { keys, stage, subId, treasury } from './support.ts';
import type { KeyName, Stage } from './support.ts';

/**
 * ccxt as an outside witness: a client that others wrote and that thousands use against the real
 * venue must understand this one. Every connection lands on the simulator, whatever the URL says.
 */
interface Ccxt {
  [member: string]: unknown;
  options: Record<string, unknown>;
}

type Calls = Record<string, (...given: unknown[]) => Promise<Parsed>>;

async function client(on: Stage, name: KeyName, from = '127.0.0.1'): Promise<Ccxt & Calls> {
  const made = new ccxt.gate({
    apiKey: keys[name].keyId,
    secret: keys[name].secret,
    enableRateLimit: false,
  }) as unknown as Ccxt & Calls;
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
  it('its markets and prices, the pair and the perpetual of one name', async () => {
    const on = await stage();
    const exchange = await client(on, 'bot');
    const markets = Object.keys((await exchange['loadMarkets']?.()) as object);
    expect(markets.sort()).toEqual([
      'BTC/USD:BTC',
      'BTC/USDT',
      'BTC/USDT:USDT',
      'BTC/USDT:USDT-260327',
      'BTC/USDT:USDT-260327-70000-C',
      'ETH/USDT',
    ]);
    expect(await exchange['fetchTicker']?.('BTC/USDT:USDT')).toMatchObject({ last: 19_200 });
    expect(await exchange['fetchTicker']?.('BTC/USDT')).toMatchObject({ last: 19_180 });
    expect(await exchange['fetchTime']?.()).toBe(on.clock.now().toMillis());
  });

  it('its balances, orders, trades and positions', async () => {
    const on = await stage();
    const exchange = await client(on, 'bot');
    expect(await exchange['fetchBalance']?.()).toMatchObject({ USDT: { total: 240_000, used: 53_000 } });
    expect(await exchange['fetchBalance']?.({ type: 'swap', settle: 'usdt' })).toMatchObject({
      USDT: { total: 70 },
    });
    const names = async (...given: unknown[]) =>
      ((await exchange['fetchOpenOrders']?.(...given)) as Parsed[]).map(
        ({ clientOrderId }) => clientOrderId as string,
      );
    expect((await names()).sort()).toEqual(['t-mm-1', 't-mm-2', 't-mm-3']);
    expect(
      await exchange['fetchOpenOrders']?.('BTC/USDT', undefined, undefined, { trigger: true }),
    ).toMatchObject([{ price: 17_000, triggerPrice: 17_100, amount: 0.5, side: 'buy' }]);
    expect((await names('BTC/USDT:USDT')).sort()).toEqual(['t-perp-1', 't-perp-2']);
    expect(await exchange['fetchMyTrades']?.('BTC/USDT')).toHaveLength(3);
    const [trade] = (await exchange['fetchMyTrades']?.('ETH/USDT')) as Parsed[];
    expect(trade).toMatchObject({
      side: 'buy',
      price: 19_000,
      amount: 0.2,
      fee: { cost: 3.8, currency: 'USDT' },
    });
    expect(await exchange['fetchMyTrades']?.('BTC/USDT:USDT')).toMatchObject([{ amount: 5 }, { amount: 4 }]);
    expect(await exchange['fetchPositions']?.(['BTC/USDT:USDT'])).toMatchObject([
      { side: 'short', contracts: 4, entryPrice: 19_300, leverage: 5 },
    ]);
    expect(await exchange['fetchClosedOrders']?.('BTC/USDT')).toHaveLength(5);
  });

  it('its movements of money', async () => {
    const on = await stage();
    const exchange = await client(on, 'payout');
    expect(await exchange['fetchWithdrawals']?.()).toMatchObject([
      { amount: 900, status: 'ok', currency: 'USDT' },
    ]);
    expect(await exchange['fetchDeposits']?.()).toMatchObject([{ amount: 5000, status: 'ok' }]);
    expect(await exchange['fetchLedger']?.('USDT')).not.toEqual([]);
    expect(await exchange['privateWalletGetSavedAddress']?.({ currency: 'USDT' })).toHaveLength(2);
    expect(await exchange['privateWalletGetSubAccountTransfers']?.()).toMatchObject([{ amount: '31' }]);
  });

  it('its lists of what the books lack, and of what is lent', async () => {
    const on = await stage();
    const exchange = await client(on, 'reader');
    const settle = 'usdt';
    const trails = await exchange['privateFuturesGetSettleAutoorderV1TrailList']?.({ settle });
    const chases = await exchange['privateFuturesGetSettleAutoorderV1ChaseList']?.({ settle, sort_by: 1 });
    expect([trails.data, chases.data]).toEqual([{ orders: [] }, { orders: [] }]);
    expect(await exchange['privateEarnGetUniLends']?.()).toMatchObject([{ currency: 'USDT', amount: '20' }]);
    expect(await exchange['privateUnifiedGetLoans']?.()).toEqual([]);
  });

  it('places, cancels and withdraws', async () => {
    const on = await stage();
    const bot = await client(on, 'bot');
    const order = await bot['createOrder']?.('ETH/USDT', 'limit', 'sell', 1, 1500);
    await bot['cancelOrder']?.(order.id, 'ETH/USDT');
    expect(on.venue.books.orders().at(-1)).toMatchObject({ status: 'cancelled' });
    await bot['cancelAllOrders']?.('BTC/USDT');
    await bot['cancelAllOrders']?.('BTC/USDT', { trigger: true });
    expect(on.venue.books.openOrders().map(({ symbol }) => symbol)).not.toContain('BTC_USDT');
    const payout = await client(on, 'payout');
    await payout['withdraw']?.('USDT', 100, treasury, undefined, { network: 'ETH' });
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ amount: '99', state: 'pending' });
    const pending = ((await payout['fetchWithdrawals']?.()) as Parsed[]).at(-1) as Parsed;
    expect(pending).toMatchObject({ status: 'pending', amount: 99 });
    await payout['privateWithdrawalsDeleteWithdrawalsWithdrawalId']?.({
      withdrawal_id: pending.id as string,
    });
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ state: 'cancelled' });
  });

  it('its refusals, by their labels', async () => {
    const on = await stage();
    const refusal = async (name: KeyName, call: string, params: object = {}, from?: string) => {
      const exchange = await client(on, name, from);
      return exchange[call]?.(params).then(
        () => 'in',
        (problem: Error) => `${problem.constructor.name} ${/"label":"(\w+)"/.exec(problem.message)?.[1]}`,
      );
    };
    expect(await refusal('bot', 'privateAccountGetDetail')).toBe('in');
    expect(await refusal('bound', 'privateAccountGetDetail', {}, '127.0.0.77')).toBe('in');
    expect(await refusal('bound', 'privateAccountGetDetail')).toBe('AuthenticationError IP_FORBIDDEN');
    expect(await refusal('reader', 'privateSpotDeleteOrders')).toBe('PermissionDenied READ_ONLY');
    expect(await refusal('spotOnly', 'privateAccountGetDetail')).toBe('PermissionDenied FORBIDDEN');
    on.venue.website.deleteKey(keys.bot.keyId);
    expect(await refusal('bot', 'privateAccountGetDetail')).toBe('AuthenticationError INVALID_KEY');
  });

  it('changes, locks and ends the keys of sub-accounts', async () => {
    const on = await stage();
    const manager = await client(on, 'manager');
    const user_id = subId;
    expect(await manager['privateSubAccountsGetSubAccountsUserIdKeys']?.({ user_id })).toHaveLength(2);
    await manager['privateSubAccountsPutSubAccountsUserIdKeysKey']?.({
      user_id,
      key: keys.sub.keyId,
      perms: [{ name: 'spot', read_only: true }],
      ip_whitelist: ['127.0.0.1'],
    });
    await manager['privateSubAccountsDeleteSubAccountsUserIdKeysKey']?.({ user_id, key: keys.subBot.keyId });
    await manager['privateSubAccountsPostSubAccountsUserIdLock']?.({ user_id });
    expect(on.venue.books.subAccounts()[0]).toMatchObject({ frozen: true });
    expect(on.venue.website.keys().filter(({ subAccount }) => subAccount === subId)).toMatchObject([
      { label: 'sub', scopes: ['read'], ipAllowlist: ['127.0.0.1'] },
    ]);
    const made = await manager['privateSubAccountsPostSubAccountsUserIdKeys']?.({
      user_id,
      mode: 1,
      name: 'new',
      perms: [{ name: 'spot', read_only: false }],
    });
    expect(made).toMatchObject({ name: 'new', secret: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  });
});
