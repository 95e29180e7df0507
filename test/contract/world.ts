import { BadInput } from '../../src/domain/failure.ts';
import type { Credential, KeyHolder } from '../../src/domain/account.ts';
import type { PermissionScope } from '../../src/domain/api-key.ts';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import { Secret } from '../../src/domain/secret.ts';
import { secretParts } from '../../src/drill/index.ts';
import { simulators, simulatorScopes } from '../../src/simulators/index.ts';
import type {
  KeyParts,
  OnCounted,
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
import type { VenueVectors } from '../vectors/vector.ts';
import { vectorsOf } from './vectors.ts';

/** A venue with both witnesses: the declaration, and the simulator that was written apart from it. */
export interface Pair {
  readonly id: string;
  readonly venue: Venue;
  readonly simulated: SimulatedVenue;
  /** Its file in test/vectors; absent: the suite says so, by name. */
  readonly vectors: VenueVectors | undefined;
}

/** Every venue that stands in both registries; nothing else of the suite knows which. */
export const pairs: readonly Pair[] = await Promise.all(
  venues.flatMap((venue) => {
    const simulated = simulators.find((each) => each.venue === venue.id);
    return simulated === undefined
      ? []
      : [vectorsOf(venue.id).then((vectors) => ({ id: venue.id, venue, simulated, vectors }))];
  }),
);

export const home = '127.0.0.5';
export const elsewhere = '127.0.0.66';
export const begin = '2026-03-01T03:00:00.000Z';

const subAccount = '7000001';

/** A main account's keys; the last two belong to its sub-account. */
export type KeyName = 'bound' | 'reader' | 'mighty' | 'subReader' | 'subTrader';

const held: Readonly<Record<KeyName, Pick<SimulatedKey, 'scopes' | 'ipAllowlist' | 'subAccount'>>> = {
  bound: { scopes: ['read', 'spot-trade'], ipAllowlist: [home] },
  reader: { scopes: ['read'], ipAllowlist: [] },
  mighty: { scopes: simulatorScopes, ipAllowlist: [home] },
  subReader: { scopes: ['read'], ipAllowlist: [home], subAccount },
  subTrader: { scopes: ['read', 'spot-trade'], ipAllowlist: [home], subAccount },
};

type Change = Partial<SessionRequest> & { readonly sourceIp?: string; readonly holder?: KeyHolder };

export interface OpenWorld {
  readonly pair: Pair;
  readonly simulator: Simulator;
  readonly opening: OpeningBooks;
  readonly clock: ReturnType<typeof steppedClock>;
  readonly keys: Readonly<Record<KeyName, SimulatedKey>>;
  readonly symbols: Readonly<Record<'BTC' | 'ETH' | 'ZRT', string>>;
  readonly captured: HttpExchange[];
  /** `by`: the door as another process has it. */
  open(key: KeyName | KeyParts | 'public', change?: Change, by?: typeof openSession): Promise<Session>;
  /** A new key with just these scopes, bound to `home`; undefined where the venue makes no such key. */
  keyWith(scopes: readonly PermissionScope[], label: string): SimulatedKey | undefined;
  /** The same for all scopes but this one, and those that do in its place. */
  keyWithout(scope: PermissionScope, nor?: readonly PermissionScope[]): SimulatedKey | undefined;
  /** A withdrawal that the venue has not carried out yet. */
  requestWithdrawal(): void;
}

export interface WorldOptions {
  readonly deadKeyAnswer?: string;
  /** What is otherwise in the books than the suite has it. */
  readonly change?: (opening: OpeningBooks) => OpeningBooks;
  /** Told of all that the simulator counts. */
  readonly onCounted?: OnCounted;
  /** Where the clock stands: ISO 8601 UTC. */
  readonly at?: string;
}

export async function openWorld(pair: Pair, options: WorldOptions = {}): Promise<OpenWorld> {
  const { id, venue, simulated, vectors } = pair;
  const { at = begin, change = (books) => books, ...given } = options;
  const clock = steppedClock(at);
  const keys = keysOf(pair);
  const symbols = {
    BTC: simulated.symbolOf('BTC', 'USDT'),
    ETH: simulated.symbolOf('ETH', 'USDT'),
    ZRT: simulated.symbolOf('ZRT', 'USDT'),
  };
  const opening = change(openingOf(pair, keys, symbols));
  const simulator = await simulated.simulate({ clock, opening, seed: 'contract', ...given });
  const captured: HttpExchange[] = [];
  const keyWith: OpenWorld['keyWith'] = (scopes, label) =>
    whereAllowed(() =>
      simulator.website.createKey({
        label,
        scopes: neutralFor(vectors, scopes),
        ipAllowlist: [home],
        ...wordsFor(vectors, scopes),
      }),
    );
  return {
    pair,
    simulator,
    opening,
    clock,
    keys,
    symbols,
    captured,
    open: (key, { sourceIp = home, holder = 'suspect', ...change } = {}, by = openSession) =>
      by({
        venue,
        ...(key === 'public' ? {} : { credential: credentialOf(asParts(keys, key), holder) }),
        wire: { mode: 'drill', ports: new Map([[id, simulator.port]]), sourceIp },
        capture: async (exchange) => void captured.push(exchange),
        clock,
        // Of real time, and this machine is shared: only a stall is meant to meet them.
        timeouts: { connectMs: 5_000, headersMs: 5_000, bodyMs: 5_000, totalMs: 10_000 },
        ...change,
      }),
    keyWith,
    keyWithout: (scope, nor = []) =>
      keyWith(
        // Rights that are bundled with all neutral scopes would bring back the second one.
        allBut(scope).filter((each) => nor.length === 0 || (isNeutral(each) && !nor.includes(each))),
        `without ${scope}`,
      ),
    requestWithdrawal: () => {
      const { BTC: at } = addresses;
      const refusal = simulator
        .asKeyHolder({ keyId: keys.mighty.keyId, sourceIp: home })
        .withdraw({ coin: at.coin, amount: '0.3', address: at.address, network: at.network });
      if (refusal !== undefined) throw new Error(`the mighty key may not withdraw: ${refusal.message}`);
    },
  };
}

const isNeutral = (scope: PermissionScope): scope is SimulatorScope =>
  (simulatorScopes as readonly string[]).includes(scope);

/**
 * Without a right that the neutral scopes do not know, a key keeps what every venue takes for harmless:
 * some derive the right to manage keys from those to transfer or withdraw.
 */
const allBut = (scope: PermissionScope): readonly PermissionScope[] =>
  isNeutral(scope)
    ? [...simulatorScopes, 'manage-keys' as const, 'manage-addresses' as const].filter(
        (each) => each !== scope,
      )
    : ['read', 'spot-trade'];

/** A right that the venue has no word of its own for comes with one of the neutral scopes: then all of them. */
function neutralFor(
  vectors: VenueVectors | undefined,
  scopes: readonly PermissionScope[],
): readonly SimulatorScope[] {
  const isBundled = scopes.some((scope) => !isNeutral(scope) && vectors?.permissions?.[scope] === undefined);
  // A key that is without one of the neutral scopes is so on purpose.
  const isWhole = isBundled && scopes.filter(isNeutral).length < simulatorScopes.length - 1;
  return isWhole ? simulatorScopes : scopes.filter(isNeutral);
}

function wordsFor(
  vectors: VenueVectors | undefined,
  scopes: readonly PermissionScope[],
): Pick<SimulatedKey, 'venuePermissions'> {
  const words = scopes.flatMap((scope) => (isNeutral(scope) ? [] : (vectors?.permissions?.[scope] ?? [])));
  return words.length === 0 ? {} : { venuePermissions: [...new Set(words)] };
}

function whereAllowed<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (problem) {
    if (problem instanceof BadInput) return undefined;
    throw problem;
  }
}

function keysOf({ simulated, vectors }: Pair): OpenWorld['keys'] {
  const names = Object.keys(held) as KeyName[];
  const key = (name: KeyName): SimulatedKey => ({
    ...simulated.deriveKey('contract', name),
    label: name,
    ...held[name],
    ...(name === 'mighty' ? wordsFor(vectors, ['manage-keys', 'manage-addresses']) : {}),
    createdAt: '2026-01-05T09:00:00.000Z',
  });
  return Object.fromEntries(names.map((name) => [name, key(name)])) as OpenWorld['keys'];
}

const asParts = (keys: OpenWorld['keys'], key: KeyName | KeyParts): KeyParts =>
  typeof key === 'string' ? keys[key] : key;

export const credentialOf = (key: KeyParts, holder: KeyHolder): Credential => ({
  holder,
  label: 'key of the contract suite',
  parts: Object.fromEntries(
    Object.entries(secretParts(key)).map(([part, value]) => [part, new Secret(value, `test:${part}`)]),
  ),
});

// ---------------------------------------------------------------- the books

const addresses = {
  BTC: { coin: 'BTC', network: 'BTC', address: 'bc1qexampleowner', label: 'cold', whitelisted: true },
  USDT: { coin: 'USDT', network: 'ETH', address: '0xexampleother', label: 'desk', whitelisted: true },
};

type Symbols = OpenWorld['symbols'];

/** Every amount stands once, so that a row cannot be taken for another. */
function openingOf({ venue }: Pair, keys: OpenWorld['keys'], symbols: Symbols): OpeningBooks {
  return {
    uid: 1_000_001,
    keys: Object.values(keys),
    balances: [
      { asset: 'BTC', free: '1.5' },
      { asset: 'ETH', free: '10.25' },
      { asset: 'USDT', free: '25000' },
      { asset: 'ZRT', free: '400' },
    ],
    markets: [
      { symbol: symbols.BTC, base: 'BTC', quote: 'USDT', price: '60000', depth: '500000' },
      { symbol: symbols.ETH, base: 'ETH', quote: 'USDT', price: '3000', depth: '300000' },
      { symbol: symbols.ZRT, base: 'ZRT', quote: 'USDT', price: '2', depth: '900' },
      ...contractsOf(venue, symbols).markets,
    ],
    ...ordersOf(symbols),
    ...movementsOf(venue),
    addresses: Object.values(addresses),
    positions: contractsOf(venue, symbols).positions,
    subAccounts: [
      {
        id: subAccount,
        label: 'deskb',
        email: 'deskb@example.invalid',
        createdAt: '2026-01-10T10:00:00.000Z',
      },
    ],
    feeRate: '0.001',
  };
}

function ordersOf(symbols: Symbols): Pick<OpeningBooks, 'openOrders' | 'pastOrders' | 'trades'> {
  const at = (minute: string) => `2026-03-01T02:${minute}:00.000Z`;
  const { BTC, ETH, ZRT } = symbols;
  return {
    openOrders: [
      { clientOrderId: 'bot01', symbol: BTC, side: 'buy', price: '50000', amount: '0.011', at: at('01') },
      { clientOrderId: 'bot02', symbol: BTC, side: 'buy', price: '51000', amount: '0.012', at: at('02') },
      { clientOrderId: 'bot03', symbol: ETH, side: 'sell', price: '4000', amount: '0.5', at: at('03') },
      {
        clientOrderId: 'stop01',
        symbol: BTC,
        side: 'sell',
        price: '54900',
        amount: '0.021',
        trigger: '55000',
        at: at('04'),
      },
    ],
    pastOrders: [
      {
        clientOrderId: 'gone01',
        symbol: BTC,
        side: 'buy',
        price: '49000',
        amount: '0.013',
        at: at('05'),
        cancelledAt: at('30'),
      },
    ],
    // Two at the very same moment, and the last in a thin pair.
    trades: [
      trade(BTC, 'buy', '59000', '0.01', 'fill01', '2026-02-27T10:00:00.123Z'),
      trade(BTC, 'sell', '59500', '0.02', 'fill02', '2026-02-28T11:00:00.456Z'),
      trade(BTC, 'buy', '59600', '0.03', 'fill03', '2026-02-28T11:00:00.456Z'),
      trade(ETH, 'sell', '3100', '1.5', 'fill04', '2026-02-28T23:59:59.999Z'),
      trade(ZRT, 'buy', '7', '50', 'fill05', '2026-03-01T02:50:00.001Z'),
    ],
  };
}

const trade = (
  symbol: string,
  side: 'buy' | 'sell',
  price: string,
  amount: string,
  clientOrderId: string,
  at: string,
): OpeningBooks['trades'][number] => ({ symbol, side, price, amount, clientOrderId, at });

/** Transfers between wallets only where the venue lists transfers at all. */
function movementsOf({
  capabilities,
}: Venue): Pick<OpeningBooks, 'withdrawals' | 'deposits' | 'transfers' | 'funding'> {
  const { BTC, USDT } = addresses;
  const from = { coin: USDT.coin, address: USDT.address, network: USDT.network };
  const to = { coin: BTC.coin, address: BTC.address, network: BTC.network };
  return {
    withdrawals: [
      { ...from, amount: '100.5', fee: '1', txId: 'aa01', at: '2026-02-27T23:59:59.000Z' },
      { ...from, amount: '77', fee: '1', txId: 'aa02', at: '2026-02-28T12:00:00.000Z' },
    ],
    deposits: [
      { ...to, amount: '0.25', txId: 'bb01', at: '2026-02-27T00:00:00.000Z' },
      { ...from, amount: '5000', txId: 'bb02', at: '2026-02-28T00:30:00.000Z' },
    ],
    transfers:
      capabilities.listTransfers.by === 'api'
        ? [
            { asset: 'USDT', amount: '31.25', from: 'spot', to: 'funding', at: '2026-02-27T08:00:00.000Z' },
            {
              asset: 'USDT',
              amount: '32.75',
              from: 'spot',
              to: `sub:${subAccount}`,
              at: '2026-02-28T08:00:00.000Z',
            },
          ]
        : [],
    funding: [{ asset: 'USDT', free: '4321.125' }],
  };
}

/** A position only where the venue lists positions. */
function contractsOf(
  { capabilities }: Venue,
  { BTC }: Symbols,
): { readonly markets: OpeningBooks['markets']; readonly positions: NonNullable<OpeningBooks['positions']> } {
  if (capabilities.listPositions.by !== 'api') return { markets: [], positions: [] };
  const symbol = `${BTC}-PERP`;
  return {
    markets: [
      { symbol, base: 'BTC', quote: 'USDT', price: '60010', depth: '900000', kind: 'linear' as const },
    ],
    positions: [
      {
        symbol,
        side: 'short' as const,
        amount: '0.4',
        entryPrice: '60100',
        leverage: '5',
        at: '2026-02-28T09:00:00.000Z',
      },
    ],
  };
}
