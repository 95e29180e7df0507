import type { PriceList } from '../contract.ts';
import { each } from '../price.ts';
import { onePrivate, onePublic } from './limits.ts';

/** One request each, on the side that it goes to. */
export const prices: PriceList = {
  ...each(onePublic, 'v3PublicGetBrokerageTime v3PublicGetBrokerageMarketProducts'),
  ...each(
    onePrivate,
    `v3PrivateGetBrokerageAccounts v3PrivatePostBrokerageOrdersBatchCancel v3PrivateGetBrokeragePaymentMethods
     v3PrivateGetBrokerageIntxBalancesPortfolioUuid v3PrivateGetBrokerageIntxPositionsPortfolioUuid
     v3PrivateGetBrokeragePortfolios v3PrivateGetBrokerageKeyPermissions
     v3PrivateGetBrokerageOrdersHistoricalBatch v3PrivateGetBrokerageOrdersHistoricalFills
     v3PrivateGetBrokerageCfmBalanceSummary v3PrivateGetBrokerageCfmPositions
     v3PrivateGetBrokerageCfmSweeps`,
  ),
  ...each(
    { 'app-1h': 1 },
    `v2PrivateGetAccounts v2PrivateGetAccountsAccountIdWithdrawals v2PrivateGetAccountsAccountIdTransactions`,
  ),
};
