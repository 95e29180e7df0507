import type { Json, JsonObject } from '../../domain/json.ts';
import { isZero } from '../../domain/money.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { missingParameter } from './codes.ts';
import { otherLimit } from './limits.ts';
import { movementsOf } from './log-rows.ts';
import { pairOf } from './market-routes.ts';
import { optional } from './parameters.ts';
import { bookRule, isWithin, pageOf, secondOf, windowOf } from './paging.ts';
import type { Call, Route } from './route.ts';

const get = (path: string, answer: Route['answer']): Route => ({
  method: 'GET',
  path: `/margin/${path}`,
  group: 'margin',
  limit: otherLimit,
  answer,
});

/** Isolated margin accounts, and what is lent (MarginApi). */
export const marginRoutes: readonly Route[] = [
  get('accounts', marginAccounts),
  get('user/account', marginAccounts),
  get('account_book', marginBook),
  get('funding_accounts', fundingAccounts),
];
/** The books' margin wallet is by coin: it lies in the first pair that trades the coin. */
function marginAccounts(call: Call): Json {
  const { books, parameters } = call;
  const pair = optional(parameters, 'currency_pair');
  const held = books.wallets.get('margin') ?? new Map<string, string>();
  const pairs = pair === undefined ? books.markets.filter(isSpot) : [pairOf(call, pair)];
  return pairs
    .map((market) => marginRow(books, market, held))
    .filter(({ isHeld }) => pair !== undefined || isHeld)
    .map(({ row }) => row);
}

function marginRow(books: LedgerBooks, market: LedgerMarket, held: ReadonlyMap<string, string>) {
  const homeOf = (coin: string): string | undefined =>
    books.markets.find((each) => isSpot(each) && (each.base === coin || each.quote === coin))?.symbol;
  const amountOf = (coin: string): string => (homeOf(coin) === market.symbol ? (held.get(coin) ?? '0') : '0');
  const side = (currency: string): JsonObject => ({
    currency,
    available: amountOf(currency),
    locked: '0',
    borrowed: '0',
    interest: '0',
  });
  const row: JsonObject = {
    currency_pair: market.symbol,
    account_type: 'mmr',
    leverage: '3',
    locked: false,
    risk: '9999.99',
    mmr: '9999.99',
    base: side(market.base),
    quote: side(market.quote),
  };
  return { row, isHeld: [market.base, market.quote].some((coin) => !isZero(amountOf(coin))) };
}

/** "Currently only provides transfer history to and from margin accounts"; `currency` wants its pair. */
function marginBook(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const [currency, pair] = [optional(parameters, 'currency'), optional(parameters, 'currency_pair')];
  if (currency !== undefined && pair === undefined) throw missingParameter('currency_pair');
  const window = windowOf(parameters, bookRule, nowMs);
  const type = optional(parameters, 'type');
  const rows = movementsOf(books, 'margin')
    .toReversed()
    .filter(({ transfer }) => isWithin(window, transfer.atMs))
    .filter(({ transfer }) => currency === undefined || transfer.asset === currency)
    .map(({ transfer, change, balance }) => ({
      id: transfer.id,
      time: String(secondOf(transfer.atMs)),
      time_ms: transfer.atMs,
      currency: transfer.asset,
      currency_pair:
        books.markets.find(({ base, quote }) => base === transfer.asset || quote === transfer.asset)
          ?.symbol ?? '',
      change,
      balance,
      type: change.startsWith('-') ? 'out' : 'in',
    }))
    .filter((row) => type === undefined || row.type === type);
  return pageOf(rows, parameters);
}

/** The books' funding wallet is what is lent: "`available`, identical to spot account `available`". */
function fundingAccounts({ books, parameters }: Call): Json {
  const currency = optional(parameters, 'currency');
  return [...books.funding]
    .filter(([coin]) => currency === undefined || coin === currency)
    .map(([coin, amount]) => ({
      currency: coin,
      available: books.balances.get(coin)?.free ?? '0',
      locked: '0',
      lent: amount,
      total_lent: amount,
    }));
}
