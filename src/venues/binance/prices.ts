import type { PriceList } from '../contract.ts';
import { each } from '../price.ts';
import { dapi, eapi, fapi, sapi, sapiOfUid, spot } from './limits.ts';

/**
 * Of one request (docs of each endpoint; venues-core §1.5, §1.6). Where a weight depends on a symbol and
 * ours names none, it is that of all symbols.
 */
export const prices: PriceList = {
  ...each(spot(1), 'publicGetTime privateDeleteOrder privateDeleteOpenOrders'),
  ...each(spot(4), 'publicGetTickerPrice'),
  ...each(spot(20), 'privateGetAccount privateGetMyTrades privateGetAllOrders'),
  ...each(spot(80), 'privateGetOpenOrders publicGetTicker24hr'),
  ...each(
    sapi(1),
    `sapiGetAccountApiRestrictions sapiGetAccountInfo sapiGetAlgoSpotOpenOrders sapiGetAlgoFuturesOpenOrders
     sapiGetCapitalDepositHisrec sapiGetMarginAllPairs sapiGetAssetTransfer sapiGetAssetDribblet
     sapiGetSubAccountList sapiGetSubAccountSubTransferHistory sapiGetSubAccountTransferSubUserHistory
     sapiGetSubAccountUniversalTransfer sapiDeleteAlgoSpotOrder sapiDeleteAlgoFuturesOrder
     sapiDeleteMarginOpenOrders sapiPostAssetGetFundingAsset`,
  ),
  ...each(
    sapi(10),
    `sapiGetMarginAccount sapiGetMarginIsolatedAccount sapiGetAssetAssetDividend sapiGetMarginMyTrades
     sapiGetCapitalWithdrawAddressList sapiDeleteMarginOrder`,
  ),
  ...each(sapi(100), 'sapiGetMarginCapitalFlow'),
  ...each(sapi(150), 'sapiGetSimpleEarnFlexiblePosition sapiGetSimpleEarnLockedPosition'),
  ...each(sapi(200), 'sapiGetMarginAllOrders'),
  // Without a pair by "the number of symbols currently trading": that of cross margin, roughly.
  sapiGetMarginOpenOrders: (params) => sapi('symbol' in params ? 10 : 400),
  ...each(sapiOfUid(200), 'sapiPostConvertLimitCancelOrder'),
  ...each(
    sapiOfUid(3_000),
    'sapiGetConvertTradeFlow sapiGetConvertLimitQueryOpenOrders sapiGetSubAccountSubAccountApiIpRestriction',
  ),
  ...Object.fromEntries(
    ['GET sub-account/subAccountApi', 'POST sub-account/subAccountApi', 'DELETE sub-account/subAccountApi']
      .concat('POST sub-account/subAccountApiPermission')
      .map((name) => [name, sapiOfUid(3_000)]),
  ),
  ...each({ 'sapi-uid-weight-1s': 18_000 }, 'sapiGetCapitalWithdrawHistory'),
  ...each(
    fapi(1),
    `fapiPrivateDeleteOrder fapiPrivateDeleteAlgoOrder fapiPrivateDeleteAllOpenOrders
     fapiPrivateDeleteAlgoOpenOrders`,
  ),
  ...each(fapi(2), 'fapiPublicV2GetTickerPrice'),
  ...each(
    fapi(5),
    `fapiPrivateV3GetAccount fapiPrivateV3GetPositionRisk fapiPrivateGetUserTrades fapiPrivateGetAllOrders
     fapiPrivateGetAllAlgoOrders`,
  ),
  ...each(fapi(30), 'fapiPrivateGetIncome'),
  ...each(fapi(40), 'fapiPrivateGetOpenOrders fapiPrivateGetOpenAlgoOrders'),
  ...each(
    dapi(1),
    `dapiPrivateGetPositionRisk dapiPrivateDeleteOrder dapiPrivateDeleteAlgoOrder
     dapiPrivateDeleteAllOpenOrders`,
  ),
  ...each(dapi(2), 'dapiPublicGetTickerPrice'),
  ...each(dapi(5), 'dapiPrivateGetAccount'),
  ...each(dapi(20), 'dapiPrivateGetIncome'),
  // By pair instead of symbol: twice as much.
  dapiPrivateGetUserTrades: (params) => dapi('symbol' in params ? 20 : 40),
  dapiPrivateGetAllOrders: (params) => dapi('symbol' in params ? 20 : 40),
  ...each(dapi(40), 'dapiPrivateGetOpenOrders dapiPrivateGetOpenAlgoOrders'),
  ...each(eapi(1), 'eapiPrivateGetBill eapiPrivateDeleteOrder eapiPrivateDeleteAllOpenOrders'),
  ...each(eapi(3), 'eapiPrivateGetMarginAccount'),
  ...each(eapi(5), 'eapiPrivateGetPosition'),
  ...each(eapi(40), 'eapiPrivateGetOpenOrders'),
};
