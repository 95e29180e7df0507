import type { PriceList } from '../contract.ts';
import { each } from '../price.ts';
import { one } from './limits.ts';

/**
 * One at the endpoint's limit (rate-limit, "API Rate Limit Table"), and one of the address. Cancelling
 * everything of options is one a second, which is counted as all ten of the others.
 */
export const prices: PriceList = {
  ...each(one(), 'publicGetV5MarketTime publicGetV5MarketTickers'),
  ...each(
    one('trading-1s'),
    `privateGetV5OrderRealtime privateGetV5OrderHistory privateGetV5ExecutionList privateGetV5PositionList
     privateGetV5AccountWalletBalance privateGetV5AssetAssetOverview`,
  ),
  'GET v5/strategy/list': one('trading-1s'),
  'POST v5/strategy/stop': one('cancel-1s'),
  ...each(one('ledger-1s'), 'privateGetV5AccountTransactionLog'),
  'GET v5/asset/fundinghistory': one('ledger-1s'),
  ...each(one('cancel-1s'), 'privatePostV5OrderCancel'),
  privatePostV5OrderCancelAll: (params) =>
    'category' in params && params.category === 'option' ? { ...one(), 'cancel-1s': 10 } : one('cancel-1s'),
  ...each(
    one('user-1s'),
    `privateGetV5UserQueryApi privateGetV5UserSubmembers privateGetV5UserSubApikeys privatePostV5UserDeleteApi
     privatePostV5UserUpdateApi privatePostV5UserDeleteSubApi privatePostV5UserUpdateSubApi
     privatePostV5UserFrozenSubMember`,
  ),
  ...each(one('create-1s'), 'privatePostV5UserCreateSubApi'),
  ...each(
    one('coins-1s'),
    'privateGetV5AssetTransferQueryAccountCoinsBalance privateGetV5AssetWithdrawQueryAddress',
  ),
  ...each(one('universal-1s'), 'privateGetV5AssetTransferQueryUniversalTransferList'),
  ...each(one('transfers-1m'), 'privateGetV5AssetTransferQueryInterTransferList'),
  ...each(
    one('deposits-1m'),
    'privateGetV5AssetDepositQueryRecord privateGetV5AssetDepositQueryInternalRecord',
  ),
  ...each(one('withdrawals-1m'), 'privateGetV5AssetWithdrawQueryRecord'),
  ...each(one('cancel-withdrawal-1m'), 'privatePostV5AssetWithdrawCancel'),
};
