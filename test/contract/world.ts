import type { Credential, KeyHolder } from '../../src/domain/account.ts';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import { Secret } from '../../src/domain/secret.ts';
import { secretParts } from '../../src/drill/index.ts';
import { simulators } from '../../src/simulators/index.ts';
import type {
  OpeningBooks,
  SimulatedKey,
  SimulatedVenue,
  Simulator,
  SimulatorScope,
} from '../../src/simulators/index.ts';
import { openSession, venues } from '../../src/venues/index.ts';
import type { Session, Venue } from '../../src/venues/index.ts';
import type { SessionRequest } from '../../src/venues/session.ts';
import { steppedClock } from '../venues/clocks.ts';

/** A venue with both witnesses: the declaration, and the simulator that was written apart from it. */
export interface Pair {
  readonly id: string;
  readonly venue: Venue;
  readonly simulated: SimulatedVenue;
}

/** Every venue that stands in both registries; nothing else of the suite knows which. */
export const pairs: readonly Pair[] = venues.flatMap((venue) => {
  const simulated = simulators.find((each) => each.venue === venue.id);
  return simulated === undefined ? [] : [{ id: venue.id, venue, simulated }];
});

export const home = '127.0.0.5';
export const elsewhere = '127.0.0.66';
const begin = '2026-03-01T03:00:00.000Z';
const everything: readonly SimulatorScope[] = [
  'read',
  'spot-trade',
  'margin',
  'futures',
  'options',
  'transfer',
  'withdraw',
];

export type KeyName = 'bound' | 'reader' | 'nothing' | 'mighty';

const scopesOf: Readonly<Record<KeyName, readonly SimulatorScope[]>> = {
  bound: ['read', 'spot-trade'],
  reader: ['read'],
  nothing: [],
  mighty: everything,
};

export interface OpenWorld {
  readonly simulator: Simulator;
  readonly clock: ReturnType<typeof steppedClock>;
  readonly keys: Readonly<Record<KeyName, SimulatedKey>>;
  readonly symbol: string;
  readonly captured: HttpExchange[];
  open(
    key: KeyName | 'public',
    change?: Partial<SessionRequest> & { readonly sourceIp?: string; readonly holder?: KeyHolder },
  ): Promise<Session>;
}

export async function openWorld({ id, venue, simulated }: Pair): Promise<OpenWorld> {
  const clock = steppedClock(begin);
  const keys = keysOf(simulated);
  const symbol = simulated.symbolOf('BTC', 'USDT');
  const simulator = await simulated.simulate({ clock, opening: opening(keys, symbol), seed: 'contract' });
  const captured: HttpExchange[] = [];
  return {
    simulator,
    clock,
    keys,
    symbol,
    captured,
    open: (key, { sourceIp = home, holder = 'suspect', ...change } = {}) =>
      openSession({
        venue,
        ...(key === 'public' ? {} : { credential: credentialOf(keys[key], holder) }),
        wire: { mode: 'drill', ports: new Map([[id, simulator.port]]), sourceIp },
        capture: async (exchange) => void captured.push(exchange),
        clock,
        timeouts: { connectMs: 1_000, headersMs: 250, bodyMs: 250, totalMs: 1_000 },
        ...change,
      }),
  };
}

function keysOf(simulated: SimulatedVenue): OpenWorld['keys'] {
  const key = (name: KeyName): SimulatedKey => ({
    ...simulated.deriveKey('contract', name),
    label: name,
    scopes: scopesOf[name],
    ipAllowlist: name === 'bound' || name === 'mighty' ? [home] : [],
    createdAt: '2026-01-05T09:00:00.000Z',
  });
  return { bound: key('bound'), reader: key('reader'), nothing: key('nothing'), mighty: key('mighty') };
}

const credentialOf = (key: SimulatedKey, holder: KeyHolder): Credential => ({
  holder,
  label: key.label,
  parts: Object.fromEntries(
    Object.entries(secretParts(key)).map(([part, value]) => [part, new Secret(value, `test:${part}`)]),
  ),
});

function opening(keys: OpenWorld['keys'], symbol: string): OpeningBooks {
  const trade = (n: number, side: 'buy' | 'sell', at: string) => ({
    symbol,
    side,
    price: '59000',
    amount: `0.0${n}`,
    clientOrderId: `bot-t${n}`,
    at,
  });
  const order = (n: number, side: 'buy' | 'sell', price: string) => ({
    clientOrderId: `bot-${n}`,
    symbol,
    side,
    price,
    amount: '0.01',
    at: `2026-03-01T02:0${n}:00.000Z`,
  });
  return {
    uid: 1_000_001,
    keys: Object.values(keys),
    balances: [
      { asset: 'BTC', free: '1.5' },
      { asset: 'USDT', free: '25000' },
    ],
    markets: [{ symbol, base: 'BTC', quote: 'USDT', price: '60000', depth: '500000' }],
    openOrders: [order(1, 'buy', '50000'), order(2, 'buy', '51000'), order(3, 'sell', '70000')],
    // Two at the very same moment.
    trades: [
      trade(1, 'buy', '2026-02-27T10:00:00.123Z'),
      trade(2, 'sell', '2026-02-28T11:00:00.456Z'),
      trade(3, 'buy', '2026-02-28T11:00:00.456Z'),
    ],
    addresses: [
      { coin: 'BTC', network: 'BTC', address: 'bc1qexampleowner', label: 'cold', whitelisted: true },
    ],
    withdrawals: [
      {
        coin: 'USDT',
        amount: '100.5',
        fee: '1',
        address: '0xexampleother',
        network: 'ETH',
        txId: '0xabc',
        at: '2026-02-27T23:59:59.000Z',
      },
    ],
    deposits: [
      {
        coin: 'BTC',
        amount: '0.25',
        address: 'bc1qexampleowner',
        network: 'BTC',
        txId: 'def',
        at: '2026-02-20T00:00:00.000Z',
      },
    ],
    feeRate: '0.001',
  };
}
