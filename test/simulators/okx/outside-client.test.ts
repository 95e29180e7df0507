import net from 'node:net';
import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { keys, stage, treasury } from './support.ts';
import type { KeyName, Stage } from './support.ts';

/**
 * ccxt as an outside witness: a client that others wrote and that thousands use against the real venue
 * must understand this one. Every connection lands on the simulator, whatever the URL says.
 */
interface Ccxt {
  [member: string]: unknown;
  options: Record<string, unknown>;
}

type Calls = Record<string, (...given: unknown[]) => Promise<Parsed>>;

async function client(on: Stage, name: KeyName, from = '127.0.0.1'): Promise<Ccxt & Calls> {
  const { keyId: apiKey, secret, passphrase: password = '' } = keys[name];
  const made = new ccxt.okx({
    apiKey,
    secret,
    password,
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

const names = (rows: Parsed): string[] =>
  rows.map(({ clientOrderId }: { clientOrderId: string }) => clientOrderId);

describe('ccxt understands the simulated venue', () => {
  it('its markets, coins and prices', async () => {
    const on = await stage();
    const exchange = await client(on, 'bot');
    const markets = (await exchange['loadMarkets']?.()) as Parsed;
    expect(Object.keys(markets as object).sort()).toEqual([
      'BTC/USD:BTC',
      'BTC/USD:BTC-260327',
      'BTC/USD:BTC-260327-70000-P',
      'BTC/USDT',
      'BTC/USDT:USDT',
      'ETH/USDT',
    ]);
    expect(markets['BTC/USD:BTC']).toMatchObject({ inverse: true, settle: 'BTC', contractSize: 1 });
    expect(markets['BTC/USD:BTC-260327-70000-P']).toMatchObject({ strike: 70_000, optionType: 'put' });
    expect((exchange['currencies'] as unknown as Parsed)['USDT'].networks['ERC20']).toMatchObject({ fee: 1 });
    expect(await exchange['fetchTicker']?.('BTC/USDT:USDT')).toMatchObject({ last: 19_200 });
    expect(await exchange['fetchTime']?.()).toBe(on.clock.now().toMillis());
    expect(await exchange['fetchStatus']?.()).toMatchObject({ status: 'ok' });
  });

  it('its balances, orders, trades and positions', async () => {
    const on = await stage();
    const exchange = await client(on, 'bot');
    expect(await exchange['fetchBalance']?.()).toMatchObject({ USDT: { total: 240_000, used: 53_000 } });
    expect(await exchange['fetchBalance']?.({ type: 'funding' })).toMatchObject({ USDT: { total: 27 } });
    const open = await exchange['fetchOpenOrders']?.();
    expect(names(open)).toEqual(['mm1', 'mm2', 'perp1']);
    expect(open[0]).toMatchObject({
      side: 'buy',
      price: 18_000,
      amount: 1,
      status: 'open',
      symbol: 'BTC/USDT',
    });
    const stops = await exchange['fetchOpenOrders']?.(undefined, undefined, 100, {
      trigger: true,
      ordType: 'trigger',
    });
    expect(stops).toMatchObject([{ triggerPrice: 17_000 }, { triggerPrice: 17_100 }]);
    const [stop] = (await exchange['fetchOpenOrders']?.(undefined, undefined, 100, {
      ordType: 'conditional',
    })) as Parsed;
    expect(stop).toMatchObject({ stopLossPrice: 17_000, side: 'sell' });
    expect(await exchange['fetchMyTrades']?.('BTC/USDT')).toHaveLength(5);
    const [, h2] = (await exchange['fetchMyTrades']?.('BTC/USDT', undefined, 3)) as Parsed;
    expect(h2).toMatchObject({ price: 19_000, fee: { currency: 'USDT' }, takerOrMaker: 'taker' });
    expect(await exchange['fetchPositions']?.(['BTC/USDT:USDT'])).toMatchObject([
      { side: 'short', contracts: 0.4, entryPrice: 19_300, leverage: 5 },
    ]);
    expect(names(await exchange['fetchCanceledOrders']?.('BTC/USDT'))).toEqual(['gone1']);
    expect(names(await exchange['fetchClosedOrders']?.('BTC/USDT'))).toEqual(['h4', 'h3', 'h2']);
  });

  it('its movements of money', async () => {
    const on = await stage();
    const exchange = await client(on, 'payout');
    expect(await exchange['fetchWithdrawals']?.()).toMatchObject([
      { amount: 800, status: 'ok', currency: 'USDT', network: 'ERC20' },
      { amount: 900, txid: '0xaa' },
      { amount: 55, network: 'INTERNAL' },
    ]);
    expect(await exchange['fetchDeposits']?.()).toMatchObject([
      { amount: 66 },
      { amount: 5000, status: 'ok' },
    ]);
    expect(await exchange['fetchTransfers']?.('USDT')).toMatchObject([
      { amount: 25 },
      { amount: 5 },
      { amount: 31 },
    ]);
    expect(await exchange['fetchLedger']?.('USDT')).not.toEqual([]);
    expect(await exchange['fetchAccounts']?.()).toMatchObject([{ id: '44705892' }]);
  });

  it('places, cancels and withdraws', async () => {
    const on = await stage();
    const bot = await client(on, 'bot');
    const order = await bot['createOrder']?.('ETH/USDT', 'limit', 'sell', 1, 1500);
    await bot['cancelOrder']?.(order.id, 'ETH/USDT');
    expect(on.venue.books.orders().at(-1)).toMatchObject({ status: 'cancelled' });
    const [mm1, mm2] = (await bot['fetchOpenOrders']?.('BTC/USDT')) as Parsed;
    await bot['cancelOrders']?.([mm1.id, mm2.id], 'BTC/USDT');
    const [stop] = (await bot['fetchOpenOrders']?.(undefined, undefined, 100, {
      ordType: 'conditional',
    })) as Parsed;
    await bot['cancelOrder']?.(stop.id, 'BTC/USDT', { stop: true });
    expect(on.venue.books.openOrders().map(({ clientOrderId }) => clientOrderId)).toEqual([
      'dip1',
      'dip2',
      'perp1',
    ]);
    const payout = await client(on, 'payout');
    const given = { network: 'ERC20', fee: '1' };
    expect(await payout['withdraw']?.('USDT', 100, treasury, undefined, given)).toMatchObject({
      id: '15447424',
    });
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ amount: '100', state: 'pending' });
    const master = await client(on, 'master');
    await master['privatePostAssetCancelWithdrawal']?.({ wdId: '15447424' });
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ state: 'cancelled' });
  });

  it('its refusals, by their codes', async () => {
    const on = await stage();
    const refusal = async (name: KeyName, call: string, params: object = {}, from?: string) => {
      await on.clock.advance(2_000);
      const exchange = await client(on, name, from);
      return exchange[call]?.(params).then(
        () => 'in',
        (problem: Error) => /"code":"(\d+)"/.exec(problem.message)?.[1],
      );
    };
    expect(await refusal('bot', 'privateGetAccountConfig')).toBe('in');
    expect(await refusal('bound', 'privateGetAccountConfig', {}, '127.0.0.77')).toBe('in');
    expect(await refusal('bound', 'privateGetAccountConfig', {}, '127.0.0.78')).toBe('50110');
    expect(await refusal('reader', 'privatePostTradeCancelOrder', { instId: 'x' })).toBe('50120');
    expect(await refusal('bot', 'privatePostUsersSubaccountDeleteApikey', { subAcct: 'x' })).toBe('50035');
    on.venue.website.deleteKey(keys.bot.keyId);
    expect(await refusal('bot', 'privateGetAccountConfig')).toBe('50119');
  });

  it('lists, changes and ends the keys of sub-accounts', async () => {
    const on = await stage();
    const master = await client(on, 'master');
    const accounts = await master['privateGetUsersSubaccountList']?.();
    expect(accounts.data.map(({ subAcct }: { subAcct: string }) => subAcct)).toEqual(['deskc02', 'deskb01']);
    const listed = await master['privateGetUsersSubaccountApikey']?.({ subAcct: 'deskb01' });
    expect(listed.data).toHaveLength(2);
    const sub = { subAcct: 'deskb01' };
    await master['privatePostUsersSubaccountModifyApikey']?.({
      ...sub,
      apiKey: keys.sub.keyId,
      perm: 'read_only',
    });
    await master['privatePostUsersSubaccountDeleteApikey']?.({ ...sub, apiKey: keys.subReader.keyId });
    await master['privatePostUsersSubaccountSetTransferOut']?.({ ...sub, canTransOut: false });
    expect(on.venue.books.subAccounts()[0]).toMatchObject({ mayTransferOut: false });
    expect(on.venue.website.keys().filter(({ subAccount }) => subAccount === '7000001')).toMatchObject([
      { label: 'sub', scopes: ['read'] },
    ]);
  });
});
