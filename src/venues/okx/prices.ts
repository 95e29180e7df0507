import type { PriceList } from '../contract.ts';
import { each } from '../price.ts';
import { at } from './limits.ts';

/** One at the endpoint's own limit ("Rate Limit" of each). */
export const prices: PriceList = {
  ...each(at('public-2s'), 'publicGetPublicTime publicGetMarketTickers'),
  ...each(at('config-2s'), 'privateGetAccountConfig'),
  ...each(at('open-orders-2s'), 'privateGetTradeOrdersPending'),
  ...each(at('open-algos-2s'), 'privateGetTradeOrdersAlgoPending'),
  ...each(
    at('bots-2s'),
    `privateGetTradingBotDcaOngoingList privateGetTradingBotGridOrdersAlgoPending
     privateGetTradingBotRecurringOrdersAlgoPending privateGetTradingBotSignalOrdersAlgoPending`,
  ),
  ...each(at('recent-orders-2s'), 'privateGetTradeOrdersHistory'),
  ...each(at('orders-2s'), 'privateGetTradeOrdersHistoryArchive'),
  ...each(at('algos-2s'), 'privateGetTradeOrdersAlgoHistory'),
  ...each(at('recent-fills-2s'), 'privateGetTradeFills'),
  ...each(at('fills-2s'), 'privateGetTradeFillsHistory'),
  ...each(at('balance-2s'), 'privateGetAccountBalance'),
  ...each(at('positions-2s'), 'privateGetAccountPositions'),
  ...each(at('recent-bills-1s'), 'privateGetAccountBills'),
  ...each(at('bills-2s'), 'privateGetAccountBillsArchive'),
  ...each(at('funding-1s'), 'privateGetAssetBalances'),
  ...each(at('savings-1s'), 'privateGetFinanceSavingsBalance'),
  ...each(at('earn-1s'), 'privateGetFinanceStakingDefiOrdersActive'),
  ...each(at('deposits-1s'), 'privateGetAssetDepositHistory'),
  ...each(at('withdrawals-1s'), 'privateGetAssetWithdrawalHistory privatePostAssetCancelWithdrawal'),
  ...each(at('recent-funding-bills-1s'), 'privateGetAssetBills'),
  ...each(at('funding-bills-1s'), 'privateGetAssetBillsHistory'),
  ...each(at('sub-bills-1s'), 'privateGetAssetSubaccountBills'),
  ...each(at('subs-2s'), 'privateGetUsersSubaccountList privateGetUsersSubaccountApikey'),
  ...each(
    at('sub-write-1s'),
    `privatePostUsersSubaccountApikey privatePostUsersSubaccountModifyApikey
     privatePostUsersSubaccountDeleteApikey privatePostUsersSubaccountSetTransferOut`,
  ),
  ...each(at('cancel-2s'), 'privatePostTradeCancelOrder privatePostTradeCancelAlgos'),
};
