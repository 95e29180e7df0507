import type { Json } from '../../domain/json.ts';
import { add, divide, isZero, round, sum } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { futuresHoldings, hasFutures, hasMargin, hasOptions } from './accounts.ts';
import { btcValueOf, dollarValue } from './btc-value.ts';
import { refuse } from './codes.ts';
import { marginHoldings } from './margin-account-routes.ts';
import { badInterval, dayMs, pageOf, windowOf } from './pages.ts';
import { mandatory, optional, pageSize } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';

const range = ['startTime', 'endTime'];
const travelRule = [
  'trId',
  'txId',
  'tranId',
  'network',
  'coin',
  'travelRuleStatus',
  ...range,
  'offset',
  'limit',
];

/**
 * What else there is to ask about money (binance-connector-js: wallet, pay, fiat, c2c). The books
 * know no payments, dividends, fiat or waiting converts: those lists are empty, in their forms.
 */
export const assetHistoryRoutes: readonly Route[] = [
  sapi('GET', 'v1/account/info', 'read', { weight: 1, reads: [], answer: accountInfo }),
  sapi('GET', 'v1/asset/wallet/balance', 'read', {
    weight: 60,
    reads: ['quoteAsset'],
    answer: walletBalances,
  }),
  sapi('GET', 'v1/capital/withdraw/quota', 'read', { weight: 10, reads: [], answer: withdrawQuota }),
  // "You need to enable "trade" option". Nothing here is withdrawn within the venue, so nothing changes.
  sapi('POST', 'v1/account/disableFastWithdrawSwitch', 'spot-trade', {
    weight: 1,
    reads: [],
    answer: () => ({}),
  }),
  sapi('GET', 'v1/asset/assetDividend', 'read', {
    weight: 10,
    reads: ['asset', ...range, 'limit'],
    answer({ parameters, nowMs }) {
      windowOf(parameters, { nowMs, most: 180, tooLong: badInterval });
      pageSize(parameters, { usual: 20, most: 500 });
      return { rows: [], total: 0 };
    },
  }),
  sapi('GET', 'v1/convert/limit/queryOpenOrders', 'read', {
    weight: 3000,
    limit: 'sapi-uid',
    reads: [],
    answer: () => ({ list: [] }),
  }),
  sapi('GET', 'v1/pay/transactions', 'read', {
    weight: 3000,
    limit: 'sapi-uid',
    reads: [...range, 'limit'],
    answer({ parameters, nowMs }) {
      windowOf(parameters, { nowMs, most: 90, tooLong: badInterval });
      pageSize(parameters, { usual: 100, most: 100 });
      return { code: '000000', message: 'success', data: [], success: true };
    },
  }),
  ...['v1/fiat/orders', 'v1/fiat/payments'].map((path) =>
    sapi('GET', path, 'read', {
      weight: path.endsWith('orders') ? 45_000 : 1,
      limit: path.endsWith('orders') ? 'sapi-uid' : 'sapi-ip',
      reads: ['transactionType', 'beginTime', 'endTime', 'page', 'rows'],
      answer: fiat,
    }),
  ),
  sapi('GET', 'v1/c2c/orderMatch/listUserOrderHistory', 'read', {
    weight: 1,
    reads: ['tradeType', 'startTimestamp', 'endTimestamp', 'page', 'rows'],
    answer: () => ({ code: '000000', message: 'success', data: [], total: 0, success: true }),
  }),
  ...['v1', 'v2'].flatMap((version) =>
    ['withdraw', 'deposit'].map((what) =>
      sapi('GET', `${version}/localentity/${what}/history`, 'read', {
        weight: 1,
        reads: [...travelRule, 'withdrawOrderId'],
        // The account is of no local entity: nothing went through the travel rule.
        answer({ parameters, nowMs }) {
          windowOf(parameters, { nowMs, most: 90, tooLong: refuse.dateInterval });
          return [];
        },
      }),
    ),
  ),
  ...['spot', 'futures'].map((where) =>
    // USER_DATA both; the page of the futures' says besides that the key must be allowed to trade them.
    sapi('GET', `v1/algo/${where}/openOrders`, where === 'spot' ? 'read' : 'futures', {
      weight: 1,
      reads: [],
      saysUnauthorized: true,
      answer: () => ({ total: 0, orders: [] }),
    }),
  ),
];

function accountInfo({ books }: Call): Json {
  return {
    vipLevel: 0,
    isMarginEnabled: hasMargin(books),
    isFutureEnabled: hasFutures(books),
    isOptionsEnabled: hasOptions(books),
    isPortfolioMarginRetailEnabled: false,
  };
}

/** In Bitcoin, or in the asset that is asked for. */
function walletBalances({ books, parameters }: Call): Json {
  const quote = optional(parameters, 'quoteAsset') ?? 'BTC';
  const unit = btcValueOf(books, [[quote, '1']]);
  if (isZero(unit)) throw refuse.invalid('quoteAsset');
  const worth = (held: Iterable<readonly [string, string]>): string =>
    round(divide(btcValueOf(books, held), unit), 8);
  return wallets(books).map(({ name, activate, held }) => ({
    activate,
    balance: worth(held),
    walletName: name,
  }));
}

function wallets(books: LedgerBooks) {
  const none: Iterable<readonly [string, string]> = [];
  const spot = [...books.balances].map(([asset, { free, locked }]) => [asset, add(free, locked)] as const);
  const [margin, futures] = [hasMargin(books), hasFutures(books)];
  return [
    { name: 'Spot', activate: true, held: spot },
    { name: 'Funding', activate: true, held: books.funding },
    { name: 'Cross Margin', activate: margin, held: marginHoldings(books) },
    { name: 'Isolated Margin', activate: margin, held: none },
    { name: 'USDⓈ-M Futures', activate: futures, held: futuresHoldings(books, 'um') },
    { name: 'COIN-M Futures', activate: futures, held: futuresHoldings(books, 'cm') },
    { name: 'Earn', activate: false, held: none },
    { name: 'Options', activate: hasOptions(books), held: none },
    { name: 'Trading Bots', activate: false, held: none },
    { name: 'Copy Trading', activate: false, held: none },
  ];
}

/** In dollars, of the last 24 hours. The quota itself is that of the lowest level, invented here. */
function withdrawQuota({ books, nowMs }: Call): Json {
  const recent = books.withdrawals.filter(
    (each) => each.cancelledAtMs === undefined && nowMs - each.requestedAtMs < dayMs,
  );
  const used = sum(recent.map((each) => dollarValue(books, each.coin, each.amount)));
  return { wdQuota: '8000000', usedWdQuota: round(used, 2) };
}

function fiat({ parameters }: Call): Json {
  const type = mandatory(parameters, 'transactionType');
  if (type !== '0' && type !== '1') throw refuse.invalid('transactionType');
  const rows = pageOf([], parameters, { page: 'page', size: 'rows', usual: 100, most: 500 });
  return { code: '000000', message: 'success', data: rows, total: 0, success: true };
}
