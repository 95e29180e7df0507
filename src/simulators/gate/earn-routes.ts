import type { Json, JsonObject } from '../../domain/json.ts';
import { isZero, subtract } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { notSimulated } from './codes.ts';
import { otherLimit, usualLimit } from './limits.ts';
import { movementsOf } from './log-rows.ts';
import { currenciesOf, knownCurrency } from './market-routes.ts';
import { decimal, mandatory, oneOf, oneOfMandatory, optional } from './parameters.ts';
import { isWithin, openRule, pageOf, windowOf } from './paging.ts';
import type { Call, Method, Route } from './route.ts';

const route = (method: Method, path: string, answer: (call: Call) => Json): Route => ({
  method,
  path: `/earn/uni/${path}`,
  group: 'earn',
  limit: otherLimit,
  answer,
});

const open = (path: string, answer: (call: Call) => Json): Route => ({
  ...route('GET', path, answer),
  group: 'public',
  limit: usualLimit,
});

/** What is lent (EarnUniApi.md, 2026-06-25): the books' funding wallet. */
export const earnRoutes: readonly Route[] = [
  open('currencies', ({ core }) => currenciesOf(core.world.books()).map(currencyRow)),
  open('currencies/{currency}', (call) => currencyRow(currencyIn(call))),
  route('GET', 'lends', lends),
  route('GET', 'lend_records', lendRecords),
  route('GET', 'interests/{currency}', (call) => ({ currency: currencyIn(call), interest: '0' })),
  route('GET', 'interest_records', interestRecords),
  route('GET', 'interest_status/{currency}', (call) => ({
    currency: currencyIn(call),
    interest_status: 'interest_dividend',
  })),
  route('POST', 'lends', lend),
  route('PATCH', 'lends', amend),
];

/** The documents' own example has it in small letters. */
const currencyIn = (call: Call): string => knownCurrency(call, call.inPath('currency').toUpperCase());

/** "Default: 100, minimum: 1, maximum: 100". */
const pageSize = { usual: 100, most: 100 };

/** Rates and limits are invented. */
const currencyRow = (currency: string): JsonObject => ({
  currency,
  min_lend_amount: '0.00000001',
  max_lend_amount: '100000000',
  max_rate: '0.00057',
  min_rate: '0.000001',
});

/** One row a coin; all of it is lent out. Times are in milliseconds here, as in the page's example. */
function lends({ books, parameters }: Call): Json {
  const currency = optional(parameters, 'currency');
  const rows = [...books.funding]
    .filter(([coin, amount]) => !isZero(amount) && (currency === undefined || coin === currency))
    .map(([coin, amount]) => lendRow(coin, amount, movedAt(books, coin)));
  return pageOf(rows, parameters, pageSize);
}

interface Moments {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** When a transfer first and last touched it; who lent before the books begin is told 0 (assumed). */
function movedAt(books: LedgerBooks, coin: string): Moments {
  const moments = movementsOf(books, 'funding')
    .filter(({ transfer }) => transfer.asset === coin)
    .map(({ transfer }) => transfer.atMs);
  return { firstMs: moments[0] ?? 0, lastMs: moments.at(-1) ?? 0 };
}

const lendRow = (currency: string, amount: string, { firstMs, lastMs }: Moments): JsonObject => ({
  currency,
  current_amount: amount,
  amount,
  lent_amount: amount,
  frozen_amount: '0',
  min_rate: '0.000001',
  interest_status: 'interest_dividend',
  reinvest_left_amount: '0',
  create_time: firstMs,
  update_time: lastMs,
});

/** Transfers into and out of the funding wallet, newest first. */
function lendRecords({ books, parameters, nowMs }: Call): Json {
  const currency = optional(parameters, 'currency');
  const type = oneOf(parameters, 'type', ['lend', 'redeem']);
  const window = windowOf(parameters, openRule, nowMs);
  const rows = movementsOf(books, 'funding')
    .filter(({ transfer }) => currency === undefined || transfer.asset === currency)
    .filter(({ transfer }) => isWithin(window, transfer.atMs))
    .toReversed()
    .map(({ transfer, change, balance }) => ({
      currency: transfer.asset,
      amount: transfer.amount,
      last_wallet_amount: '0',
      last_lent_amount: subtract(balance, change),
      last_frozen_amount: '0',
      type: transfer.to === 'funding' ? 'lend' : 'redeem',
      create_time: transfer.atMs,
    }))
    .filter((row) => type === undefined || row.type === type);
  return pageOf(rows, parameters, pageSize);
}

function interestRecords({ parameters, nowMs }: Call): Json {
  windowOf(parameters, openRule, nowMs);
  return pageOf([], parameters, pageSize);
}

/** "Required for lending operations": of `min_rate`. */
function lend(call: Call): never {
  const { parameters } = call;
  knownCurrency(call, mandatory(parameters, 'currency'));
  decimal('amount', mandatory(parameters, 'amount'));
  const type = oneOfMandatory(parameters, 'type', ['lend', 'redeem']);
  if (type === 'lend') mandatory(parameters, 'min_rate');
  throw notSimulated();
}

function amend(call: Call): never {
  const currency = optional(call.parameters, 'currency');
  if (currency !== undefined) knownCurrency(call, currency);
  throw notSimulated();
}
