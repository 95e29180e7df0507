import type { Json, JsonObject } from '../../domain/json.ts';
import { isZero, multiply, sum } from '../../domain/money.ts';
import { isoOf } from '../books-view.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { accountRow, accountsOf } from './account-rows.ts';
import { notFound } from './codes.ts';
import { paymentMethodIdOf, portfolioIdOf } from './ids.ts';
import { isFiat, isIntx, secondsOf } from './names.ts';
import { pageSize } from './parameters.ts';
import { mayDo } from './permissions.ts';
import { breakdownRow, portfolioRow, portfoliosOf } from './portfolio-rows.ts';
import type { Portfolio } from './portfolio-rows.ts';
import { brokerage } from './route.ts';
import type { Call, Route } from './route.ts';

/** Accounts, portfolios, the key itself, fees and payment methods of Advanced Trade. */
export const accountRoutes: readonly Route[] = [
  brokerage('accounts', 'view', accounts),
  brokerage('accounts/{account}', 'view', oneAccount),
  brokerage('portfolios', 'view', portfolios),
  brokerage('portfolios/{portfolio}', 'view', onePortfolio),
  brokerage('key_permissions', 'view', keyPermissions),
  brokerage('transaction_summary', 'view', transactionSummary),
  brokerage('payment_methods', 'view', ({ books, owner }) => ({
    payment_methods: paymentMethods(books, owner),
  })),
  brokerage('payment_methods/{method}', 'view', onePaymentMethod),
  // The books know no converts: whatever is asked for was not found.
  brokerage('convert/trade/{trade}', 'view', ({ parameters }) => {
    throw notFound(parameters.half, 'trade');
  }),
];

/** "A pagination limit with default of 49 and maximum of 250." The cursor is the last account's id. */
function accounts({ books, owner, parameters }: Call): Json {
  const all = accountsOf(books, owner);
  const cursor = parameters.text('cursor');
  const place = cursor === undefined ? -1 : all.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && place < 0) throw parameters.bad('cursor is invalid');
  const page = all.slice(place + 1).slice(0, pageSize(parameters, { usual: 49, most: 250 }));
  const last = page.at(-1);
  const hasNext = last !== undefined && last !== all.at(-1);
  return {
    accounts: page.map((account) => accountRow(books, owner, account)),
    has_next: hasNext,
    cursor: hasNext ? last.id : '',
    size: page.length,
  };
}

function oneAccount({ books, owner, parameters, member }: Call): Json {
  const account = accountsOf(books, owner).find(({ id }) => id === member('account'));
  if (account === undefined) throw notFound(parameters.half, 'account');
  return { account: accountRow(books, owner, account) };
}

/** "unless otherwise noted, can only view … data that belongs to its own portfolio": their names it may. */
function portfolios({ core, parameters }: Call): Json {
  const type = parameters.text('portfolio_type') ?? 'UNDEFINED';
  const all = portfoliosOf(core.world.books());
  return { portfolios: all.filter((each) => type === 'UNDEFINED' || each.type === type).map(portfolioRow) };
}

/** Of its own portfolio, and of the perpetuals one beside the default: another one's is not found (assumed). */
function onePortfolio({ core, books, owner, member, parameters }: Call): Json {
  const portfolio = portfoliosOf(core.world.books()).find(({ id }) => id === member('portfolio'));
  const isOwn = portfolio?.owner === owner || portfolio?.owner === `${owner}/intx`;
  if (portfolio === undefined || !isOwn) throw notFound(parameters.half, 'portfolio');
  return { breakdown: breakdownRow(partOf(books, portfolio), portfolio) };
}

const partOf = (books: LedgerBooks, { type }: Portfolio): LedgerBooks => ({
  ...books,
  ...(type === 'INTX'
    ? { balances: new Map(), trades: [], deposits: [], withdrawals: [], transfers: [] }
    : {}),
  positions: books.positions.filter(({ symbol }) => isIntx(symbol) === (type === 'INTX')),
});

/** Nothing of its label, its addresses or its times. "can_receive" is granted with Transfer (assumed). */
function keyPermissions({ key, owner }: Call): Json {
  return {
    can_view: mayDo(key(), 'view'),
    can_trade: mayDo(key(), 'trade'),
    can_transfer: mayDo(key(), 'transfer'),
    can_receive: mayDo(key(), 'transfer'),
    portfolio_uuid: portfolioIdOf(owner),
    portfolio_type: key().subAccount === undefined ? 'DEFAULT' : 'CONSUMER',
  };
}

const monthMs = 30 * 86_400_000;

/** Of the last 30 days. Makers pay nothing here. */
function transactionSummary({ books, nowMs }: Call): Json {
  const recent = books.trades.filter(({ atMs }) => atMs > nowMs - monthMs);
  const volume = Number(sum(recent.map(({ quote }) => quote)));
  const fees = Number(sum(recent.map(({ fee }) => fee)));
  return {
    total_volume: volume,
    total_fees: fees,
    fee_tier: {
      pricing_tier: 'Advanced 1',
      usd_from: '0',
      usd_to: '10000',
      taker_fee_rate: multiply(books.feeRate, '1'),
      maker_fee_rate: '0',
      aop_from: '',
      aop_to: '',
    },
    margin_rate: null,
    goods_and_services_tax: null,
    advanced_trade_only_volume: volume,
    advanced_trade_only_fees: fees,
    coinbase_pro_volume: 0,
    coinbase_pro_fees: 0,
    total_balance: '',
    has_promo_fee: false,
  };
}

/** A bank for each fiat currency that the account holds or held: the books know no more of it. */
export function paymentMethods(
  books: LedgerBooks,
  owner: string,
): readonly (JsonObject & { readonly id: string })[] {
  const since = secondsOf(isoOf(Math.min(...books.keys.map(({ createdAtMs }) => createdAtMs))));
  return accountsOf(books, owner)
    .filter(({ asset, held }) => isFiat(asset) && !(isZero(held.free) && isZero(held.locked)))
    .map(({ asset }) => ({
      id: paymentMethodIdOf(owner, asset),
      type: asset === 'USD' ? 'ACH' : 'SEPA',
      name: `Example Bank ${asset}`,
      currency: asset,
      verified: true,
      allow_buy: true,
      allow_sell: true,
      allow_deposit: true,
      allow_withdraw: true,
      created_at: since,
      updated_at: since,
    }));
}

function onePaymentMethod({ books, owner, member, parameters }: Call): Json {
  const found = paymentMethods(books, owner).find(({ id }) => id === member('method'));
  if (found === undefined) throw notFound(parameters.half, 'payment method');
  return { payment_method: found };
}
