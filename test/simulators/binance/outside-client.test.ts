import net from 'node:net';
import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import { keys, spotOnly, stage, subEmail, t0Ms } from './support.ts';
import type { KeyName, Row, Stage } from './support.ts';

/**
 * ccxt as an outside witness: a client that others wrote must understand every account here. Each
 * connection lands on the simulator, whatever host the URL names: the path alone tells them apart.
 */
interface Ccxt {
  [member: string]: unknown;
  options: Record<string, unknown>;
}

type Calls = Record<string, (...given: unknown[]) => Promise<unknown>>;

async function client(on: Stage, by: KeyName): Promise<Ccxt & Calls> {
  const { keyId: apiKey, secret } = keys[by];
  const made = new ccxt.binance({
    apiKey,
    secret,
    enableRateLimit: false,
    options: { fetchCurrencies: false, fetchMarkets: { types: ['spot', 'linear', 'inverse'] } },
  }) as unknown as Ccxt & Calls;
  made.options['warnOnFetchOpenOrdersWithoutSymbol'] = false;
  made['milliseconds'] = (() => on.clock.now().toMillis()) as never;
  const usual = made['getDispatcherOptions'] as unknown as ((given: unknown) => object) | undefined;
  expect(usual).toBeTypeOf('function');
  made['getDispatcherOptions'] = ((given: unknown) => ({
    ...usual?.call(made, given),
    connect: (_: unknown, done: (problem: Error | null, socket?: net.Socket) => void) => {
      const socket = net.connect({ host: '127.0.0.1', port: on.venue.port }, () => done(null, socket));
      socket.once('error', done);
    },
  })) as never;
  await made['loadFetchImplementation']?.();
  return made;
}

const ask = async (exchange: Ccxt & Calls, method: string, ...given: unknown[]): Promise<Row[]> =>
  (await exchange[method]?.(...given)) as Row[];

describe('ccxt understands the further accounts', () => {
  it('its markets, margin pairs among them', async () => {
    const on = await stage();
    const exchange = await client(on, 'reader');
    const markets = (await exchange['loadMarkets']?.()) as unknown as Record<string, Row>;
    expect(Object.keys(markets).toSorted()).toEqual([
      'BTC/USD:BTC',
      'BTC/USDT',
      'BTC/USDT:USDT',
      'ETH/USD:ETH-260327',
      'ETH/USDC:USDC',
      'ETH/USDT',
    ]);
    expect(markets['BTC/USD:BTC']).toMatchObject({ contractSize: 100, inverse: true, id: 'BTCUSD_PERP' });
    expect(markets['BTC/USDT']).toMatchObject({ margin: true });
  });

  it('its balances on margin and on both futures', async () => {
    const on = await stage();
    const exchange = await client(on, 'reader');
    const balance = async (type: string) => (await ask(exchange, 'fetchBalance', { type })) as unknown as Row;
    expect(await balance('margin')).toMatchObject({ total: { BTC: 0.5, USDT: 4000 } });
    expect(await balance('future')).toMatchObject({ total: { USDT: 9200 } });
    expect(await balance('delivery')).toMatchObject({ total: { BTC: 1.2 } });
    expect(await balance('funding')).toMatchObject({ total: { USDT: 25 } });
  });

  it('its positions, orders, conditional orders and trades on futures', async () => {
    const on = await stage();
    const exchange = await client(on, 'reader');
    const linear = 'BTC/USDT:USDT';
    expect(await ask(exchange, 'fetchPositions', [linear])).toMatchObject([
      { symbol: linear, side: 'short', contracts: 0.4, entryPrice: 21_000, unrealizedPnl: 200 },
    ]);
    expect(await ask(exchange, 'fetchPositions', ['BTC/USD:BTC'], { subType: 'inverse' })).toMatchObject([
      { side: 'long', contracts: 300, entryPrice: 25_000 },
    ]);
    const open = await ask(exchange, 'fetchOpenOrders', linear);
    expect(open.map((order) => order['clientOrderId'])).toEqual(['um-1', 'um-2']);
    const waiting = await ask(exchange, 'fetchOpenOrders', linear, undefined, undefined, { trigger: true });
    expect(waiting).toMatchObject([{ clientOrderId: 'um-stop', triggerPrice: 17_100 }]);
    const trades = await ask(exchange, 'fetchMyTrades', linear, t0Ms - 86_400_000);
    expect(trades).toMatchObject([{ amount: 0.4, price: 19_100, fee: { cost: 7.64, currency: 'USDT' } }]);
    const ledger = await ask(exchange, 'fetchLedger', undefined, undefined, undefined, { type: 'swap' });
    expect(ledger.map((entry) => entry['amount'])).toEqual([12, 17, 7.64]);
  });

  it('its orders on margin, and cancelling them', async () => {
    const on = await stage();
    const exchange = await client(on, 'bot');
    const margin = { marginMode: 'cross' };
    const open = await ask(exchange, 'fetchOpenOrders', 'BTC/USDT', undefined, undefined, margin);
    expect(open).toMatchObject([{ clientOrderId: 'margin-1', price: 18_400 }]);
    await exchange['cancelAllOrders']?.('BTC/USDT', margin);
    expect(await ask(exchange, 'fetchOpenOrders', 'BTC/USDT', undefined, undefined, margin)).toEqual([]);
  });

  it('its transfers', async () => {
    const on = await stage();
    const exchange = await client(on, 'reader');
    const moved = await ask(exchange, 'fetchTransfers', 'USDT', undefined, undefined, {
      fromAccount: 'spot',
      toAccount: 'funding',
    });
    expect(moved).toMatchObject([{ amount: 11, status: 'ok' }]);
  });

  // ccxt does not encode what it sends to paths of sub-accounts: the address goes out, and is signed, raw.
  it('its sub-accounts, when the mail address was encoded before', async () => {
    const on = await stage();
    const exchange = await client(on, 'reader');
    const found = await exchange['sapiGetSubAccountList']?.({ limit: 200 });
    expect(found).toMatchObject({ subAccounts: [{ email: subEmail }, {}] });
    const path = 'sub-account/subAccountApi';
    const listed = await exchange['request']?.(path, 'sapi', 'GET', { email: encodeURIComponent(subEmail) });
    expect(listed).toMatchObject({ total: 2 });
    const raw = exchange['request']?.(path, 'sapi', 'GET', { email: subEmail });
    await expect(raw).rejects.toThrow(/-1022/);
  });

  it('the refusals of accounts that were never opened', async () => {
    const on = await stage({ opening: spotOnly });
    const exchange = await client(on, 'reader');
    await expect(exchange['sapiGetMarginAccount']?.()).rejects.toThrow(/-3003/);
    await expect(exchange['fapiPrivateV3GetAccount']?.()).rejects.toThrow(/-2015/);
    await expect(exchange['dapiPrivateGetAccount']?.()).rejects.toThrow(/-2015/);
  });
});
