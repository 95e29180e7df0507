import net from 'node:net';
import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { keys, opening, stage, treasury } from './support.ts';
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
  const made = new ccxt.bybit({
    apiKey: keys[name].keyId,
    secret: keys[name].secret,
    enableRateLimit: false,
    options: { fetchMarkets: { types: ['spot', 'linear'] } },
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
    expect(markets.sort()).toEqual(['BTC/USDC:USDC', 'BTC/USDT', 'BTC/USDT:USDT', 'ETH/USDT']);
    expect(await exchange['fetchTicker']?.('BTC/USDT:USDT')).toMatchObject({ last: 19_200 });
    expect(await exchange['fetchTicker']?.('BTC/USDT')).toMatchObject({ last: 19_180 });
    expect(await exchange['fetchTime']?.()).toBe(on.clock.now().toMillis());
  });

  it('its balances, orders, trades and positions', async () => {
    const on = await stage();
    const exchange = await client(on, 'bot');
    expect(await exchange['fetchBalance']?.()).toMatchObject({ USDT: { total: 240_000, used: 53_000 } });
    expect(await exchange['fetchBalance']?.({ type: 'funding' })).toMatchObject({ USDT: { total: 20 } });
    const open = await exchange['fetchOpenOrders']?.('BTC/USDT');
    expect(open.map(({ clientOrderId }: { clientOrderId: string }) => clientOrderId)).toEqual([
      'mm-1',
      'mm-2',
      'stop-1',
    ]);
    expect(open[0]).toMatchObject({ side: 'buy', price: 18_000, amount: 1, status: 'open' });
    expect(await exchange['fetchOpenOrders']?.('BTC/USDT:USDT')).toMatchObject([{ clientOrderId: 'perp-1' }]);
    const trades = await exchange['fetchMyTrades']?.('BTC/USDT');
    expect(trades).toHaveLength(4);
    expect(trades[0]).toMatchObject({
      side: 'buy',
      price: 19_000,
      amount: 0.1,
      // The coin is ccxt's own guess, by the venue's rule for spot; the books take every fee in the quote.
      fee: { cost: 1.9 },
    });
    expect(await exchange['fetchPositions']?.(['BTC/USDT:USDT'])).toMatchObject([
      { side: 'short', contracts: 0.4, entryPrice: 19_300, leverage: 5 },
    ]);
    expect(await exchange['fetchCanceledAndClosedOrders']?.('BTC/USDT')).toHaveLength(5);
  });

  it('its movements of money', async () => {
    const on = await stage();
    const exchange = await client(on, 'payout');
    expect(await exchange['fetchWithdrawals']?.()).toMatchObject([
      { amount: 900, status: 'ok', currency: 'USDT' },
    ]);
    expect(await exchange['fetchDeposits']?.()).toMatchObject([{ amount: 5000, status: 'ok' }]);
    expect(await exchange['fetchTransfers']?.('USDT')).toMatchObject([{ amount: 25 }, { amount: 5 }]);
    expect(await exchange['fetchLedger']?.('USDT')).not.toEqual([]);
    const addresses = await exchange['privateGetV5AssetWithdrawQueryAddress']?.();
    expect(addresses.result.rows).toHaveLength(2);
    const path = ['v5/asset/fundinghistory', 'private', 'GET', { limit: 100 }] as const;
    expect(((await exchange['request']?.(...path)) as Parsed).result.list).toHaveLength(2);
  });

  it('pages with cursors that it sends as it got them', async () => {
    const on = await stage();
    const exchange = await client(on, 'bot');
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { category: 'spot', limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const { result } = (await exchange['privateGetV5ExecutionList']?.(query)) as Parsed;
      ids.push(...result.list.map(({ execId }: { execId: string }) => execId));
      cursor = result.nextPageCursor as string;
    } while (cursor !== '');
    expect([ids.length, new Set(ids).size]).toEqual([5, 5]);
    const payout = await client(on, 'payout');
    const first = await payout['privateGetV5AssetWithdrawQueryRecord']?.({ withdrawType: 2, limit: 1 });
    const next = await payout['privateGetV5AssetWithdrawQueryRecord']?.({
      withdrawType: 2,
      limit: 1,
      cursor: first.result.nextPageCursor,
    });
    expect([first.result.rows[0].amount, next.result.rows[0].amount]).toEqual(['55', '900']);
  });

  it('places, cancels and withdraws', async () => {
    const on = await stage();
    const bot = await client(on, 'bot');
    bot.options['createUnifiedMarginAccount'] = true;
    const order = await bot['createOrder']?.('ETH/USDT', 'limit', 'sell', 1, 1500);
    await bot['cancelOrder']?.(order.id, 'ETH/USDT');
    expect(on.venue.books.orders().at(-1)).toMatchObject({ status: 'cancelled' });
    await bot['cancelAllOrders']?.('BTC/USDT');
    expect(on.venue.books.openOrders().map(({ clientOrderId }) => clientOrderId)).toEqual([
      'stop-1',
      'perp-1',
      'usdc-1',
    ]);
    const payout = await client(on, 'payout');
    const wanted = ['USDT', 100, treasury, undefined, { network: 'ETH', accountType: 'UTA' }] as const;
    expect(await payout['withdraw']?.(...wanted)).toMatchObject({ id: '131603461' });
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ amount: '100', state: 'pending' });
  });

  it('its refusals, by their codes', async () => {
    const on = await stage();
    const refusal = async (name: KeyName, call: string, params: object = {}, from?: string) => {
      const exchange = await client(on, name, from);
      return exchange[call]?.(params).then(
        () => 'in',
        (problem: Error) => /"retCode":(-?\d+)/.exec(problem.message)?.[1],
      );
    };
    expect(await refusal('bot', 'privateGetV5UserQueryApi')).toBe('in');
    expect(await refusal('bound', 'privateGetV5UserQueryApi', {}, '127.0.0.77')).toBe('in');
    expect(await refusal('bound', 'privateGetV5UserQueryApi', {}, '127.0.0.78')).toBe('10010');
    expect(await refusal('reader', 'privatePostV5OrderCancelAll', { category: 'spot' })).toBe('10005');
    expect(await refusal('mover', 'privatePostV5UserDeleteApi')).toBe('in');
    expect(await refusal('mover', 'privateGetV5UserQueryApi')).toBe('10003');
  });

  it('changes and ends the keys of sub-accounts', async () => {
    const on = await stage();
    const mover = await client(on, 'mover');
    const subMemberId = opening.subAccounts?.[0]?.id;
    const listed = await mover['privateGetV5UserSubApikeys']?.({ subMemberId });
    expect(listed.result.result).toHaveLength(2);
    await mover['privatePostV5UserUpdateSubApi']?.({ apikey: keys.sub.keyId, readOnly: 1, ips: '127.0.0.1' });
    await mover['privatePostV5UserDeleteSubApi']?.({ apikey: keys.subBot.keyId });
    await mover['privatePostV5UserFrozenSubMember']?.({ subuid: Number(subMemberId), frozen: 1 });
    expect(on.venue.books.subAccounts()[0]).toMatchObject({ frozen: true });
    expect(on.venue.website.keys().filter(({ subAccount }) => subAccount === subMemberId)).toMatchObject([
      { label: 'sub', scopes: ['read'] },
    ]);
  });
});
