import { onTestFinished } from 'vitest';
import type { SimulatorOptions } from '../../../src/simulators/contract.ts';
import type { OpeningBooks, SimulatedKey, Simulator, SimulatorScope } from '../../../src/simulators/index.ts';
import { kraken } from '../../../src/simulators/kraken/simulate-kraken.ts';
import { manualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { callKraken } from './client.ts';
import type { KrakenCall, KrakenReply, Parsed } from './client.ts';

export const t0 = '2026-03-14T03:00:00.000Z';
export const t0Ms = Date.parse(t0);
export const t0S = t0Ms / 1000;

const key = (
  name: string,
  scopes: readonly SimulatorScope[],
  rest: Partial<SimulatedKey> = {},
): SimulatedKey => ({
  ...kraken.deriveKey('test', name),
  label: name,
  scopes,
  ipAllowlist: [],
  createdAt: '2026-02-01T00:00:00Z',
  ...rest,
});

const words = (name: string, ...venuePermissions: readonly string[]): SimulatedKey =>
  key(name, [], { venuePermissions });

/** The keys of the tests: generated, nobody's. */
export const keys = {
  bot: key('bot', ['read', 'spot-trade'], { lastUsedAt: '2026-03-14T02:59:00Z' }),
  reader: key('reader', ['read']),
  bound: key('bound', ['read'], { ipAllowlist: ['127.0.0.77'] }),
  payout: key('payout', ['read', 'withdraw']),
  mighty: key('mighty', ['read', 'spot-trade', 'margin', 'transfer', 'withdraw'], {
    venuePermissions: ['add-funds', 'create-ws-token', 'add-withdraw-address', 'update-withdraw-address'],
  }),
  bare: words('bare'),
  opens: words('opens', 'query-open-trades'),
  closeds: words('closeds', 'query-closed-trades'),
  funds: words('funds', 'query-funds'),
  ledger: words('ledger', 'query-ledger'),
  sender: words('sender', 'withdraw-funds'),
  closer: words('closer', 'close-trades'),
  clipped: key('clipped', ['read'], {
    venuePermissions: ['queryFrom:1772409600', 'queryTo:1772841600', 'nonceWindow:10'],
  }),
  ending: key('ending', ['read'], { expiresAt: '2026-03-14T04:00:00Z' }),
  sub: key('sub', ['read', 'spot-trade', 'withdraw'], { subAccount: '7000001' }),
};

export type KeyName = keyof typeof keys;

const order = (clientOrderId: string, symbol: string, price: string, amount: string, at: string) => ({
  clientOrderId,
  symbol,
  side: 'buy' as const,
  price,
  amount,
  at,
});

export const treasury = '0x1111111111111111111111111111111111111111';
export const cold = 'bc1qexampleowner';
const toTreasury = { coin: 'USDT', network: 'Tether USD (ERC20)', address: treasury };
const toCold = { coin: 'BTC', network: 'Bitcoin', address: cold };

/** Enough trades for three pages, two of them at the very same moment and on either side of a page's edge. */
const manyTrades = Array.from({ length: 120 }, (_, index) =>
  order(
    `h${index}`,
    index % 3 === 0 ? 'XXBTZEUR' : 'XBTUSDT',
    '19000',
    `0.${String(1000 + index)}`,
    new Date(Date.parse('2026-03-02T00:00:00.123Z') + (index === 70 ? 69 : index) * 7_200_000).toISOString(),
  ),
);

export const opening: OpeningBooks = {
  uid: 354_937_868,
  keys: Object.values(keys),
  balances: [
    { asset: 'BTC', free: '12.4' },
    { asset: 'USDT', free: '240000' },
    { asset: 'EUR', free: '5000.25' },
    { asset: 'ZRT', free: '7' },
  ],
  markets: [
    { symbol: 'XBTUSDT', base: 'BTC', quote: 'USDT', price: '19180', depth: '4000000' },
    { symbol: 'XXBTZEUR', base: 'BTC', quote: 'EUR', price: '17900', depth: '4000000' },
    { symbol: 'ZRTUSDT', base: 'ZRT', quote: 'USDT', price: '0.02', depth: '3000' },
    { symbol: 'XBTUSDT.margin', base: 'BTC', quote: 'USDT', price: '19180', depth: '1', kind: 'linear' },
  ],
  openOrders: [
    order('mm-1', 'XBTUSDT', '18000', '1', '2026-03-14T02:00:00Z'),
    order('mm-2', 'XXBTZEUR', '17000.5', '0.2', '2026-03-14T02:10:00.250Z'),
    { ...order('stop-1', 'XBTUSDT', '17000', '0.5', '2026-03-14T02:20:00Z'), side: 'sell', trigger: '17100' },
    {
      ...order('profit-1', 'XBTUSDT', '21000', '0.5', '2026-03-14T02:21:00Z'),
      side: 'sell',
      trigger: '20900',
    },
  ],
  pastOrders: [
    {
      ...order('gone-1', 'XBTUSDT', '17900', '0.2', '2026-03-13T05:00:00Z'),
      cancelledAt: '2026-03-13T06:00:00Z',
    },
  ],
  trades: manyTrades,
  positions: [
    {
      symbol: 'XBTUSDT.margin',
      side: 'short',
      amount: '0.4',
      entryPrice: '19300',
      leverage: '5',
      at: '2026-03-13T11:00:00Z',
    },
  ],
  addresses: [
    { ...toTreasury, label: 'treasury', whitelisted: true },
    { ...toCold, label: 'cold', whitelisted: true },
    { coin: 'USDT', network: 'Tether USD (TRC20)', address: 'TNotYet', label: 'new', whitelisted: false },
  ],
  withdrawals: [
    { ...toTreasury, amount: '900', fee: '4', txId: '0xaa', at: '2026-02-01T08:00:00Z' },
    { ...toTreasury, amount: '800', fee: '4', txId: '0xbb', at: '2026-03-01T08:00:00Z' },
    { ...toCold, amount: '0.5', fee: '0.00015', txId: 'cc', at: '2026-03-02T08:00:00Z' },
  ],
  deposits: Array.from({ length: 60 }, (_, index) => ({
    ...toTreasury,
    amount: String(1000 + index),
    txId: `0xd${index}`,
    at: new Date(Date.parse('2026-01-01T00:00:00Z') + index * 86_400_000).toISOString(),
  })),
  transfers: [
    { asset: 'USDT', amount: '25', from: 'spot', to: 'funding', at: '2026-03-09T08:00:00.700Z' },
    { asset: 'USDT', amount: '31', from: 'spot', to: 'sub:7000001', at: '2026-03-11T08:00:00Z' },
    { asset: 'USDT', amount: '5', from: 'futures', to: 'spot', at: '2026-03-12T08:00:00Z' },
  ],
  funding: [{ asset: 'USDT', free: '25' }],
  subAccounts: [{ id: '7000001', label: 'deskb', createdAt: '2026-01-10T10:00:00Z' }],
  feeRate: '0.001',
};

export type Ask = Partial<Omit<KrakenCall, 'key' | 'path' | 'form'>> & {
  readonly key?: KeyName | { readonly keyId: string; readonly secret: string };
};
type Form = Exclude<KrakenCall['form'], undefined>;

export interface Stage {
  readonly clock: ManualClock;
  readonly venue: Simulator;
  /** A public GET. */
  get(method: string, form?: Form): Promise<KrakenReply>;
  /** A signed POST with the reader's key from 127.0.0.1, unless said otherwise; each nonce one higher. */
  post(method: string, form?: Form, ask?: Ask): Promise<KrakenReply>;
  /** The same, and its result; throws for a refusal. */
  ask(method: string, form?: Form, ask?: Ask): Promise<Parsed>;
}

export async function stage(options: Partial<SimulatorOptions> = {}): Promise<Stage> {
  const clock = manualClock(t0);
  const venue = await kraken.simulate({ clock, opening, seed: 'test', ...options });
  onTestFinished(() => venue.close());
  let nonce = t0Ms * 1000;
  const post: Stage['post'] = (method, form = {}, asked = {}) => {
    const { key: named = 'reader', ...rest } = asked;
    nonce += 1;
    return callKraken({
      port: venue.port,
      path: `/0/private/${method}`,
      form,
      nonce: String(nonce),
      ...rest,
      key: typeof named === 'string' ? keys[named] : named,
    });
  };
  return {
    clock,
    venue,
    get: (method, form = {}) => callKraken({ port: venue.port, path: `/0/public/${method}`, form }),
    post,
    ask: async (method, form, asked) => {
      const reply = await post(method, form, asked);
      if (codeOf(reply) !== 'in') throw new Error(`${method}: ${codeOf(reply)}`);
      return reply.body.result;
    },
  };
}

/** What was refused, "in" for nothing, or "http:520" where there is no envelope. */
export const codeOf = (reply: KrakenReply): string =>
  reply.body === undefined ? `http:${reply.status}` : (reply.body.error[0] ?? 'in');

/** Every page of a list by its offset: the rows by id, in order, with the pages and the counts told. */
export async function pagesOf(
  on: Stage,
  method: string,
  list: string,
  form: Readonly<Record<string, string | number | boolean>> = {},
): Promise<{ readonly ids: string[]; readonly rows: Parsed[]; readonly counts: number[] }> {
  const [ids, rows, counts]: [string[], Parsed[], number[]] = [[], [], []];
  for (let ofs = 0; ofs < 1_000; ofs += 50) {
    // The call counter sinks by one in two seconds.
    await on.clock.advance(4_000);
    const result = await on.ask(method, { ...form, ofs });
    ids.push(...Object.keys(result[list] as object));
    rows.push(...Object.values(result[list] as object));
    counts.push(result.count as number);
    if (ids.length >= (result.count as number)) return { ids, rows, counts };
  }
  throw new Error('the pages do not end');
}
