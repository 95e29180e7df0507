import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keys, stage, subEmail } from './support.ts';
import type { Stage } from './support.ts';

/** Official example replies: data beside the project, not part of it. */
const file = join(import.meta.dirname, '../../../../shared/fixtures/binance-connector/mock-responses.json');

interface Sample {
  readonly client: string;
  readonly call: string;
  readonly ours: (on: Stage) => Promise<unknown>;
  /** In the example, but documented to appear only under conditions that are not met here. */
  readonly conditional?: readonly string[];
  /** In replies that were recorded or in other documents, and not in the example. */
  readonly beyond?: readonly string[];
}

const get =
  (path: string, params: Record<string, string | number> = {}, by: keyof typeof keys = 'reader') =>
  async (on: Stage) =>
    (await on.get(path, params, by)).body;

const act =
  (how: 'post' | 'drop', path: string, params: Record<string, string | number>, by?: keyof typeof keys) =>
  async (on: Stage) =>
    (await on[how](path, params, by)).body;

const btc = { symbol: 'BTCUSDT' };
const isolated = { symbol: 'ETHUSDT', isIsolated: 'TRUE' };
const subKey = { email: subEmail, subAccountApiKey: keys.sub.keyId };
const um = 'derivatives-trading-usds-futures';
// Only trailing stops have these.
const trailing = ['activatePrice', 'priceRate'];
const sub = '/sapi/v1/sub-account';

const futures: readonly Sample[] = [
  {
    client: um,
    call: 'checkServerTime',
    ours: async (on) => (await on.call('/fapi/v1/time', { rawQuery: '' })).body,
  },
  { client: um, call: 'symbolPriceTickerV2', ours: get('/fapi/v2/ticker/price', btc) },
  { client: um, call: 'symbolOrderBookTicker', ours: get('/fapi/v1/ticker/bookTicker', btc) },
  { client: um, call: 'markPrice', ours: get('/fapi/v1/premiumIndex', btc) },
  { client: um, call: 'accountInformationV2', ours: get('/fapi/v2/account') },
  { client: um, call: 'accountInformationV3', ours: get('/fapi/v3/account') },
  { client: um, call: 'futuresAccountBalanceV2', ours: get('/fapi/v2/balance') },
  { client: um, call: 'futuresAccountBalanceV3', ours: get('/fapi/v3/balance') },
  { client: um, call: 'futuresAccountConfiguration', ours: get('/fapi/v1/accountConfig') },
  { client: um, call: 'symbolConfiguration', ours: get('/fapi/v1/symbolConfig', btc) },
  { client: um, call: 'getCurrentPositionMode', ours: get('/fapi/v1/positionSide/dual') },
  { client: um, call: 'getCurrentMultiAssetsMode', ours: get('/fapi/v1/multiAssetsMargin') },
  { client: um, call: 'userCommissionRate', ours: get('/fapi/v1/commissionRate', btc) },
  { client: um, call: 'positionInformationV2', ours: get('/fapi/v2/positionRisk') },
  { client: um, call: 'positionInformationV3', ours: get('/fapi/v3/positionRisk') },
  { client: um, call: 'getIncomeHistory', ours: get('/fapi/v1/income') },
  { client: um, call: 'queryUserRateLimit', ours: get('/fapi/v1/rateLimit/order') },
  { client: um, call: 'currentAllOpenOrders', ours: get('/fapi/v1/openOrders'), conditional: trailing },
  { client: um, call: 'allOrders', ours: get('/fapi/v1/allOrders', btc), conditional: trailing },
  {
    client: um,
    call: 'queryOrder',
    ours: get('/fapi/v1/order', { ...btc, origClientOrderId: 'um-1' }),
    conditional: trailing,
  },
  // ccxt's recorded reply has the margin asset too.
  { client: um, call: 'accountTradeList', ours: get('/fapi/v1/userTrades', btc), beyond: ['marginAsset'] },
  // "null" is a text in the connector's example, and null in ccxt's recorded reply.
  {
    client: um,
    call: 'currentAllAlgoOpenOrders',
    ours: get('/fapi/v1/openAlgoOrders'),
    conditional: ['icebergQuantity'],
    beyond: ['icebergQuantity'],
  },
  {
    client: um,
    call: 'queryAllAlgoOrders',
    ours: get('/fapi/v1/allAlgoOrders', btc),
    conditional: ['icebergQuantity'],
    beyond: ['icebergQuantity'],
  },
  {
    client: um,
    call: 'cancelOrder',
    ours: act('drop', '/fapi/v1/order', { ...btc, origClientOrderId: 'um-1' }),
    conditional: trailing,
  },
  { client: um, call: 'cancelAllOpenOrders', ours: act('drop', '/fapi/v1/allOpenOrders', btc) },
  { client: um, call: 'cancelAllAlgoOpenOrders', ours: act('drop', '/fapi/v1/algoOpenOrders', btc) },
  {
    client: um,
    call: 'cancelAlgoOrder',
    ours: act('drop', '/fapi/v1/algoOrder', { clientAlgoId: 'um-stop' }),
  },
  // Refused ones have a code and words instead.
  {
    client: um,
    call: 'cancelMultipleOrders',
    ours: act('drop', '/fapi/v1/batchOrders', { ...btc, origClientOrderIdList: '["um-1"]' }),
    conditional: [...trailing, 'code', 'msg'],
  },
];

const m = 'margin-trading';

const margin: readonly Sample[] = [
  // Delisting is announced of some only.
  {
    client: m,
    call: 'getAllCrossMarginPairs',
    ours: get('/sapi/v1/margin/allPairs'),
    conditional: ['delistTime'],
  },
  { client: m, call: 'getAllIsolatedMarginSymbol', ours: get('/sapi/v1/margin/isolated/allPairs') },
  {
    client: m,
    call: 'getAllMarginAssets',
    ours: get('/sapi/v1/margin/allAssets'),
    conditional: ['delistTime'],
  },
  { client: m, call: 'queryMarginPriceindex', ours: get('/sapi/v1/margin/priceIndex', btc) },
  { client: m, call: 'queryCrossMarginAccountDetails', ours: get('/sapi/v1/margin/account') },
  { client: m, call: 'queryIsolatedMarginAccountInfo', ours: get('/sapi/v1/margin/isolated/account') },
  { client: m, call: 'getSummaryOfMarginAccount', ours: get('/sapi/v1/margin/tradeCoeff') },
  {
    client: m,
    call: 'queryEnabledIsolatedMarginAccountLimit',
    ours: get('/sapi/v1/margin/isolated/accountLimit'),
  },
  { client: m, call: 'queryMarginAccountsOpenOrders', ours: get('/sapi/v1/margin/openOrders') },
  { client: m, call: 'queryMarginAccountsAllOrders', ours: get('/sapi/v1/margin/allOrders', btc) },
  {
    client: m,
    call: 'queryMarginAccountsOrder',
    ours: get('/sapi/v1/margin/order', { ...isolated, origClientOrderId: 'isolated-1' }),
  },
  { client: m, call: 'queryMarginAccountsTradeList', ours: get('/sapi/v1/margin/myTrades', btc) },
  {
    client: m,
    call: 'marginAccountCancelOrder',
    ours: act('drop', '/sapi/v1/margin/order', { ...btc, origClientOrderId: 'margin-1' }, 'bot'),
    beyond: ['selfTradePreventionMode'],
  },
  // The example has an order list beside the order.
  {
    client: m,
    call: 'marginAccountCancelAllOpenOrdersOnASymbol',
    ours: act('drop', '/sapi/v1/margin/openOrders', btc, 'bot'),
    conditional: [
      'contingencyType',
      'listStatusType',
      'listOrderStatus',
      'listClientOrderId',
      'transactionTime',
      'orders',
      'orderReports',
    ],
  },
  // The pair is told of isolated wallets.
  {
    client: m,
    call: 'getCrossMarginTransferHistory',
    ours: get('/sapi/v1/margin/transfer'),
    conditional: ['fromSymbol', 'toSymbol'],
  },
  {
    client: m,
    call: 'queryCrossIsolatedMarginCapitalFlow',
    ours: get('/sapi/v1/margin/capital-flow'),
    conditional: ['note'],
  },
];

const s = 'sub-account';

const subAccounts: readonly Sample[] = [
  { client: s, call: 'querySubAccountList', ours: get(`${sub}/list`) },
  // Nobody's telephone number is known.
  {
    client: s,
    call: 'getSubAccountsStatusOnMarginOrFutures',
    ours: get(`${sub}/status`),
    conditional: ['mobile'],
    beyond: ['mobile'],
  },
  {
    client: s,
    call: 'createAVirtualSubAccount',
    ours: act('post', `${sub}/virtualSubAccount`, { subAccountString: 'a' }),
  },
  { client: s, call: 'querySubAccountApiKey', ours: get(`${sub}/subAccountApi`, { email: subEmail }) },
  {
    client: s,
    call: 'createSubAccountApiKey',
    ours: act('post', `${sub}/subAccountApi`, {
      email: subEmail,
      apiName: 'a',
      status: 2,
      ipAddress: '192.0.2.1',
    }),
  },
  {
    client: s,
    call: 'modifySubAccountApiKeyPermission',
    ours: act('post', `${sub}/subAccountApiPermission`, { ...subKey, canTrade: 'true' }),
  },
  {
    client: s,
    call: 'getIpRestrictionForASubAccountApiKey',
    ours: get(`${sub}/subAccountApi/ipRestriction`, subKey),
  },
  {
    client: s,
    call: 'addIpRestrictionForSubAccountApiKey',
    ours: act('post', '/sapi/v2/sub-account/subAccountApi/ipRestriction', {
      ...subKey,
      status: 2,
      ipAddress: '192.0.2.1',
    }),
  },
  { client: s, call: 'queryUniversalTransferHistory', ours: get(`${sub}/universalTransfer`) },
  { client: s, call: 'querySubAccountSpotAssetTransferHistory', ours: get(`${sub}/sub/transfer/history`) },
  {
    client: s,
    call: 'subAccountTransferHistory',
    ours: async (on) =>
      (await on.call(`${sub}/transfer/subUserHistory`, { by: 'sub', from: '127.0.0.5' })).body,
  },
  { client: s, call: 'querySubAccountSpotAssetsSummary', ours: get(`${sub}/spotSummary`) },
  { client: s, call: 'getSummaryOfSubAccountsMarginAccount', ours: get(`${sub}/margin/accountSummary`) },
  { client: s, call: 'getSummaryOfSubAccountsFuturesAccount', ours: get(`${sub}/futures/accountSummary`) },
  // Nothing is in it.
  {
    client: s,
    call: 'getDetailOnSubAccountsMarginAccount',
    ours: get(`${sub}/margin/account`, { email: subEmail }),
    conditional: ['marginUserAssetVoList'],
  },
  {
    client: s,
    call: 'getDetailOnSubAccountsFuturesAccount',
    ours: get(`${sub}/futures/account`, { email: subEmail }),
    conditional: ['assets'],
  },
];

const wallet: readonly Sample[] = [
  { client: 'wallet', call: 'accountInfo', ours: get('/sapi/v1/account/info') },
  { client: 'wallet', call: 'queryUserWalletBalance', ours: get('/sapi/v1/asset/wallet/balance') },
  { client: 'wallet', call: 'fetchWithdrawQuota', ours: get('/sapi/v1/capital/withdraw/quota') },
  {
    client: 'wallet',
    call: 'queryUserUniversalTransferHistory',
    ours: get('/sapi/v1/asset/transfer', { type: 'MAIN_FUNDING' }),
  },
  { client: 'simple-earn', call: 'simpleAccount', ours: get('/sapi/v1/simple-earn/account') },
  { client: 'spot', call: 'accountCommission', ours: get('/api/v3/account/commission', btc) },
  { client: 'spot', call: 'rateLimitOrder', ours: get('/api/v3/rateLimit/order') },
];

/** "[].symbol: string" for every value in a JSON reply; lists by their first element. */
function shapeOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : shapeOf(value[0], `${at}[]`);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, each]) => shapeOf(each, `${at}.${name}`));
  }
  return [`${at}: ${typeof value}`];
}

const without = (shape: readonly string[], left: readonly string[]): string[] =>
  shape.filter((line) => !left.some((name) => new RegExp(`\\.${name}(:|\\[|\\.)`).test(line)));

const isThere = existsSync(file);
const examples = isThere
  ? (
      JSON.parse(readFileSync(file, 'utf8')) as {
        calls: { client: string; call: string; response: unknown }[];
      }
    ).calls
  : [];

describe.skipIf(!isThere)('replies have the fields and types of the official examples', () => {
  it.each([...futures, ...margin, ...subAccounts, ...wallet])('$client $call', async (sample) => {
    const example = examples.find((each) => each.client === sample.client && each.call === sample.call);
    const expected = without(shapeOf(example?.response), sample.conditional ?? []);
    const ours = shapeOf(await sample.ours(await stage()));
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.filter((line) => !ours.includes(line))).toEqual([]);
    const extra = ours.filter((line) => !expected.includes(line));
    expect(without(extra, sample.beyond ?? [])).toEqual([]);
  });
});

/** The examples of COIN-M do not lie beside the project: field for field from the same connector. */
describe('replies of COIN-M have the fields of the official examples', () => {
  const orderFields = [
    ...['avgPrice', 'clientOrderId', 'cumBase', 'executedQty', 'orderId', 'origQty', 'origType', 'price'],
    ...['reduceOnly', 'side', 'positionSide', 'status', 'stopPrice', 'closePosition', 'symbol', 'pair'],
    ...['time', 'timeInForce', 'type', 'updateTime', 'workingType', 'priceProtect', 'priceMatch'],
    'selfTradePreventionMode',
  ];
  const cancelled = [
    ...orderFields.filter((name) => !['avgPrice', 'cumBase', 'time'].includes(name)),
    'cumQty',
  ];
  const coin = { symbol: 'BTCUSD_PERP' };

  it.each<[string, Sample['ours'], readonly string[]]>([
    ['openOrders', get('/dapi/v1/openOrders'), orderFields],
    ['allOrders', get('/dapi/v1/allOrders', coin), orderFields],
    [
      'order',
      async (on) => [await act('drop', '/dapi/v1/order', { ...coin, origClientOrderId: 'cm-1' })(on)],
      cancelled,
    ],
    [
      'userTrades',
      get('/dapi/v1/userTrades', coin),
      [
        ...['symbol', 'id', 'orderId', 'pair', 'side', 'price', 'qty', 'realizedPnl', 'marginAsset'],
        ...['baseQty', 'commission', 'commissionAsset', 'time', 'positionSide', 'buyer', 'maker'],
      ],
    ],
    [
      'balance',
      get('/dapi/v1/balance'),
      [
        ...['accountAlias', 'asset', 'balance', 'withdrawAvailable', 'crossWalletBalance', 'crossUnPnl'],
        ...['availableBalance', 'updateTime'],
      ],
    ],
    [
      'positionRisk',
      get('/dapi/v1/positionRisk'),
      [
        ...['symbol', 'positionAmt', 'entryPrice', 'breakEvenPrice', 'markPrice', 'unRealizedProfit'],
        ...['liquidationPrice', 'leverage', 'maxQty', 'marginType', 'isolatedMargin', 'isAutoAddMargin'],
        // The last two: a reply that ccxt recorded.
        ...['positionSide', 'updateTime', 'notionalValue', 'isolatedWallet'],
      ],
    ],
    [
      'income',
      get('/dapi/v1/income'),
      ['symbol', 'incomeType', 'income', 'asset', 'info', 'time', 'tranId', 'tradeId'],
    ],
    ['ticker/price', get('/dapi/v1/ticker/price'), ['symbol', 'ps', 'price', 'time']],
  ])('%s', async (_, ours, fields) => {
    const [row] = (await ours(await stage())) as object[];
    expect(Object.keys(row ?? {}).toSorted()).toEqual([...fields].toSorted());
  });
});
