import { onTestFinished } from 'vitest';
import type { SimulatorOptions } from '../../../src/simulators/contract.ts';
import type { OpeningBooks, SimulatedKey, Simulator, SimulatorScope } from '../../../src/simulators/index.ts';
import { okx } from '../../../src/simulators/okx/simulate-okx.ts';
import { manualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { callOkx } from './client.ts';
import type { OkxCall, OkxReply, Parsed } from './client.ts';

export const t0 = '2026-03-14T03:00:00.000Z';
export const t0Ms = Date.parse(t0);
export const dayMs = 86_400_000;
export const at = (text: string): number => Date.parse(text);

const key = (
  name: string,
  scopes: readonly SimulatorScope[],
  rest: Partial<SimulatedKey> = {},
): SimulatedKey => ({
  ...okx.deriveKey('test', name),
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
  bound: key('bound', ['read', 'spot-trade'], { ipAllowlist: ['127.0.0.77', '192.0.2.7'] }),
  master: key('master', ['read', 'spot-trade', 'transfer'], { ipAllowlist: ['127.0.0.1'] }),
  payout: key('payout', ['read', 'withdraw'], { ipAllowlist: ['127.0.0.1'] }),
  mighty: key('mighty', ['read', 'spot-trade', 'margin', 'futures', 'options', 'transfer', 'withdraw'], {
    ipAllowlist: ['127.0.0.1'],
  }),
  sub: key('sub', ['read', 'spot-trade'], { subAccount: '7000001', ipAllowlist: ['127.0.0.1'] }),
  subReader: key('subReader', ['read'], { subAccount: '7000001' }),
};

export type KeyName = keyof typeof keys;

const market = (
  symbol: string,
  base: string,
  quote: string,
  price: string,
  kind?: 'linear' | 'inverse' | 'option',
) => ({ symbol, base, quote, price, depth: '4000000', ...(kind === undefined ? {} : { kind }) });

const order = (clientOrderId: string, symbol: string, price: string, amount: string, when: string) => ({
  clientOrderId,
  symbol,
  side: 'buy' as const,
  price,
  amount,
  at: when,
});

const trade = (clientOrderId: string, symbol: string, when: string, amount = '0.1') =>
  order(clientOrderId, symbol, '19000', amount, when);

export const treasury = '0x1111111111111111111111111111111111111111';
const address = { coin: 'USDT', network: 'ERC20', address: treasury };

export const opening: OpeningBooks = {
  uid: 44_705_892,
  keys: Object.values(keys),
  balances: [
    { asset: 'BTC', free: '12.4' },
    { asset: 'ETH', free: '85' },
    { asset: 'USDT', free: '240000' },
  ],
  markets: [
    market('BTC-USDT', 'BTC', 'USDT', '19180'),
    market('ETH-USDT', 'ETH', 'USDT', '1290'),
    market('BTC-USDT-PERP', 'BTC', 'USDT', '19200', 'linear'),
    market('BTC-USD-SWAP', 'BTC', 'USD', '19170', 'inverse'),
    market('BTC-USD-260327', 'BTC', 'USD', '19210', 'inverse'),
    market('BTC-USD-260327-70000-P', 'BTC', 'USD', '120', 'option'),
  ],
  openOrders: [
    order('mm1', 'BTC-USDT', '18000', '1', '2026-03-14T02:00:00Z'),
    order('mm2', 'BTC-USDT', '17500', '2', '2026-03-14T02:10:00Z'),
    { ...order('dip1', 'BTC-USDT', '17100', '0.5', '2026-03-14T02:20:00Z'), trigger: '17000' },
    {
      ...order('dip2', 'BTC-USDT', '17000', '0.4', '2026-03-14T02:21:00Z'),
      trigger: '17100',
    },
    {
      ...order('stop1', 'BTC-USDT', '16900', '0.6', '2026-03-14T02:22:00Z'),
      side: 'sell',
      trigger: '17000',
    },
    order('perp1', 'BTC-USDT-PERP', '18100', '0.3', '2026-03-14T02:30:00Z'),
  ],
  pastOrders: [
    {
      ...order('gone1', 'BTC-USDT', '17900', '0.2', '2026-03-14T00:30:00Z'),
      cancelledAt: '2026-03-14T01:30:00Z',
    },
    {
      ...order('gone2', 'BTC-USDT', '17800', '0.2', '2026-03-13T23:00:00Z'),
      cancelledAt: '2026-03-14T00:59:59.999Z',
    },
  ],
  trades: [
    trade('h0', 'BTC-USDT', '2025-12-14T04:00:00Z', '0.05'),
    trade('h1', 'BTC-USDT', '2026-03-01T10:00:00.123Z'),
    trade('h2', 'BTC-USDT', '2026-03-13T10:00:00Z', '0.11'),
    trade('h3', 'BTC-USDT', '2026-03-13T10:00:00Z', '0.12'),
    trade('h4', 'BTC-USDT', '2026-03-10T10:00:00Z', '0.13'),
    { ...trade('h5', 'ETH-USDT', '2026-03-14T01:00:00Z', '0.2'), side: 'sell' },
    trade('f1', 'BTC-USDT-PERP', '2026-03-13T11:00:00Z', '0.4'),
    trade('o1', 'BTC-USD-260327-70000-P', '2026-03-13T12:00:00Z', '1'),
  ],
  positions: [
    {
      symbol: 'BTC-USDT-PERP',
      side: 'short',
      amount: '0.4',
      entryPrice: '19300',
      leverage: '5',
      at: '2026-03-13T11:00:00Z',
    },
    {
      symbol: 'BTC-USD-SWAP',
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
      network: 'ERC20',
      address: '0x2222222222222222222222222222222222222222',
      label: 'old',
      whitelisted: false,
    },
    {
      coin: 'USDT',
      network: 'INTERNAL',
      address: 'partner@example.invalid',
      label: 'partner',
      whitelisted: true,
    },
  ],
  withdrawals: [
    { ...address, amount: '800', fee: '1', txId: '0xbb', at: '2025-11-20T08:00:00Z' },
    { ...address, amount: '900', fee: '1', txId: '0xaa', at: '2026-03-01T08:00:00Z' },
    {
      coin: 'USDT',
      network: 'INTERNAL',
      address: 'partner@example.invalid',
      amount: '55',
      fee: '0',
      txId: 'in-1',
      at: '2026-03-02T08:00:00Z',
    },
  ],
  deposits: [
    { ...address, amount: '5000', txId: '0xcc', at: '2026-03-05T08:00:00.400Z' },
    { ...address, amount: '66', txId: '0xdd', at: '2025-12-06T08:00:00Z' },
  ],
  transfers: [
    { asset: 'USDT', amount: '25', from: 'spot', to: 'funding', at: '2026-03-09T08:00:00.700Z' },
    { asset: 'USDT', amount: '5', from: 'funding', to: 'spot', at: '2026-03-10T08:00:00Z' },
    { asset: 'USDT', amount: '31', from: 'spot', to: 'sub:7000001', at: '2026-03-11T08:00:00Z' },
    { asset: 'USDT', amount: '7', from: 'sub:7000002', to: 'funding', at: '2026-03-12T08:00:00Z' },
  ],
  funding: [{ asset: 'USDT', free: '27' }],
  subAccounts: [
    { id: '7000001', label: 'deskb01', createdAt: '2026-01-10T10:00:00Z' },
    { id: '7000002', label: 'deskc02', createdAt: '2026-01-11T10:00:00Z' },
  ],
  feeRate: '0.001',
};

type Ask = Partial<Omit<OkxCall, 'key'>> & { readonly key?: KeyName | SimulatedKey };

export interface Stage {
  readonly clock: ManualClock;
  readonly venue: Simulator;
  /** A signed GET with the bot's key from 127.0.0.1, unless said otherwise. `query` goes out as it is. */
  get(path: string, query?: string, ask?: Ask): Promise<OkxReply>;
  post(path: string, json: object | string, ask?: Ask): Promise<OkxReply>;
}

export async function stage(options: Partial<SimulatorOptions> = {}): Promise<Stage> {
  const clock = manualClock(t0);
  const venue = await okx.simulate({ clock, opening, seed: 'test', ...options });
  onTestFinished(() => venue.close());
  const call = (path: string, rest: Ask): Promise<OkxReply> => {
    const { key: asked = 'bot', ...more } = rest;
    const named = typeof asked === 'string' ? keys[asked] : asked;
    return callOkx({
      port: venue.port,
      path: `/api/v5/${path}`,
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

/** [status, code]; a bare status alone. */
export const saidOf = (reply: OkxReply): readonly [number, string] => [
  reply.status,
  reply.body?.code ?? 'bare',
];

/** The rows of a list, of the first page. */
export async function rowsOf(on: Stage, path: string, query = '', ask: Ask = {}): Promise<Parsed[]> {
  const { body } = await on.get(path, query, ask);
  if (body.code !== '0') throw new Error(`${body.code} ${body.msg}`);
  return body.data as Parsed[];
}

/** Every page of a list, from new to old by `after`. */
export async function pagesOf(
  on: Stage,
  path: string,
  query: string,
  cursor: string,
  ask: Ask = {},
): Promise<{ readonly rows: Parsed[]; readonly pages: number }> {
  const rows: Parsed[] = [];
  let after = '';
  for (let pages = 1; pages < 50; pages += 1) {
    await on.clock.advance(2_000);
    const page = await rowsOf(on, path, `${query}${after === '' ? '' : `&after=${after}`}`, ask);
    if (page.length === 0) return { rows, pages };
    rows.push(...page);
    after = page.at(-1)[cursor] as string;
  }
  throw new Error('the pages do not end');
}
