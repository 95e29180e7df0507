import type { Json, JsonObject } from '../../domain/json.ts';
import { add } from '../../domain/money.ts';
import { btcValueOf } from './btc-value.ts';
import { refuse } from './codes.ts';
import { pageOf } from './pages.ts';
import { mandatory } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { emailOf, subAccountAsked } from './sub-accounts.ts';

const none = '0.00000000';

/** What is in sub-accounts: nothing (binance-connector-js, sub-account asset-management-api). */
export const subAccountAssetRoutes: readonly Route[] = [
  master(
    'v3/sub-account/assets',
    60,
    ['email'],
    ofOne(() => ({ balances: [] })),
    'sapi-uid',
  ),
  master(
    'v4/sub-account/assets',
    60,
    ['email'],
    ofOne(() => ({ balances: [] })),
    'sapi-uid',
  ),
  master('v1/sub-account/spotSummary', 1, ['email', 'page', 'size'], spotSummary),
  master('v1/sub-account/margin/account', 10, ['email'], ofOne(marginAccount)),
  master('v1/sub-account/margin/accountSummary', 10, [], ({ books }) => ({
    ...btcTotals,
    subAccountList: books.subAccounts.map((each) => ({ email: emailOf(each), ...btcTotals })),
  })),
  master('v1/sub-account/futures/account', 10, ['email'], ofOne(futuresAccount)),
  master('v2/sub-account/futures/account', 1, ['email', 'futuresType'], (call) =>
    byType(call, ofOne(futuresAccount)(call), ['futureAccountResp', 'deliveryAccountResp']),
  ),
  master('v1/sub-account/futures/accountSummary', 1, ['page', 'limit'], futuresSummary),
  master('v2/sub-account/futures/accountSummary', 10, ['futuresType', 'page', 'limit'], (call) =>
    byType(call, futuresSummary(call), ['futureAccountSummaryResp', 'deliveryAccountSummaryResp']),
  ),
  master(
    'v1/sub-account/futures/positionRisk',
    10,
    ['email'],
    ofOne(() => []),
  ),
  master('v2/sub-account/futures/positionRisk', 1, ['email', 'futuresType'], (call) =>
    byType(call, ofOne(() => [])(call), ['futurePositionRiskVos', 'deliveryPositionRiskVos']),
  ),
  master(
    'v1/capital/deposit/subHisrec',
    1,
    ['email', 'includeSource', 'coin', 'status', 'startTime', 'endTime', 'limit', 'offset', 'txId'],
    ofOne(() => []),
  ),
];

function master(
  path: string,
  weight: number,
  reads: readonly string[],
  answer: Route['answer'],
  limit: 'sapi-ip' | 'sapi-uid' = 'sapi-ip',
): Route {
  return sapi('GET', path, 'read', { weight, limit, reads, of: 'master', answer });
}

function ofOne(answer: (email: string) => Json): Route['answer'] {
  return (call) => answer(emailOf(subAccountAsked(call)));
}

/** 1: USDⓈ-M, 2: COIN-M; each has its part of the answer. */
function byType({ parameters }: Call, part: Json, names: readonly [string, string]): Json {
  const type = mandatory(parameters, 'futuresType');
  if (type !== '1' && type !== '2') throw refuse.invalid('futuresType');
  return { [names[type === '1' ? 0 : 1]]: part };
}

const btcTotals: JsonObject = {
  totalAssetOfBtc: none,
  totalLiabilityOfBtc: none,
  totalNetAssetOfBtc: none,
};

const futuresTotals: JsonObject = {
  totalInitialMargin: none,
  totalMaintenanceMargin: none,
  totalMarginBalance: none,
  totalOpenOrderInitialMargin: none,
  totalPositionInitialMargin: none,
  totalUnrealizedProfit: none,
  totalWalletBalance: none,
};

function marginAccount(email: string): Json {
  return {
    email,
    marginLevel: '999.00000000',
    ...btcTotals,
    marginTradeCoeffVo: {
      forceLiquidationBar: '1.10000000',
      marginCallBar: '1.50000000',
      normalBar: '2.00000000',
    },
    marginUserAssetVoList: [],
  };
}

function futuresAccount(email: string): Json {
  return {
    email,
    asset: 'USDT',
    assets: [],
    canDeposit: true,
    canTrade: true,
    canWithdraw: true,
    feeTier: 0,
    maxWithdrawAmount: none,
    ...futuresTotals,
    updateTime: 0,
  };
}

function futuresSummary({ books, parameters }: Call): Json {
  const page = pageOf(books.subAccounts, parameters, { page: 'page', size: 'limit', usual: 10, most: 20 });
  return {
    ...futuresTotals,
    asset: 'USD',
    subAccountList: page.map((each) => ({ email: emailOf(each), ...futuresTotals, asset: 'USD' })),
  };
}

function spotSummary({ books, parameters }: Call): Json {
  const page = pageOf(books.subAccounts, parameters, { page: 'page', size: 'size', usual: 10, most: 20 });
  const own = [...books.balances].map(([asset, { free, locked }]) => [asset, add(free, locked)] as const);
  return {
    totalCount: books.subAccounts.length,
    masterAccountTotalAsset: btcValueOf(books, own),
    spotSubUserAssetBtcVoList: page.map((each) => ({ email: emailOf(each), totalAsset: none })),
  };
}
