import type { Json, JsonObject } from '../../domain/json.ts';
import { add, divide, isZero, multiply, sum } from '../../domain/money.ts';
import { rounded } from './decimals.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { slowLimit } from './limits.ts';
import { oneOf } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** All wallets together (WalletApi). */
export const balanceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/wallet/total_balance',
    group: 'wallet',
    limit: slowLimit,
    answer: totalBalance,
  },
];

/** At last prices in USDT; nothing for a coin without one. */
function worthOf(books: LedgerBooks, coin: string, amount: string): string {
  if (/^USD[TC]?$/.test(coin)) return amount;
  const market = books.markets.find((each) => isSpot(each) && each.base === coin && /^USD/.test(each.quote));
  return market === undefined ? '0' : rounded(multiply(amount, market.price));
}

const currencies = ['USDT', 'USD', 'BTC', 'CNY'] as const;

/** "the total *estimated value* of all currencies in each account converted to the input currency". */
function totalBalance({ books, parameters }: Call): Json {
  const currency = oneOf(parameters, 'currency', currencies) ?? 'USDT';
  const worth = (held: Iterable<readonly [string, string]>): string =>
    converted(books, sum([...held].map(([coin, amount]) => worthOf(books, coin, amount))), currency);
  const spot = [...books.balances].map(([coin, { free, locked }]) => [coin, add(free, locked)] as const);
  const amounts = {
    spot: worth(spot),
    finance: worth(books.funding),
    margin: worth(books.wallets.get('margin') ?? []),
    futures: worth(books.wallets.get('futures') ?? []),
    delivery: '0',
    options: '0',
    cross_margin: '0',
    quant: '0',
    warrant: '0',
    cbbc: '0',
  };
  return {
    total: { amount: sum(Object.values(amounts)), currency, unrealised_pnl: '0', borrowed: '0' },
    details: Object.fromEntries(
      Object.entries(amounts).map(([name, amount]) => [name, { amount, currency, ...besides(name) }]),
    ),
  };
}

/** "will only appear in futures, options, delivery" and "in margin and cross_margin accounts". */
const besides = (name: string): JsonObject => ({
  ...(['futures', 'options', 'delivery'].includes(name) ? { unrealised_pnl: '0' } : {}),
  ...(name.endsWith('margin') ? { borrowed: '0' } : {}),
});

function converted(books: LedgerBooks, amount: string, currency: (typeof currencies)[number]): string {
  if (currency !== 'BTC') return amount;
  const price = worthOf(books, 'BTC', '1');
  return isZero(price) ? '0' : rounded(divide(amount, price));
}
