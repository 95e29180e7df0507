import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { add, compare, multiply, subtract, sum } from '../../src/domain/money.ts';
import { applyMutation } from '../../src/simulators/ledger.ts';
import { LedgerRefusal } from '../../src/simulators/ledger-books.ts';
import type { LedgerBooks } from '../../src/simulators/ledger-books.ts';
import type { Mutation } from '../../src/simulators/mutation.ts';
import { openBooks } from '../../src/simulators/opening.ts';
import { opening } from './opening.ts';

const by = { key: 'opening:0', sourceIp: '198.51.100.7' };
const begun = openBooks(opening);

const places = (most: number, digits: number) =>
  fc.integer({ min: 1, max: most * 10 ** digits }).map((n) => (n / 10 ** digits).toFixed(digits));
const side = fc.constantFrom('buy' as const, 'sell' as const);
const symbol = fc.constantFrom('BTCUSDT', 'ETHUSDT', 'ZRTUSDT');

type Act = (books: LedgerBooks, atMs: number) => Mutation | undefined;

const limitOrder: fc.Arbitrary<Act> = fc
  .record({
    symbol,
    side,
    price: places(20_000, 4),
    amount: places(20, 8),
    share: fc.integer({ min: 0, max: 3 }),
    then: fc.constantFrom('rests' as const, 'expires' as const),
    id: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ share, id, ...order }) => (_, atMs) => {
    const part = multiply(order.amount, ['0', '0.25', '0.5', '1'][share] ?? '0');
    const fills = share === 0 ? [] : [{ price: order.price, amount: part }];
    return {
      kind: 'order-placed',
      atMs,
      by,
      ...order,
      type: 'limit',
      timeInForce: 'GTC',
      clientOrderId: `c${id}`,
      fills,
    };
  });

const someOpen = (books: LedgerBooks, pick: number) => {
  const open = books.orders.filter((order) => order.status === 'open');
  return open[pick % Math.max(open.length, 1)];
};

const match: fc.Arbitrary<Act> = fc
  .record({ pick: fc.nat(20), percent: fc.constantFrom('0.1', '0.5', '1', '1.01') })
  .map(({ pick, percent }) => (books, atMs) => {
    const order = someOpen(books, pick);
    if (order === undefined) return undefined;
    const amount = multiply(subtract(order.amount, order.filled), percent);
    return { kind: 'order-matched', atMs, orderId: order.id, amount };
  });

const cancel: fc.Arbitrary<Act> = fc.nat(20).map((pick) => (books, atMs) => {
  const order = someOpen(books, pick) ?? books.orders[pick];
  return order && { kind: 'order-cancelled', atMs, by, orderId: order.id };
});

const withdraw: fc.Arbitrary<Act> = fc
  .record({ coin: fc.constantFrom('USDT', 'BTC', 'XYZ'), amount: places(1000, 6), id: fc.nat() })
  .map(({ coin, amount, id }) => (_, atMs) => ({
    kind: 'withdrawal-requested',
    atMs,
    by,
    id: `w${id}`,
    coin,
    amount,
    fee: '0.5',
    address: '0x7',
    network: 'ETH',
    txId: '0xee',
    settlesAtMs: atMs + 3,
  }));

const convert: fc.Arbitrary<Act> = fc
  .record({
    as: fc.constantFrom('convert' as const, 'dust' as const),
    from: fc.constantFrom('BTC', 'USDT', 'XYZ'),
    fromAmount: places(50, 6),
    toAmount: places(50, 6),
    fee: places(1, 6),
  })
  .map(({ as, ...part }) => (_, atMs) => ({
    kind: 'converted',
    atMs,
    by,
    as,
    parts: [{ ...part, to: 'ETH' }],
  }));

const freeze: fc.Arbitrary<Act> = fc.constant((_, atMs) => ({ kind: 'account-frozen', atMs }));

const history = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: limitOrder },
    { weight: 4, arbitrary: match },
    { weight: 4, arbitrary: cancel },
    { weight: 2, arbitrary: withdraw },
    { weight: 2, arbitrary: convert },
    { weight: 1, arbitrary: freeze },
  ),
  { maxLength: 60 },
);

function play(acts: readonly Act[], look: (before: LedgerBooks, after: LedgerBooks, done: boolean) => void) {
  let books = begun;
  acts.forEach((act, index) => {
    const before = books;
    try {
      const mutation = act(books, begun.updatedAtMs + index);
      if (mutation !== undefined) books = applyMutation(books, mutation);
    } catch (problem) {
      if (!(problem instanceof LedgerRefusal)) throw problem;
    }
    look(before, books, books !== before);
  });
  return books;
}

const assets = ['BTC', 'ETH', 'USDT', 'ZRT'];
const held = (books: LedgerBooks, asset: string) => {
  const { free, locked } = books.balances.get(asset) ?? { free: '0', locked: '0' };
  return { free, locked, all: add(free, locked) };
};
const marketOf = (name: string) => opening.markets.find((market) => market.symbol === name);

/** What trades, conversions and withdrawals say an asset changed by, worked out from their rows alone. */
function changeByRows(books: LedgerBooks, asset: string): string {
  const trades = books.trades.slice(begun.trades.length).flatMap((trade) => {
    const market = marketOf(trade.symbol);
    const sign = trade.side === 'buy' ? '1' : '-1';
    return [
      market?.base === asset ? multiply(trade.amount, sign) : '0',
      market?.quote === asset ? multiply(multiply(trade.price, trade.amount), multiply(sign, '-1')) : '0',
      trade.feeAsset === asset ? multiply(trade.fee, '-1') : '0',
    ];
  });
  const left = books.withdrawals
    .slice(begun.withdrawals.length)
    .filter((each) => each.coin === asset && each.cancelledAtMs === undefined)
    .map((each) => multiply(add(each.amount, each.fee), '-1'));
  const converted = books.conversions.flatMap(({ from, fromAmount, to, toAmount }) => [
    from === asset ? multiply(fromAmount, '-1') : '0',
    to === asset ? toAmount : '0',
  ]);
  return sum([...trades, ...left, ...converted]);
}

describe('money in the books', () => {
  it('changes by what trades, fees and withdrawals say, whatever happens', () => {
    fc.assert(
      fc.property(history, (acts) => {
        const books = play(acts, () => undefined);
        for (const asset of assets) {
          const change = subtract(held(books, asset).all, held(begun, asset).all);
          expect([asset, change]).toEqual([asset, changeByRows(books, asset)]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is never below zero, and locked is what open orders hold', () => {
    fc.assert(
      fc.property(history, (acts) => {
        play(acts, (_, books) => {
          for (const asset of assets) {
            const { free, locked } = held(books, asset);
            expect(compare(free, '0')).not.toBe(-1);
            const wanted = books.orders
              .filter((order) => order.status === 'open')
              .filter((order) => marketOf(order.symbol)?.[order.side === 'buy' ? 'quote' : 'base'] === asset)
              .map((order) => {
                const left = subtract(order.amount, order.filled);
                return order.side === 'buy' ? multiply(order.price, left) : left;
              });
            expect([asset, locked]).toEqual([asset, sum(wanted)]);
          }
        });
      }),
      { numRuns: 100 },
    );
  });

  it('stays as it was when the books refuse', () => {
    let refused = 0;
    fc.assert(
      fc.property(history, (acts) => {
        play(acts, (before, after, done) => {
          if (!done) refused += after === before ? 1 : Number.NaN;
        });
      }),
      { numRuns: 100 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('is free again after a cancel, to the last digit', () => {
    fc.assert(
      fc.property(limitOrder, (order) => {
        const at = begun.updatedAtMs;
        const mutation = { ...order(begun, at), then: 'rests' } as Extract<
          Mutation,
          { kind: 'order-placed' }
        >;
        const placed = { ...mutation, fills: [], price: '0.37', amount: '11.7' };
        const after = applyMutation({ ...begun, balances: rich }, placed);
        const id = after.orders.at(-1)?.id ?? 0;
        const cancelled = applyMutation(after, { kind: 'order-cancelled', atMs: at, by, orderId: id });
        for (const asset of assets) expect(cancelled.balances.get(asset)).toEqual(rich.get(asset));
      }),
    );
  });
});

const rich = new Map(assets.map((asset) => [asset, { free: '1000000', locked: '0' }]));

describe('ids', () => {
  it('ascend with time, orders without gaps and trades with them', () => {
    fc.assert(
      fc.property(history, (acts) => {
        const books = play(acts, () => undefined);
        books.orders.forEach((order, index) => expect(order.id).toBe(1_000_001 + index));
        books.trades.forEach((trade, index) => {
          const before = books.trades[index - 1];
          if (before !== undefined) expect(trade.id).toBeGreaterThan(before.id + 1);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('follow the time of the opening history, not its order in the file', () => {
    const shuffled = openBooks({ ...opening, trades: opening.trades.toReversed() });
    expect(shuffled.trades).toEqual(begun.trades);
    expect(shuffled.orders).toEqual(begun.orders);
  });
});

describe('opening books', () => {
  it('lock what rests', () => {
    expect(held(begun, 'USDT')).toEqual({ free: '187000', locked: '53000', all: '240000' });
  });

  it.each([
    ['more locked than there is', { balances: [{ asset: 'USDT', free: '52999.99' }] }, /lock more USDT/],
    ['an order on no market', { markets: opening.markets.slice(1) }, /no market BTCUSDT/],
    ['an amount that is none', { balances: [{ asset: 'USDT', free: '2,000' }] }, /"2,000" is not a decimal/],
    ['an asset twice', { balances: [...opening.balances, { asset: 'BTC', free: '1' }] }, /BTC twice/],
    ['a time that is none', { trades: opening.trades.map((each) => ({ ...each, at: 'soon' })) }, /"soon"/],
  ])('are refused with %s', (_, change, message) => {
    expect(() => openBooks({ ...opening, ...change })).toThrow(BadInput);
    expect(() => openBooks({ ...opening, ...change })).toThrow(message);
  });
});
