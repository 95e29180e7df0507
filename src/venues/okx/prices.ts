import type { PriceList } from '../contract.ts';
import { each } from '../price.ts';
import { at } from './limits.ts';

/** One at the endpoint's own limit ("Rate Limit" of each), or at the next slower one that there is. */
export const prices: PriceList = {
  ...each(at('public-2s'), 'publicGetPublicTime publicGetMarketTickers'),
  ...each(at('config-2s'), 'privateGetAccountConfig'),
  ...each(
    at('orders-2s'),
    `privateGetTradeOrdersPending privateGetTradeOrdersHistory privateGetTradeOrdersHistoryArchive
     privateGetTradeOrdersAlgoPending privateGetTradeOrdersAlgoHistory privateGetTradingBotDcaOngoingList
     privateGetTradingBotGridOrdersAlgoPending privateGetTradingBotRecurringOrdersAlgoPending
     privateGetTradingBotSignalOrdersAlgoPending`,
  ),
  ...each(at('fills-2s'), 'privateGetTradeFills privateGetTradeFillsHistory'),
  ...each(at('account-2s'), 'privateGetAccountBalance privateGetAccountPositions'),
  ...each(at('bills-2s'), 'privateGetAccountBills privateGetAccountBillsArchive'),
  ...each(
    at('funding-1s'),
    `privateGetAssetBalances privateGetFinanceSavingsBalance privateGetFinanceStakingDefiOrdersActive
     privateGetAssetDepositHistory privateGetAssetWithdrawalHistory privateGetAssetBills
     privateGetAssetSubaccountBills privatePostAssetCancelWithdrawal`,
  ),
  ...each(at('funding-bills-1s'), 'privateGetAssetBillsHistory'),
  ...each(at('subs-2s'), 'privateGetUsersSubaccountList privateGetUsersSubaccountApikey'),
  ...each(
    at('sub-write-1s'),
    `privatePostUsersSubaccountApikey privatePostUsersSubaccountModifyApikey
     privatePostUsersSubaccountDeleteApikey privatePostUsersSubaccountSetTransferOut`,
  ),
  ...each(at('cancel-2s'), 'privatePostTradeCancelOrder privatePostTradeCancelAlgos'),
};
