import fc from 'fast-check';
import type { OpeningBooks } from '../../../src/simulators/index.ts';
import type { Pair } from '../../contract/world.ts';
import { longestPage } from './grid.ts';
import { drawMoments } from './moments.ts';
import { movementsOf } from './movements.ts';
import { amountNo, crowd, iso, place, type AccountPlan } from './placing.ts';

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
    markets: [...books.markets, ...more],
    subAccounts: [...(books.subAccounts ?? []), ...subAccounts],
    pastOrders: cancelledNear(pair, plan),
    trades: fillsOf(pair, plan),
    ...movementsOf(pair, books, plan),
  };
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
