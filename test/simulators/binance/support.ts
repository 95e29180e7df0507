import { onTestFinished } from 'vitest';
import type { SimulatorOptions } from '../../../src/simulators/contract.ts';
import { deriveKeyParts, simulateBinance } from '../../../src/simulators/index.ts';
import type { OpeningBooks, SimulatedKey, Simulator, SimulatorScope } from '../../../src/simulators/index.ts';
import { callBinance } from '../../support/binance-client.ts';
import type { BinanceCall, BinanceReply } from '../../support/binance-client.ts';
import { manualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';

export const t0 = '2026-03-14T03:00:00.000Z';
export const t0Ms = Date.parse(t0);
export const dayMs = 86_400_000;
export const subEmail = 'desk+b@example.invalid';

const key = (
  name: string,
  scopes: readonly SimulatorScope[],
  rest: Partial<SimulatedKey> = {},
): SimulatedKey => ({
  ...deriveKeyParts('test', name),
  label: name,
  scopes,
  ipAllowlist: [],
  createdAt: '2026-02-01T00:00:00Z',
  ...rest,
});

/** The keys of the tests: generated, nobody's. */
export const keys = {
  reader: key('reader', ['read']),
  bot: key('bot', ['read', 'spot-trade']),
  futures: key('futures', ['read', 'futures']),
  bound: key('bound', ['read', 'spot-trade', 'futures'], { ipAllowlist: ['127.0.0.77'] }),
  sub: key('sub', ['read', 'spot-trade', 'transfer'], {
    subAccount: '7000001',
    ipAllowlist: ['127.0.0.5'],
    createdAt: '2026-02-02T00:00:00Z',
  }),
  subOpen: key('subOpen', ['read', 'futures', 'margin', 'options'], { subAccount: '7000001' }),
};

export type KeyName = keyof typeof keys;

const market = (
  symbol: string,
  [base, quote]: readonly [string, string],
  price: string,
  kind?: 'linear' | 'inverse' | 'option',
): OpeningBooks['markets'][number] => ({
  symbol,
  base,
  quote,
  price,
  depth: '4000000',
  ...(kind === undefined ? {} : { kind }),
});

export const order = (
  clientOrderId: string,
  symbol: string,
  price: string,
  at: string,
  amount = '0.1',
): OpeningBooks['openOrders'][number] => ({ clientOrderId, symbol, side: 'buy', price, amount, at });

const transfer = (amount: string, asset: string, from: string, to: string, at: string) => ({
  amount,
  asset,
  from,
  to,
  at,
});

/** An owner of every account that the venue has. */
export const opening: OpeningBooks = {
  uid: 354_937_868,
  keys: Object.values(keys),
  balances: [
    { asset: 'BTC', free: '2' },
    { asset: 'USDT', free: '100000' },
  ],
  markets: [
    market('BTCUSDT', ['BTC', 'USDT'], '20000'),
    market('ETHUSDT', ['ETH', 'USDT'], '1250'),
    market('BTCUSDT-PERP', ['BTC', 'USDT'], '20500', 'linear'),
    market('ETHUSDC.linear', ['ETH', 'USDC'], '1260', 'linear'),
    market('BTCUSD', ['BTC', 'USD'], '20000', 'inverse'),
    market('ETHUSD_260327', ['ETH', 'USD'], '1250', 'inverse'),
    market('BTCUSDT.margin', ['BTC', 'USDT'], '20000', 'linear'),
    market('ETHUSDT.isolated', ['ETH', 'USDT'], '1250', 'linear'),
  ],
  openOrders: [
    order('spot-1', 'BTCUSDT', '18000', '2026-03-14T02:00:00Z'),
    order('um-1', 'BTCUSDT-PERP', '18100', '2026-03-14T02:01:00Z'),
    order('um-2', 'BTCUSDT-PERP', '18200', '2026-03-14T02:02:00Z'),
    { ...order('um-stop', 'BTCUSDT-PERP', '17000', '2026-03-14T02:03:00Z'), trigger: '17100' },
    order('cm-1', 'BTCUSD', '18300', '2026-03-14T02:04:00Z', '3'),
    { ...order('cm-stop', 'BTCUSD', '17500', '2026-03-14T02:05:00Z', '2'), trigger: '17600' },
    order('margin-1', 'BTCUSDT.margin', '18400', '2026-03-14T02:06:00Z'),
    order('isolated-1', 'ETHUSDT.isolated', '1100', '2026-03-14T02:07:00Z'),
  ],
  pastOrders: [
    {
      ...order('um-gone', 'BTCUSDT-PERP', '18050', '2026-03-12T02:00:00Z'),
      cancelledAt: '2026-03-12T03:00:00Z',
    },
    {
      ...order('um-long-gone', 'BTCUSDT-PERP', '18060', '2026-03-10T02:00:00Z'),
      cancelledAt: '2026-03-14T02:30:00Z',
    },
  ],
  trades: [
    order('spot-h', 'BTCUSDT', '19000', '2026-03-13T10:00:00Z', '0.2'),
    order('um-h0', 'BTCUSDT-PERP', '19000', '2026-03-01T10:00:00Z', '0.3'),
    order('um-h1', 'BTCUSDT-PERP', '19100', '2026-03-13T10:00:00.123Z', '0.4'),
    order('cm-h', 'BTCUSD', '19200', '2026-03-13T11:00:00Z', '5'),
    order('margin-h', 'BTCUSDT.margin', '19300', '2026-03-13T12:00:00Z', '0.6'),
  ],
  positions: [
    {
      symbol: 'BTCUSDT-PERP',
      side: 'short',
      amount: '0.4',
      entryPrice: '21000',
      leverage: '5',
      at: '2026-03-13T10:00:00.123Z',
    },
    {
      symbol: 'BTCUSD',
      side: 'long',
      amount: '300',
      entryPrice: '25000',
      leverage: '10',
      at: '2026-03-13T11:00:00Z',
    },
  ],
  addresses: [],
  withdrawals: [],
  deposits: [],
  feeRate: '0.001',
  funding: [{ asset: 'USDT', free: '25' }],
  wallets: {
    margin: [
      { asset: 'USDT', free: '4000' },
      { asset: 'BTC', free: '0.5' },
    ],
    futures: [
      { asset: 'USDT', free: '9000' },
      { asset: 'BTC', free: '1.5' },
    ],
  },
  transfers: [
    transfer('11', 'USDT', 'spot', 'funding', '2026-03-13T01:00:00Z'),
    transfer('12', 'USDT', 'spot', 'futures', '2026-03-13T02:00:00Z'),
    transfer('0.13', 'BTC', 'spot', 'futures', '2026-03-13T03:00:00Z'),
    transfer('14', 'USDT', 'margin', 'spot', '2026-03-13T04:00:00Z'),
    transfer('15', 'USDT', 'spot', 'sub:7000001', '2026-03-13T05:00:00Z'),
    transfer('16', 'USDT', 'sub:7000001', 'spot', '2026-03-13T06:00:00Z'),
    transfer('17', 'USDT', 'futures', 'sub:7000001', '2026-03-13T07:00:00Z'),
    transfer('18', 'USDT', 'spot', 'funding', '2026-01-10T01:00:00Z'),
  ],
  subAccounts: [
    { id: '7000001', label: 'deskb', email: subEmail, createdAt: '2026-01-10T10:00:00Z' },
    { id: '7000002', label: 'Desk C', createdAt: '2026-01-11T10:00:00Z' },
  ],
};

/** Who has never opened anything but the spot account. */
export const spotOnly: OpeningBooks = {
  ...opening,
  keys: [keys.reader, key('mighty', ['read', 'spot-trade', 'margin', 'futures', 'options', 'transfer'])],
  markets: opening.markets,
  openOrders: [order('spot-1', 'BTCUSDT', '18000', '2026-03-14T02:00:00Z')],
  pastOrders: [],
  trades: [],
  positions: [],
  wallets: {},
  transfers: [],
  subAccounts: [],
};

export type Row = Readonly<Record<string, unknown>>;
export const rows = (body: unknown): readonly Row[] => body as readonly Row[];

type Given = Partial<Omit<BinanceCall, 'key'>> & { readonly by?: KeyName | SimulatedKey };

export interface Stage {
  readonly clock: ManualClock;
  readonly venue: Simulator;
  /** A signed call with the reading key, from 127.0.0.1, unless said otherwise. */
  call(path: string, given?: Given): Promise<BinanceReply>;
  get(path: string, params?: BinanceCall['params'], by?: Given['by']): Promise<BinanceReply>;
  drop(path: string, params?: BinanceCall['params'], by?: Given['by']): Promise<BinanceReply>;
  post(path: string, form?: BinanceCall['form'], by?: Given['by']): Promise<BinanceReply>;
}

export async function stage(options: Partial<SimulatorOptions> = {}): Promise<Stage> {
  const clock = manualClock(t0);
  const venue = await simulateBinance({ clock, opening, seed: 'test', ...options });
  onTestFinished(() => venue.close());
  const call: Stage['call'] = (path, { by = 'reader', ...given } = {}) =>
    callBinance({
      port: venue.port,
      path,
      key: typeof by === 'string' ? keys[by] : by,
      at: clock.now().toMillis(),
      ...given,
    });
  return {
    clock,
    venue,
    call,
    get: (path, params = {}, by) => call(path, { params, ...(by === undefined ? {} : { by }) }),
    drop: (path, params = {}, by = 'futures') => call(path, { method: 'DELETE', params, by }),
    post: (path, form = {}, by = 'bot') => call(path, { method: 'POST', form, by }),
  };
}

export const names = (body: unknown, field: string): unknown[] => rows(body).map((row) => row[field]);

export const refusalOf = ({ status, body }: BinanceReply): [number, number] => [
  status,
  (body as { code: number }).code,
];
