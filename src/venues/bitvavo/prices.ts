import type { PriceList } from '../contract.ts';
import { each } from '../price.ts';

const weight = (units: number) => ({ 'weight-1m': units });

/** The reference of each endpoint, or ccxt's costs where those say more. */
export const prices: PriceList = {
  ...each(
    weight(1),
    `publicGetTime publicGetTickerPrice privateGetAccount privateGetAccountHistory privateGetStakingBalance
     privateDeleteOrder`,
  ),
  ...each(
    weight(5),
    `privateGetBalance privateGetTrades privateGetOrders privateGetDepositHistory
     privateGetWithdrawalHistory privateGetSubaccounts privateGetSubaccountsTransfers`,
  ),
  ...each(weight(25), 'publicGetTicker24h'),
  ...each(weight(100), 'privateGetOrdersOpen privateDeleteOrders'),
};
