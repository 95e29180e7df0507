import fc from 'fast-check';
import type { OpeningBooks, SimulatedKey } from '../../../src/simulators/index.ts';
import type { Pair } from '../../contract/world.ts';
import { conversionsOf } from './conversions.ts';
import { longestPage } from './grid.ts';
import { drawMoments } from './moments.ts';
import { movementsOf } from './movements.ts';
import { amountNo, crowd, iso, place, type AccountPlan } from './placing.ts';
import { unreadInverse } from './unread.ts';

/** Coins beside those of the contract's books; nobody ever trades the last. */
const moreCoins = ['ADA', 'SOL'] as const;

/** Share of the fills: one coin has nearly all of them, and one exactly one. */
const weights = { BTC: 70, ETH: 20, ADA: 10 } as const;
const prices = { BTC: '60000', ETH: '3000', ADA: '5', ZRT: '2', SOL: '150' } as const;

type Coin = keyof typeof prices;

export const tradedOnce: Coin = 'ZRT';

/** Every symbol that the owner could name. */
export const symbolsOf = ({ simulated }: Pair): readonly string[] =>
  (Object.keys(prices) as Coin[]).map((coin) => simulated.symbolOf(coin, 'USDT'));

/**
 * Returns the contract's books with a history drawn into them: the same for a seed. Every amount stands
 * once, so that no row can be taken for another; moments are shared as often as can be.
 */
export function generateAccount(pair: Pair, books: OpeningBooks, plan: AccountPlan): OpeningBooks {
  const symbolOf = (coin: Coin): string => pair.simulated.symbolOf(coin, 'USDT');
  const more = moreCoins.map((coin) => ({
    symbol: symbolOf(coin),
    base: coin,
    quote: 'USDT',
    price: prices[coin],
    depth: '90000',
  }));
  return {
    ...books,
    ...inverseOf(pair, books, plan),
    markets: [...books.markets, ...more, ...inverseMarkets(pair, plan)],
    subAccounts: [...(books.subAccounts ?? []), ...subAccounts],
    pastOrders: cancelledNear(pair, plan),
    trades: fillsOf(pair, plan),
    ...movementsOf(pair, books, plan),
    conversions: conversionsOf(pair, plan),
    keys: books.keys.map((key) => readingConversions(pair, key)),
  };
}

/** A venue may want a permission of its own to show them: the key that reads everything has it. */
function readingConversions({ simulated }: Pair, key: SimulatedKey): SimulatedKey {
  const words = simulated.converts?.readWith ?? [];
  if (key.label !== 'mighty' || words.length === 0) return key;
  return { ...key, venuePermissions: [...(key.venuePermissions ?? []), ...words] };
}

const subAccounts = [
  {
    id: '7000002',
    label: 'deskc',
    email: 'deskc@example.invalid',
    createdAt: '2026-01-11T10:00:00.000Z',
  },
  {
    id: '7000003',
    label: 'deskd',
    email: 'deskd@example.invalid',
    createdAt: '2026-01-12T10:00:00.000Z',
  },
];

// ---------------------------------------------------------------- trading

function fillsOf(pair: Pair, plan: AccountPlan): OpeningBooks['trades'] {
  const coin = fc.oneof(
    ...(Object.entries(weights) as [Coin, number][]).map(([each, weight]) => ({
      weight,
      arbitrary: fc.constant(each),
    })),
  );
  const drawn = fc.sample(fc.tuple(coin, fc.constantFrom('buy', 'sell')), {
    seed: plan.seed,
    numRuns: plan.fills,
  });
  const moments = drawMoments(plan.fills, plan.stretch, plan.seed);
  const lone = Math.floor(plan.fills / 3);
  const rows = drawn.map(([each, side], index) => {
    const traded = index === lone ? tradedOnce : each;
    const symbol = pair.simulated.symbolOf(traded, 'USDT');
    return { symbol, side, price: prices[traded], atMs: moments[index] ?? 0, no: index + 1 };
  });
  place(pair, rows, plan, ['listOrders', 'listTrades']);
  crowd(rows, plan, longestPage(pair.venue, 'listTrades'));
  return [
    ...rows.map(({ no, atMs, ...rest }) => ({
      ...rest,
      amount: amountNo(no),
      clientOrderId: `fill${no}`,
      at: iso(atMs),
    })),
    ...contractFills(pair, plan),
    ...inverseFills(pair, plan),
  ];
}

/** On a contract too, where the venue has positions: a hundredth of the fills. */
function contractFills(pair: Pair, { fills, stretch, seed }: AccountPlan): OpeningBooks['trades'] {
  if (!hasContracts(pair)) return [];
  const count = Math.max(6, Math.floor(fills / 100));
  const symbol = contractOf(pair);
  return drawMoments(count, stretch, seed + 1).map((atMs, index) => ({
    symbol,
    side: index % 2 === 0 ? ('buy' as const) : ('sell' as const),
    price: '60010',
    amount: amountNo(500_000 + index),
    clientOrderId: `perp${index}`,
    at: iso(atMs),
  }));
}

/** Of the contract that is settled in its base, where the simulator has one; as many as of the other. */
function inverseFills(pair: Pair, plan: AccountPlan): OpeningBooks['trades'] {
  const [market] = inverseMarkets(pair, plan);
  if (market === undefined) return [];
  const count = Math.max(6, Math.floor(plan.fills / 100));
  return drawMoments(count, plan.stretch, plan.seed + 7).map((atMs, index) => ({
    symbol: market.symbol,
    side: index % 2 === 0 ? ('sell' as const) : ('buy' as const),
    price: '60020',
    amount: amountNo(600_000 + index),
    clientOrderId: `coin${index}`,
    at: iso(atMs),
  }));
}

function inverseMarkets({ id, simulated }: Pair, plan: AccountPlan): OpeningBooks['markets'] {
  const symbol = simulated.inverseOf?.('BTC', 'USD');
  const isLeftOut = unreadInverse[id] !== undefined && plan.isWhole !== true;
  if (symbol === undefined || isLeftOut) return [];
  return [{ symbol, base: 'BTC', quote: 'USD', price: '60020', depth: '700000', kind: 'inverse' }];
}

/** A position in it, and the coin that it is settled in. */
function inverseOf(pair: Pair, books: OpeningBooks, plan: AccountPlan): Partial<OpeningBooks> {
  const [market] = inverseMarkets(pair, plan);
  if (market === undefined) return {};
  const position = {
    symbol: market.symbol,
    side: 'long' as const,
    amount: '0.7',
    entryPrice: '60000',
    leverage: '3',
    at: '2026-02-28T10:00:00.000Z',
  };
  return {
    positions: [...(books.positions ?? []), position],
    wallets: { ...books.wallets, futures: [{ asset: 'BTC', free: '2.5' }] },
  };
}

const hasContracts = ({ venue }: Pair): boolean => venue.capabilities.listPositions.by === 'api';

/** The contract's books have one, under this name. */
const contractOf = ({ simulated }: Pair): string => `${simulated.symbolOf('BTC', 'USDT')}-PERP`;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Venues forget what was cancelled without a fill after two hours, a day, three days, a week. */
const forgottenAfter = [10 * minute, 2 * hour, day, 3 * day, 7 * day, 30 * day];

/** Five minutes on either side of every deadline that a venue has. */
function cancelledNear(pair: Pair, { stretch }: AccountPlan): NonNullable<OpeningBooks['pastOrders']> {
  const symbols = [pair.simulated.symbolOf('BTC', 'USDT'), ...(hasContracts(pair) ? [contractOf(pair)] : [])];
  const ages = forgottenAfter.flatMap((age) => [age - 5 * minute, age + 5 * minute]);
  const placed = symbols.flatMap((symbol) => ages.map((age) => ({ symbol, age })));
  return placed.map(({ symbol, age }, index) => ({
    clientOrderId: `gone${index}`,
    symbol,
    side: 'buy' as const,
    price: '49000',
    amount: amountNo(900_000 + index),
    at: iso(stretch.to - age - minute),
    cancelledAt: iso(stretch.to - age),
  }));
}
