import { assetHistoryRoutes } from './asset-history-routes.ts';
import { cancelReplaceRoutes } from './cancel-replace-routes.ts';
import { coinFuturesRoutes } from './coin-futures-routes.ts';
import { convertRoutes } from './convert-routes.ts';
import { dayTickerRoutes } from './day-ticker-routes.ts';
import { earnRoutes } from './earn-routes.ts';
import { futuresAccountRoutes } from './futures-account-routes.ts';
import { futuresAlgoRoutes } from './futures-algo-routes.ts';
import { futuresCancelRoutes } from './futures-cancel-routes.ts';
import { futuresHistoryRoutes } from './futures-history-routes.ts';
import { futuresMarketRoutes } from './futures-market-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { marginHistoryRoutes } from './margin-history-routes.ts';
import { marginMarketRoutes } from './margin-market-routes.ts';
import { marginOrderRoutes } from './margin-order-routes.ts';
import { marginAccountRoutes } from './margin-account-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { orderListRoutes } from './order-list-routes.ts';
import { orderRoutes } from './order-routes.ts';
import type { Route } from './route.ts';
import { subAccountAssetRoutes } from './sub-account-asset-routes.ts';
import { subAccountKeyRoutes } from './sub-account-key-routes.ts';
import { subAccountRoutes } from './sub-account-routes.ts';
import { subAccountTransferRoutes } from './sub-account-transfer-routes.ts';
import { transferRoutes } from './transfer-routes.ts';
import { walletRoutes } from './wallet-routes.ts';

/** Every endpoint that is served here; anything else is a 404. */
export const routes: readonly Route[] = [
  ...marketRoutes,
  ...dayTickerRoutes,
  ...historyRoutes,
  ...orderRoutes,
  ...cancelReplaceRoutes,
  ...orderListRoutes,
  ...walletRoutes,
  ...assetHistoryRoutes,
  ...convertRoutes,
  ...earnRoutes,
  ...transferRoutes,
  ...marginMarketRoutes,
  ...marginAccountRoutes,
  ...marginOrderRoutes,
  ...marginHistoryRoutes,
  ...futuresMarketRoutes,
  ...futuresAccountRoutes,
  ...futuresHistoryRoutes,
  ...futuresAlgoRoutes,
  ...futuresCancelRoutes,
  ...coinFuturesRoutes,
  ...subAccountRoutes,
  ...subAccountAssetRoutes,
  ...subAccountKeyRoutes,
  ...subAccountTransferRoutes,
];
