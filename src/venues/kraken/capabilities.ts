import type { Capabilities } from '../contract.ts';
import { readByApi } from '../declare.ts';
import * as acts from './acts.ts';
import * as hand from './by-hand.ts';
import { ofKey, ofPair, ofPublic } from './limits.ts';
import * as money from './money-reads.ts';
import { docs } from './sources.ts';
import * as subAccounts from './sub-accounts.ts';
import * as trading from './trading-reads.ts';

const otherCancelling =
  'A key with Cancel & close orders alone may do it, too. A timer that somebody set with CancelAllOrdersAfter is not seen and not stopped';

export const capabilities: Capabilities = {
  readClock: readByApi({
    needs: [],
    cost: ofPublic(1),
    note: 'in whole seconds: right to half a second',
    source: docs('market-data/get-server-time'),
    run: trading.readClock,
  }),
  introspectKey: readByApi({
    needs: [],
    cost: ofKey(1),
    note: 'any key describes itself, and no other. When it was last used is overwritten by the first call: let this be the first. Nothing is told of futures: Kraken Futures has keys of its own',
    source: docs('account-data/get-api-key-info'),
    run: trading.introspectKey,
  }),
  listOpenOrders: readByApi({
    needs: ['read'],
    cost: ofKey(1),
    note: 'every pair, margin and conditional orders too, with "Query open orders & trades"; not those of sub-accounts or of Kraken Futures. Where a bot marks its orders by a userref only, that stands for the client order id',
    source: docs('account-data/get-open-orders'),
    run: trading.openOrders,
  }),
  listBalances: readByApi({
    needs: ['read'],
    cost: ofKey(1),
    note: 'spot, what earns or is bound (by the ending of its name), then Earn strategies of assets that have no such balance; with "Query funds". Not the futures wallet. Assets go by their newer names: XBT for XXBT, USD for ZUSD',
    source: docs('account-data/get-extended-balance and earn/list-earn-allocations'),
    run: money.balances,
  }),
  listPositions: readByApi({
    needs: ['read'],
    cost: ofKey(1),
    note: 'on margin, each by itself, with "Query open orders & trades"; not those of Kraken Futures',
    source: docs('account-data/get-open-positions'),
    run: trading.positions,
  }),
  listTrades: readByApi({
    needs: ['read'],
    cost: ofKey(2),
    note: 'every pair, with "Query closed orders & trades"; fifty a page. The row does not name the asset of the fee: the reference says that it is the quote asset',
    source: docs('account-data/get-trades-history'),
    run: trading.trades,
  }),
  listOrders: readByApi({
    needs: ['read'],
    cost: ofKey(1),
    note: 'filled, cancelled and expired ones, with "Query closed orders & trades"; those that rest are listed as open orders. Nobody wrote how long they are kept. No row names the key',
    source: docs('account-data/get-closed-orders'),
    run: trading.orders,
  }),
  listWithdrawals: readByApi({
    needs: ['read'],
    suffices: ['withdraw'],
    cost: ofKey(1),
    note: 'with "Query ledger entries" or "Withdraw"',
    source: docs('funding/get-status-of-recent-withdrawals'),
    run: money.withdrawals,
  }),
  listDeposits: readByApi({
    needs: ['read'],
    cost: ofKey(1),
    note: 'with "Query funds"',
    source: docs('funding/get-status-of-recent-deposits'),
    run: money.deposits,
  }),
  listTransfers: readByApi({
    needs: ['read'],
    cost: ofKey(2),
    note: 'what the ledger of the spot wallet says of them, with "Query ledger entries": to and from futures and staking. Moves into Earn stand in the ledger itself',
    source: docs('account-data/get-ledgers-info, type "transfer"'),
    run: money.transfers,
  }),
  listLedger: readByApi({
    needs: ['read'],
    cost: ofKey(2),
    note: 'everything that changed a balance, with "Query ledger entries"; fifty lines a page. A change is before its fee',
    source: docs('account-data/get-ledgers-info'),
    run: money.ledger,
  }),
  listWithdrawalAddresses: readByApi({
    needs: ['read', 'withdraw'],
    cost: ofKey(1),
    note: 'with "Query funds" and "Withdraw" both. A withdrawal by API goes to one of these and nowhere else',
    elseByHand: hand.listWithdrawalAddresses,
    source: docs('funding/get-withdrawal-addresses'),
    run: money.withdrawalAddresses,
  }),
  listMarketPrices: readByApi({
    needs: [],
    cost: ofPublic(2),
    source: docs('market-data/get-tickers and get-tradable-asset-pairs'),
    run: trading.marketPrices,
  }),
  // Repeatable: a second cancel of the same order is refused with "EOrder:Unknown order" and changes nothing.
  cancelOrders: {
    by: 'api',
    needs: ['spot-trade'],
    repeatable: true,
    cost: ofPair(8),
    note: otherCancelling,
    source: docs('trading/cancel-order'),
    run: acts.cancelOrders,
  },
  // Repeatable: what it cancelled is gone, and a second one finds less or nothing.
  cancelAllOrders: {
    by: 'api',
    needs: ['spot-trade'],
    repeatable: true,
    cost: ofKey(1),
    note: `every pair of this account, not those of sub-accounts or of Kraken Futures. ${otherCancelling}`,
    source: docs('trading/cancel-all-orders'),
    run: acts.cancelAllOrders,
  },
  // Repeatable: one that is being cancelled is refused, or goes on being cancelled.
  cancelWithdrawal: {
    by: 'api',
    needs: ['withdraw'],
    repeatable: true,
    cost: ofKey(1),
    note: 'Kraken takes the request and may still deny it (status-prop "cancel-denied"): read it back',
    source: docs('funding/request-withdrawal-cancellation'),
    run: acts.cancelWithdrawal,
  },
  listSubAccounts: subAccounts.listSubAccounts,
  listSubAccountKeys: subAccounts.listSubAccountKeys,
  stopSubAccountTransfers: subAccounts.stopSubAccountTransfers,
  revokeKey: hand.revokeKey,
  downgradeKey: hand.downgradeKey,
  revokeSubAccountKey: subAccounts.revokeSubAccountKey,
  restrictSubAccountKey: subAccounts.restrictSubAccountKey,
  createSubAccountKey: subAccounts.createSubAccountKey,
  createKey: hand.createKey,
  editWithdrawalAddresses: hand.editWithdrawalAddresses,
  freezeAccount: hand.freezeAccount,
  endSessions: hand.endSessions,
};
