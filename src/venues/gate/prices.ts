import type { PriceList } from '../contract.ts';
import { each } from '../price.ts';
import { one } from './limits.ts';

const spotCancels = `privateSpotDeleteOrders privateSpotDeleteOrdersOrderId privateSpotDeletePriceOrders
  privateSpotDeletePriceOrdersOrderId`;
const contractCancels = `privateFuturesDeleteSettleOrders privateFuturesDeleteSettleOrdersOrderId
  privateFuturesDeleteSettlePriceOrders privateFuturesDeleteSettlePriceOrdersOrderId
  privateOptionsDeleteOrders privateOptionsDeleteOrdersOrderId`;
// 500 in ten seconds: counted with what there are 200 of.
const deliveryCancels = `privateDeliveryDeleteSettleOrders privateDeliveryDeleteSettleOrdersOrderId
  privateDeliveryDeleteSettlePriceOrders privateDeliveryDeleteSettlePriceOrdersOrderId`;
const autoOrders = `privateFuturesGetSettleAutoorderV1TrailList privateFuturesGetSettleAutoorderV1ChaseList
  privateFuturesPostSettleAutoorderV1TrailStop privateFuturesPostSettleAutoorderV1ChaseStop
  privateFuturesPostSettleAutoorderV1TrailStopAll privateFuturesPostSettleAutoorderV1ChaseStopAll`;

/** One at the limit of the endpoint's group (API page, "Frequency limit rule"). */
export const prices: PriceList = {
  ...each(
    one('public-10s'),
    `publicSpotGetTime publicSpotGetTickers publicFuturesGetSettleTickers publicDeliveryGetSettleTickers
     publicOptionsGetTickers publicOptionsGetUnderlyings`,
  ),
  ...each(
    one('private-10s'),
    `privateSpotGetAccounts privateSpotGetAccountBook privateSpotGetOpenOrders privateSpotGetPriceOrders
     privateSpotGetOrders privateSpotGetMyTrades privateFuturesGetSettleAccounts
     privateFuturesGetSettleAccountBook privateFuturesGetSettleOrders privateFuturesGetSettleOrdersTimerange
     privateFuturesGetSettlePriceOrders privateFuturesGetSettleMyTradesTimerange
     privateFuturesGetSettlePositions privateDeliveryGetSettleAccounts privateDeliveryGetSettleAccountBook
     privateDeliveryGetSettleOrders privateDeliveryGetSettlePriceOrders privateDeliveryGetSettleMyTrades
     privateDeliveryGetSettlePositions privateOptionsGetAccounts privateOptionsGetAccountBook
     privateOptionsGetOrders privateOptionsGetMyTrades privateOptionsGetPositions privateWalletGetDeposits
     privateWalletGetWithdrawals privateWalletGetPush privateWalletGetSavedAddress
     privateWalletGetSubAccountTransfers privateWithdrawalsDeleteWithdrawalsWithdrawalId`,
  ),
  ...each(one('private-10s'), `${deliveryCancels} ${autoOrders}`),
  ...each(one('cancel-1s'), `${spotCancels} ${contractCancels}`),
  ...each(
    one('other-10s'),
    `privateAccountGetDetail privateAccountGetMainKeys privateMarginGetAccounts privateMarginGetAccountBook
     privateUnifiedGetAccounts privateEarnGetUniLends privateBotGetPortfolioRunning
     privateBotPostPortfolioStop`,
  ),
  ...each(
    one('sub-accounts-10s'),
    `privateSubAccountsGetSubAccounts privateSubAccountsGetSubAccountsUserIdKeys
     privateSubAccountsGetSubAccountsUserIdKeysKey privateSubAccountsDeleteSubAccountsUserIdKeysKey
     privateSubAccountsPostSubAccountsUserIdKeys privateSubAccountsPostSubAccountsUserIdLock
     privateSubAccountsPutSubAccountsUserIdKeysKey`,
  ),
  // As many as the sub-accounts' endpoints, and as seldom asked.
  ...each(one('sub-accounts-10s'), 'privateWalletGetTotalBalance'),
};
