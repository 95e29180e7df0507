import type { PriceList } from '../contract.ts';
import { each } from '../price.ts';
import { ofKey, ofPair, ofPublic } from './limits.ts';

/** Guides, rest/ratelimits: ledgers and trades count two, cancelling an order nothing of the key's counter. */
export const prices: PriceList = {
  ...each(ofPublic(1), 'publicGetTime publicGetAssetPairs publicGetTicker'),
  ...each(
    ofKey(1),
    `privatePostGetApiKeyInfo privatePostOpenOrders privatePostClosedOrders privatePostOpenPositions
     privatePostBalanceEx privatePostEarnAllocations privatePostDepositStatus privatePostWithdrawStatus
     privatePostWithdrawAddresses privatePostWithdrawCancel privatePostCancelAll`,
  ),
  ...each(ofKey(2), 'privatePostTradesHistory privatePostLedgers'),
  ...each(ofPair(8), 'privatePostCancelOrder'),
};
