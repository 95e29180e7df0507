import { onTestFinished } from 'vitest';
import { bybit } from '../../../src/simulators/bybit/simulate-bybit.ts';
import type { SimulatorOptions } from '../../../src/simulators/contract.ts';
import type { OpeningBooks, SimulatedKey, Simulator, SimulatorScope } from '../../../src/simulators/index.ts';
import { manualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { callBybit } from './client.ts';
import type { BybitCall, BybitReply, Parsed } from './client.ts';

export const t0 = '2026-03-14T03:00:00.000Z';
export const t0Ms = Date.parse(t0);
export const dayMs = 86_400_000;

const key = (
  name: string,
  scopes: readonly SimulatorScope[],
  rest: Partial<SimulatedKey> = {},
): SimulatedKey => ({
  ...bybit.deriveKey('test', name),
  label: name,
  scopes,
  ipAllowlist: [],
  createdAt: '2026-02-01T00:00:00Z',
  ...rest,
});

/** The keys of the tests: generated, nobody's. */
export const keys = {
  bot: key('bot', ['read', 'spot-trade']),
  reader: key('reader', ['read']),
  futures: key('futures', ['read', 'futures']),
  options: key('options', ['read', 'options']),
  bound: key('bound', ['read', 'spot-trade'], { ipAllowlist: ['127.0.0.77'] }),
  mover: key('mover', ['read', 'transfer'], { ipAllowlist: ['127.0.0.1'] }),
  payout: key('payout', ['read', 'withdraw'], { ipAllowlist: ['127.0.0.1'] }),
  looker: key('looker', ['read'], {
    venuePermissions: ['readOnly:1', 'Wallet/Withdraw', 'Wallet/AccountTransfer'],
  }),
  sub: key('sub', ['read', 'spot-trade', 'transfer'], { subAccount: '7000001', ipAllowlist: ['127.0.0.1'] }),
  subBot: key('subBot', ['read', 'spot-trade'], { subAccount: '7000001' }),
};

export type KeyName = keyof typeof keys;

const market = (
  symbol: string,
  base: string,
  quote: string,
  price: string,
  kind?: 'linear' | 'inverse' | 'option',
) => ({
  symbol,
  base,
  quote,
  price,
  depth: '4000000',
  ...(kind === undefined ? {} : { kind }),
});

const order = (clientOrderId: string, symbol: string, price: string, amount: string, at: string) => ({
  clientOrderId,
  symbol,
  side: 'buy' as const,
  price,
  amount,
  at,
});

const trade = (clientOrderId: string, symbol: string, at: string, amount = '0.1') =>
  order(clientOrderId, symbol, '19000', amount, at);

export const treasury = '0x1111111111111111111111111111111111111111';
const address = { coin: 'USDT', network: 'ETH', address: treasury };

export const opening: OpeningBooks = {
  uid: 1_448_939,
  keys: Object.values(keys),
  balances: [
    { asset: 'BTC', free: '12.4' },
    { asset: 'ETH', free: '85' },
    { asset: 'USDT', free: '240000' },
  ],
  markets: [
    market('BTCUSDT', 'BTC', 'USDT', '19180'),
    market('ETHUSDT', 'ETH', 'USDT', '1290'),
    market('BTCUSDT.linear', 'BTC', 'USDT', '19200', 'linear'),
    market('BTCPERP', 'BTC', 'USDC', '19190', 'linear'),
    market('BTCUSD', 'BTC', 'USD', '19170', 'inverse'),
    market('BTC-27MAR26-70000-P-USDT', 'BTC', 'USDT', '120', 'option'),
    market('ETH-27MAR26-2800-C', 'ETH', 'USDC', '15', 'option'),
  ],
  openOrders: [
    order('mm-1', 'BTCUSDT', '18000', '1', '2026-03-14T02:00:00Z'),
    order('mm-2', 'BTCUSDT', '17500', '2', '2026-03-14T02:10:00Z'),
    { ...order('stop-1', 'BTCUSDT', '17000', '0.5', '2026-03-14T02:20:00Z'), trigger: '17100' },
    order('perp-1', 'BTCUSDT.linear', '18100', '0.3', '2026-03-14T02:30:00Z'),
    order('usdc-1', 'BTCPERP', '18200', '0.4', '2026-03-14T02:31:00Z'),
  ],
  pastOrders: [
    {
      ...order('gone-1', 'BTCUSDT', '17900', '0.2', '2026-03-13T05:00:00Z'),
      cancelledAt: '2026-03-13T06:00:00Z',
    },
    {
      ...order('gone-2', 'BTCUSDT', '17800', '0.2', '2026-03-12T05:00:00Z'),
      cancelledAt: '2026-03-12T06:00:00Z',
    },
  ],
  trades: [
    trade('h0', 'BTCUSDT', '2026-03-01T10:00:00Z'),
    trade('h1', 'BTCUSDT', '2026-03-10T10:00:00.123Z'),
    trade('h2', 'BTCUSDT', '2026-03-13T10:00:00Z', '0.11'),
    trade('h3', 'BTCUSDT', '2026-03-13T10:00:00Z', '0.12'),
    trade('h4', 'BTCUSDT', '2026-03-13T10:00:00Z', '0.13'),
    trade('h5', 'ETHUSDT', '2026-03-14T01:00:00Z', '0.2'),
    trade('f1', 'BTCUSDT.linear', '2026-03-13T11:00:00Z', '0.4'),
    trade('o1', 'BTC-27MAR26-70000-P-USDT', '2026-03-13T12:00:00Z', '1'),
    trade('o2', 'ETH-27MAR26-2800-C', '2026-03-13T12:30:00Z', '2'),
  ],
  positions: [
    {
      symbol: 'BTCUSDT.linear',
      side: 'short',
      amount: '0.4',
      entryPrice: '19300',
      leverage: '5',
      at: '2026-03-13T11:00:00Z',
    },
    {
      symbol: 'BTCPERP',
      side: 'long',
      amount: '0.5',
      entryPrice: '19100',
      leverage: '3',
      at: '2026-03-13T11:30:00Z',
    },
    {
      symbol: 'BTCUSD',
      side: 'long',
      amount: '300',
      entryPrice: '19000',
      leverage: '10',
      at: '2026-03-13T11:40:00Z',
    },
  ],
  addresses: [
    { ...address, label: 'treasury', whitelisted: true },
    {
      coin: 'USDT',
      network: 'ETH',
      address: '0x2222222222222222222222222222222222222222',
      label: 'old',
      whitelisted: false,
    },
    { coin: 'USDT', network: 'INTERNAL', address: '8554117', label: 'partner', whitelisted: true },
  ],
  withdrawals: [
    { ...address, amount: '900', fee: '1', txId: '0xaa', at: '2026-03-01T08:00:00Z' },
    { ...address, amount: '800', fee: '1', txId: '0xbb', at: '2025-11-20T08:00:00Z' },
    {
      coin: 'USDT',
      network: 'INTERNAL',
      address: '8554117',
      amount: '55',
      fee: '0',
      txId: 'in-1',
      at: '2026-03-02T08:00:00Z',
    },
  ],
  deposits: [
    { ...address, amount: '5000', txId: '0xcc', at: '2026-03-05T08:00:00.400Z' },
    {
      coin: 'USDT',
      network: 'INTERNAL',
      address: 'a@example.invalid',
      amount: '66',
      txId: 'in-2',
      at: '2026-03-06T08:00:00Z',
    },
  ],
  transfers: [
    { asset: 'USDT', amount: '25', from: 'spot', to: 'funding', at: '2026-03-09T08:00:00.700Z' },
    { asset: 'USDT', amount: '5', from: 'funding', to: 'spot', at: '2026-03-10T08:00:00Z' },
    { asset: 'USDT', amount: '31', from: 'spot', to: 'sub:7000001', at: '2026-03-11T08:00:00Z' },
  ],
  funding: [{ asset: 'USDT', free: '20' }],
  subAccounts: [
    { id: '7000001', label: 'deskb01', createdAt: '2026-01-10T10:00:00Z' },
    { id: '7000002', label: 'deskc02', createdAt: '2026-01-11T10:00:00Z' },
  ],
  feeRate: '0.001',
};

type Ask = Partial<Omit<BybitCall, 'key'>> & { readonly key?: KeyName | SimulatedKey };

export interface Stage {
  readonly clock: ManualClock;
  readonly venue: Simulator;
  /** A signed GET with the bot's key from 127.0.0.1, unless said otherwise. `query` goes out as it is. */
  get(path: string, query?: string, ask?: Ask): Promise<BybitReply>;
  post(path: string, json: object | string, ask?: Ask): Promise<BybitReply>;
}

export async function stage(options: Partial<SimulatorOptions> = {}): Promise<Stage> {
  const clock = manualClock(t0);
  const venue = await bybit.simulate({ clock, opening, seed: 'test', ...options });
  onTestFinished(() => venue.close());
  const call = (path: string, rest: Ask): Promise<BybitReply> => {
    const { key: asked = 'bot', ...more } = rest;
    const named = typeof asked === 'string' ? keys[asked] : asked;
    return callBybit({
      port: venue.port,
      path: `/v5/${path}`,
      at: clock.now().toMillis(),
      ...more,
      key: named,
    });
  };
  return {
    clock,
    venue,
    get: (path, query = '', ask = {}) => call(path, { ...ask, query }),
    post: (path, json, ask = {}) => call(path, { ...ask, json }),
  };
}

/** The code of the envelope, or "http:403" where there is none. */
export const codeOf = (reply: BybitReply): number | string =>
  reply.body === undefined ? `http:${reply.status}` : reply.body.retCode;

/** Every page of a list, by its cursor as it is printed. */
export async function pagesOf(
  on: Stage,
  path: string,
  query: string,
  ask: Ask = {},
): Promise<{ readonly rows: Parsed[]; readonly pages: number }> {
  const rows: Parsed[] = [];
  let cursor = '';
  for (let pages = 1; pages < 50; pages += 1) {
    const { body } = await on.get(path, `${query}${cursor === '' ? '' : `&cursor=${cursor}`}`, ask);
    if (body.retCode !== 0) throw new Error(body.retMsg);
    const list = (body.result.list ?? body.result.rows ?? body.result.result) as Parsed[];
    rows.push(...list);
    cursor = body.result.nextPageCursor as string;
    if (cursor === '') return { rows, pages };
  }
  throw new Error('the pages do not end');
}
