import { onTestFinished } from 'vitest';
import type { SimulatorOptions } from '../../../src/simulators/contract.ts';
import { gate } from '../../../src/simulators/gate/simulate-gate.ts';
import type { OpeningBooks, SimulatedKey, Simulator, SimulatorScope } from '../../../src/simulators/index.ts';
import { manualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { callGate } from './client.ts';
import type { GateCall, GateReply, Parsed } from './client.ts';

export const t0 = '2026-03-14T03:00:00.000Z';
export const t0Ms = Date.parse(t0);
export const t0Seconds = t0Ms / 1000;
export const dayMs = 86_400_000;
export const daySeconds = 86_400;
export const subId = '7000001';

const key = (
  name: string,
  scopes: readonly SimulatorScope[],
  rest: Partial<SimulatedKey> = {},
): SimulatedKey => ({
  ...gate.deriveKey('test', name),
  label: name,
  scopes,
  ipAllowlist: [],
  createdAt: '2026-02-01T00:00:00Z',
  ...rest,
});

const all: readonly SimulatorScope[] = ['read', 'spot-trade', 'futures', 'options', 'transfer', 'withdraw'];

/** The keys of the tests: generated, nobody's. */
export const keys = {
  bot: key('bot', ['read', 'spot-trade']),
  reader: key('reader', ['read']),
  futures: key('futures', ['read', 'futures']),
  options: key('options', ['read', 'options']),
  bound: key('bound', ['read', 'spot-trade'], { ipAllowlist: ['127.0.0.77'] }),
  mover: key('mover', ['read', 'transfer']),
  payout: key('payout', ['read', 'withdraw'], { ipAllowlist: ['127.0.0.1'] }),
  manager: key('manager', ['read'], { venuePermissions: ['account:rw'] }),
  spotOnly: key('spotOnly', ['read', 'spot-trade'], { venuePermissions: ['perms-as-said', 'spot:rw'] }),
  mighty: key('mighty', all, { venuePermissions: ['account:rw'] }),
  sub: key('sub', ['read', 'spot-trade', 'transfer'], { subAccount: subId, ipAllowlist: ['127.0.0.1'] }),
  subBot: key('subBot', ['read', 'spot-trade'], { subAccount: subId }),
};

export type KeyName = keyof typeof keys;

const market = (
  symbol: string,
  [base, quote]: readonly [string, string],
  price: string,
  kind?: 'linear' | 'inverse' | 'option',
) => ({ symbol, base, quote, price, depth: '4000000', ...(kind === undefined ? {} : { kind }) });

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
export const call = 'BTC_USDT-20260327-70000-C';
export const dated = 'BTC_USDT_20260327';

export const opening: OpeningBooks = {
  uid: 1_448_939,
  keys: Object.values(keys),
  balances: [
    { asset: 'BTC', free: '12.4' },
    { asset: 'ETH', free: '85' },
    { asset: 'USDT', free: '240000' },
  ],
  markets: [
    market('BTC_USDT', ['BTC', 'USDT'], '19180'),
    market('ETH_USDT', ['ETH', 'USDT'], '1290'),
    market('BTC_USDT.linear', ['BTC', 'USDT'], '19200', 'linear'),
    market('BTC_USD', ['BTC', 'USD'], '19170', 'inverse'),
    market(dated, ['BTC', 'USDT'], '19190', 'linear'),
    market(call, ['BTC', 'USDT'], '120', 'option'),
  ],
  openOrders: [
    order('t-mm-1', 'BTC_USDT', '18000', '1', '2026-03-14T02:00:00Z'),
    order('t-mm-2', 'BTC_USDT', '17500', '2', '2026-03-14T02:10:00Z'),
    { ...order('t-stop-1', 'BTC_USDT', '17000', '0.5', '2026-03-14T02:20:00Z'), trigger: '17100' },
    { ...order('t-mm-3', 'ETH_USDT', '1400', '2', '2026-03-14T02:21:00Z'), side: 'sell' },
    order('t-perp-1', 'BTC_USDT.linear', '18100', '3', '2026-03-14T02:30:00Z'),
    { ...order('t-perp-2', 'BTC_USDT.linear', '21000', '2', '2026-03-14T02:31:00Z'), side: 'sell' },
    { ...order('t-pstop', 'BTC_USDT.linear', '20000', '1', '2026-03-14T02:32:00Z'), trigger: '20100' },
    order('t-dated-1', dated, '18100', '4', '2026-03-14T02:33:00Z'),
    order('t-opt-1', call, '100', '5', '2026-03-14T02:34:00Z'),
  ],
  pastOrders: [
    {
      ...order('t-gone-1', 'BTC_USDT', '17900', '0.2', '2026-03-13T05:00:00Z'),
      cancelledAt: '2026-03-13T06:00:00Z',
    },
    {
      ...order('t-pgone-1', 'BTC_USDT.linear', '17900', '7', '2026-03-14T02:40:00Z'),
      cancelledAt: '2026-03-14T02:49:59Z',
    },
    {
      ...order('t-pgone-2', 'BTC_USDT.linear', '17900', '8', '2026-03-14T02:41:00Z'),
      cancelledAt: '2026-03-14T02:50:00Z',
    },
  ],
  trades: [
    trade('t-h0', 'BTC_USDT', '2026-02-20T10:00:00Z'),
    trade('t-h1', 'BTC_USDT', '2026-03-10T10:00:00.123Z'),
    trade('t-h2', 'BTC_USDT', '2026-03-13T10:00:00Z', '0.11'),
    trade('t-h3', 'BTC_USDT', '2026-03-13T10:00:00Z', '0.12'),
    trade('t-h5', 'ETH_USDT', '2026-03-14T01:00:00Z', '0.2'),
    trade('t-f0', 'BTC_USDT.linear', '2025-08-01T11:00:00Z', '5'),
    trade('t-f1', 'BTC_USDT.linear', '2026-03-13T11:00:00Z', '4'),
    trade('t-o1', call, '2026-03-13T12:00:00Z', '1'),
  ],
  positions: [
    {
      symbol: 'BTC_USDT.linear',
      side: 'short',
      amount: '4',
      entryPrice: '19300',
      leverage: '5',
      at: '2026-03-13T11:00:00Z',
    },
    {
      symbol: call,
      side: 'long',
      amount: '3',
      entryPrice: '110',
      leverage: '1',
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
    { coin: 'BTC', network: 'BTC', address: 'bc1qexample', label: 'cold', whitelisted: true },
  ],
  withdrawals: [
    { ...address, amount: '900', fee: '1', txId: '0xaa', at: '2026-03-10T08:00:00Z' },
    { ...address, amount: '800', fee: '1', txId: '0xbb', at: '2026-02-20T08:00:00Z' },
  ],
  deposits: [
    { ...address, amount: '5000', txId: '0xcc', at: '2026-03-09T08:00:00.400Z' },
    { ...address, amount: '4000', txId: '0xdd', at: '2026-01-05T08:00:00Z' },
  ],
  transfers: [
    { asset: 'USDT', amount: '25', from: 'spot', to: 'futures', at: '2026-03-09T08:00:00.700Z' },
    { asset: 'USDT', amount: '5', from: 'margin', to: 'spot', at: '2026-03-10T08:00:00Z' },
    { asset: 'USDT', amount: '31', from: 'spot', to: `sub:${subId}`, at: '2026-03-11T08:00:00Z' },
  ],
  funding: [{ asset: 'USDT', free: '20' }],
  wallets: { futures: [{ asset: 'USDT', free: '70' }], margin: [{ asset: 'BTC', free: '0.5' }] },
  subAccounts: [
    { id: subId, label: 'deskb01', email: 'deskb@example.invalid', createdAt: '2026-01-10T10:00:00Z' },
    { id: '7000002', label: 'deskc02', createdAt: '2026-01-11T10:00:00Z' },
  ],
  feeRate: '0.001',
};

type Ask = Partial<Omit<GateCall, 'key'>> & { readonly key?: KeyName | SimulatedKey | undefined };

export interface Stage {
  readonly clock: ManualClock;
  readonly venue: Simulator;
  /** A signed request with the bot's key from 127.0.0.1, unless said otherwise: `GET /spot/orders?status=open`. */
  ask(request: string, ask?: Ask): Promise<GateReply>;
}

export async function stage(options: Partial<SimulatorOptions> = {}): Promise<Stage> {
  const clock = manualClock(t0);
  const venue = await gate.simulate({ clock, opening, seed: 'test', ...options });
  onTestFinished(() => venue.close());
  return {
    clock,
    venue,
    ask(request, given = {}) {
      const [method = 'GET', target = ''] = request.split(' ');
      const [path = '', query = ''] = target.split('?');
      const { key: asked = 'bot', ...more } = given;
      return callGate({
        port: venue.port,
        method,
        path: `/api/v4${path}`,
        query,
        at: Math.floor(clock.now().toMillis() / 1000),
        ...more,
        key: typeof asked === 'string' ? keys[asked] : asked,
      });
    },
  };
}

/** The label, "http:502" for a status without one, or "ok". */
export function labelOf({ status, body }: GateReply): string {
  if (status < 300) return 'ok';
  return ((body as { label?: string } | undefined)?.label ?? `http:${status}`) as string;
}

/** What a list holds; throws with the venue's words where it is none. */
export async function rowsOf(on: Stage, request: string, ask: Ask = {}): Promise<Parsed[]> {
  const reply = await on.ask(request, ask);
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.body as Parsed[];
}
