import type { Json, JsonObject } from '../../domain/json.ts';
import { sum } from '../../domain/money.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { btcValueOf, dollarValue } from './btc-value.ts';
import { refuse } from './codes.ts';
import { marketsOf, printedSymbol } from './names.ts';
import { mandatory, optional } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { eight } from './rows.ts';

/**
 * What there is on margin (binance-connector-js, margin account-api). Nothing is borrowed here. The
 * books have no wallet for isolated pairs: those that were used show, and are empty.
 */
export const marginAccountRoutes: readonly Route[] = [
  margin('v1/margin/account', 10, [], account),
  margin('v1/margin/isolated/account', 10, ['symbols'], isolatedAccount),
  margin('v1/margin/isolated/accountLimit', 1, [], ({ books }) => ({
    enabledAccount: marketsOf(books, 'isolated').length,
    maxAccount: 20,
  })),
  margin('v1/margin/tradeCoeff', 10, [], () => ({
    normalBar: '1.5',
    marginCallBar: '1.3',
    forceLiquidationBar: '1.1',
  })),
  margin('v1/margin/maxTransferable', 50, ['asset', 'isolatedSymbol'], ({ books, parameters }) => ({
    amount: eight(marginHoldings(books).get(mandatory(parameters, 'asset')) ?? '0'),
  })),
  margin('v1/margin/maxBorrowable', 50, ['asset', 'isolatedSymbol'], ({ parameters }) => {
    mandatory(parameters, 'asset');
    return { amount: '0', borrowLimit: '0' };
  }),
  // For the owner's whole margin business: of a key of the low-latency kind none is modelled.
  sapi('GET', 'v1/margin/api-key-list', 'spot-trade', {
    weight: 1,
    limit: 'sapi-uid',
    reads: ['symbol'],
    of: 'margin',
    answer: () => [],
  }),
];

function margin(path: string, weight: number, reads: readonly string[], answer: Route['answer']): Route {
  return sapi('GET', path, 'read', { weight, reads, of: 'margin', answer });
}

export const marginHoldings = (books: LedgerBooks): ReadonlyMap<string, string> =>
  books.wallets.get('margin') ?? new Map<string, string>();

function account({ books }: Call): Json {
  const held = [...marginHoldings(books)].sort(([a], [b]) => (a < b ? -1 : 1));
  const total = btcValueOf(books, held);
  return {
    created: true,
    borrowEnabled: true,
    // What the venue prints where nothing is owed.
    marginLevel: '999.00000000',
    collateralMarginLevel: '999.00000000',
    totalAssetOfBtc: total,
    totalLiabilityOfBtc: '0.00000000',
    totalNetAssetOfBtc: total,
    TotalCollateralValueInUSDT: eight(sum(held.map(([asset, free]) => dollarValue(books, asset, free)))),
    totalOpenOrderLossInUSDT: '0.00000000',
    tradeEnabled: !books.frozen,
    transferInEnabled: !books.frozen,
    transferOutEnabled: !books.frozen,
    accountType: 'MARGIN_1',
    userAssets: held.map(([asset, free]) => assetRow(asset, free)),
  };
}

const assetRow = (asset: string, free: string): JsonObject => ({
  asset,
  borrowed: '0.00000000',
  free: eight(free),
  interest: '0.00000000',
  locked: '0.00000000',
  netAsset: eight(free),
});

// With `symbols` the totals are left out, as the documents' second example has it.
function isolatedAccount({ books, parameters }: Call): Json {
  const wanted = optional(parameters, 'symbols')?.split(',');
  if (wanted !== undefined && wanted.length > 5) throw refuse.invalid('symbols');
  const shown = marketsOf(books, 'isolated').filter(
    (market) => wanted === undefined || wanted.includes(printedSymbol(market)),
  );
  const totals = {
    totalAssetOfBtc: '0.00000000',
    totalLiabilityOfBtc: '0.00000000',
    totalNetAssetOfBtc: '0.00000000',
  };
  return { assets: shown.map(pairRow), ...(wanted === undefined ? totals : {}) };
}

const pairRow = (market: LedgerMarket): JsonObject => ({
  baseAsset: isolatedAssetRow(market.base),
  quoteAsset: isolatedAssetRow(market.quote),
  symbol: printedSymbol(market),
  isolatedCreated: true,
  enabled: true,
  marginLevel: '999.00000000',
  marginLevelStatus: 'EXCESSIVE',
  marginRatio: '10.00000000',
  indexPrice: eight(market.price),
  liquidatePrice: '0.00000000',
  liquidateRate: '0.00000000',
  tradeEnabled: true,
});

const isolatedAssetRow = (asset: string): JsonObject => ({
  ...assetRow(asset, '0'),
  borrowEnabled: true,
  netAssetOfBtc: '0.00000000',
  repayEnabled: true,
  totalAsset: '0.00000000',
});
