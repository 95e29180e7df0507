import { createPrivateKey } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { coinbase } from '../../../src/simulators/coinbase/simulate-coinbase.ts';
import type { SimulatorOptions } from '../../../src/simulators/contract.ts';
import type { OpeningBooks, SimulatedKey, Simulator, SimulatorScope } from '../../../src/simulators/index.ts';
import { manualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { callCoinbase } from './client.ts';
import type { CoinbaseCall, CoinbaseReply, Parsed } from './client.ts';

export const t0 = '2026-03-14T03:00:00.000Z';
export const t0Ms = Date.parse(t0);

const key = (
  name: string,
  scopes: readonly SimulatorScope[],
  rest: Partial<SimulatedKey> = {},
): SimulatedKey => ({
  ...coinbase.deriveKey('test', name),
  label: name,
  scopes,
  ipAllowlist: [],
  createdAt: '2026-02-01T00:00:00Z',
  ...rest,
});

/** An Ed25519 secret as the portal hands it out: base64 of seed and public key. Generated, nobody's. */
function ed25519Secret(): string {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const seed = Buffer.from('CANARY-seed-of-thirty-two-bytes!');
  const jwk = createPrivateKey({ key: Buffer.concat([head, seed]), format: 'der', type: 'pkcs8' }).export({
    format: 'jwk',
  });
  return Buffer.concat([seed, Buffer.from(jwk.x ?? '', 'base64url')]).toString('base64');
}

/** The keys of the tests: generated, nobody's. */
export const keys = {
  bot: key('bot', ['read', 'spot-trade']),
  reader: key('reader', ['read']),
  bound: key('bound', ['read', 'spot-trade'], { ipAllowlist: ['127.0.0.77'] }),
  payout: key('payout', ['read', 'withdraw'], { ipAllowlist: ['127.0.0.1'] }),
  blind: key('blind', ['spot-trade']),
  desk: key('desk', ['read', 'spot-trade', 'withdraw'], { subAccount: '7000001' }),
  modern: key('modern', ['read'], {
    keyId: 'f3bc1a4e-5b53-4f3a-9f0e-1b1f6d2c7e11',
    secret: ed25519Secret(),
  }),
};

export type KeyName = keyof typeof keys;

const market = (symbol: string, base: string, quote: string, price: string, kind?: 'linear') => ({
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

export const treasury = '0x1111111111111111111111111111111111111111';
const usdt = { coin: 'USDT', network: 'ethereum', address: treasury };
const bank = { coin: 'EUR', network: 'SEPA', address: 'bank' };

export const opening: OpeningBooks = {
  uid: 1_448_939,
  keys: Object.values(keys),
  balances: [
    { asset: 'BTC', free: '12.4' },
    { asset: 'ETH', free: '85' },
    { asset: 'EUR', free: '500' },
    { asset: 'USDT', free: '240000' },
    { asset: 'ZRT', free: '0' },
  ],
  markets: [
    market('BTC-USDT', 'BTC', 'USDT', '19180'),
    market('ETH-USDT', 'ETH', 'USDT', '1290'),
    market('ADA-PERP-INTX', 'ADA', 'USDC', '0.5657', 'linear'),
    market('BIT-27MAR26-CDE', 'BTC', 'USD', '19200', 'linear'),
  ],
  openOrders: [
    order('mm-1', 'BTC-USDT', '18000', '1', '2026-03-14T02:00:00Z'),
    order('mm-2', 'BTC-USDT', '17500', '2', '2026-03-14T02:10:00Z'),
    {
      ...order('stop-1', 'BTC-USDT', '17000', '0.5', '2026-03-14T02:20:00Z'),
      side: 'sell',
      trigger: '17100',
    },
    order('fut-1', 'BIT-27MAR26-CDE', '18100', '3', '2026-03-14T02:30:00Z'),
  ],
  pastOrders: [
    {
      ...order('gone-1', 'ETH-USDT', '1200', '0.2', '2026-03-13T05:00:00Z'),
      cancelledAt: '2026-03-13T06:00:00Z',
    },
  ],
  trades: [
    order('h0', 'BTC-USDT', '19000', '0.1', '2026-03-01T10:00:00Z'),
    order('h1', 'BTC-USDT', '19000', '0.11', '2026-03-10T10:00:00.123Z'),
    order('h2', 'BTC-USDT', '19000', '0.12', '2026-03-13T10:00:00.456Z'),
    { ...order('h3', 'BTC-USDT', '19100', '0.13', '2026-03-13T10:00:00.456Z'), side: 'sell' },
    order('h4', 'ETH-USDT', '1300', '0.2', '2026-03-14T01:00:00Z'),
    order('p0', 'ADA-PERP-INTX', '0.6', '20', '2026-03-13T12:00:00Z'),
  ],
  positions: [
    {
      symbol: 'ADA-PERP-INTX',
      side: 'long',
      amount: '20',
      entryPrice: '0.6091',
      leverage: '1',
      at: '2026-03-13T12:00:00Z',
    },
    {
      symbol: 'BIT-27MAR26-CDE',
      side: 'short',
      amount: '4',
      entryPrice: '19300',
      leverage: '5',
      at: '2026-03-13T11:00:00Z',
    },
  ],
  addresses: [{ ...usdt, label: 'treasury', whitelisted: true }],
  withdrawals: [
    { ...usdt, amount: '900', fee: '1', txId: '0xaa', at: '2026-03-01T08:00:00Z' },
    { ...bank, amount: '70', fee: '0.15', txId: 'sepa-1', at: '2026-03-02T08:00:00Z' },
  ],
  deposits: [
    { ...usdt, amount: '5000', txId: '0xcc', at: '2026-03-05T08:00:00.400Z' },
    { ...bank, amount: '600', txId: 'sepa-2', at: '2026-03-06T08:00:00Z' },
  ],
  transfers: [{ asset: 'USDT', amount: '31', from: 'spot', to: 'sub:7000001', at: '2026-03-11T08:00:00Z' }],
  wallets: {
    futures: [
      { asset: 'USDC', free: '19.3489' },
      { asset: 'USD', free: '1000' },
    ],
  },
  subAccounts: [
    { id: '7000001', label: 'deskb', createdAt: '2026-01-10T10:00:00Z' },
    { id: '7000002', label: 'deskc', createdAt: '2026-01-11T10:00:00Z' },
  ],
  feeRate: '0.001',
};

export type Ask = Partial<Omit<CoinbaseCall, 'key'>> & { readonly key?: KeyName | SimulatedKey | 'none' };

export interface Stage {
  readonly clock: ManualClock;
  readonly venue: Simulator;
  /** A signed GET with the bot's key from 127.0.0.1, unless said otherwise; "accounts" is of v3, "/v2/user" whole. */
  get(path: string, query?: string, ask?: Ask): Promise<CoinbaseReply>;
  post(path: string, json: object | string, ask?: Ask): Promise<CoinbaseReply>;
}

export async function stage(options: Partial<SimulatorOptions> = {}): Promise<Stage> {
  const clock = manualClock(t0);
  const venue = await coinbase.simulate({ clock, opening, seed: 'test', ...options });
  onTestFinished(() => venue.close());
  const call = (path: string, { key: asked = 'bot', ...rest }: Ask): Promise<CoinbaseReply> =>
    callCoinbase({
      port: venue.port,
      path: path.startsWith('/') ? path : `/api/v3/brokerage/${path}`,
      atMs: clock.now().toMillis(),
      ...rest,
      key: asked === 'none' ? undefined : typeof asked === 'string' ? keys[asked] : asked,
    });
  return {
    clock,
    venue,
    get: (path, query = '', ask = {}) => call(path, { ...ask, query }),
    post: (path, json, ask = {}) => call(path, { ...ask, json }),
  };
}

/** The code of a refusal: v3's word, v2's id, or "http:401" where there is none; "in" when there is no refusal. */
export function codeOf({ status, body }: CoinbaseReply): string {
  if (status < 400) return 'in';
  return (body?.error ?? body?.errors?.[0]?.id ?? `http:${status}`) as string;
}

/** The v2 account of an asset. */
export async function accountOf(on: Stage, asset: string, ask: Ask = {}): Promise<Parsed> {
  const { body } = await on.get('/v2/accounts', 'limit=100', ask);
  return body.data.find((each: Parsed) => each.currency.code === asset);
}

/** Every page of a v3 list, by its cursor as it is printed. */
export async function pagesOf(on: Stage, path: string, name: string, query: string): Promise<Parsed[][]> {
  const pages: Parsed[][] = [];
  let cursor = '';
  do {
    const { body } = await on.get(path, `${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    pages.push(body[name]);
    cursor = body.cursor as string;
    if (body.has_next !== undefined) expect(body.has_next).toBe(cursor !== '');
    await on.clock.advance(100);
  } while (cursor !== '' && pages.length < 50);
  return pages;
}

/** A list of the v2 account of an asset. */
export async function listOf(on: Stage, asset: string, list: string, query = 'limit=100'): Promise<Parsed> {
  const { id } = await accountOf(on, asset);
  return (await on.get(`/v2/accounts/${id}/${list}`, query)).body;
}
