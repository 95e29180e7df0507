import type { Capabilities } from '../contract.ts';
import { readByApi } from '../declare.ts';
import * as acts from './acts.ts';
import { balances } from './balances.ts';
import * as hand from './by-hand.ts';
import * as keys from './key-acts.ts';
import { introspectKey } from './key-report.ts';
import { ledger } from './ledger.ts';
import { one } from './limits.ts';
import * as money from './money-reads.ts';
import { openOrders } from './open-orders.ts';
import { orders } from './past-orders.ts';
import { apiPage, docs } from './sources.ts';
import { subAccountKeys, subAccounts } from './sub-accounts.ts';
import * as trading from './trading-reads.ts';

// Which permission manages sub-accounts and their keys is not written; it is one of the main account's.
const managing = ['manage-keys'];

export const capabilities: Capabilities = {
  readClock: readByApi({
    needs: [],
    cost: one('public-10s'),
    source: docs('SpotApi, getSystemTime'),
    run: trading.readClock,
  }),
  introspectKey: readByApi({
    needs: [],
    cost: { 'other-10s': 2 },
    note: 'rights, addresses and age from the list of the main account’s keys; for a key that is not in it, or may not read it, its addresses and pairs only. Either wants the permission Account (read)',
    source: apiPage('Account: Query All Main Account Key Information, Retrieve user account information'),
    run: introspectKey,
  }),
  listOpenOrders: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    note: 'spot with isolated margin and unified account, its conditional orders by account, perpetual contracts in USDT and BTC with conditional, trail and chase orders, delivery, options, and trading bots, whose rows name no side. Permissions are by product: a key without one of them reads up to there',
    source: docs('SpotApi, FuturesApi, DeliveryApi, OptionsApi and BotApi'),
    run: openOrders,
  }),
  listBalances: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    note: 'spot, isolated margin, perpetual and delivery contracts, options, lending and unified account by coin; every other wallet (finance, cross margin, quant, Alpha, payment) as an estimate over all its coins in USDT, a minute old at most, finance only where nothing is lent out, as that is in it',
    source: docs(
      'SpotApi, MarginApi, FuturesApi, DeliveryApi, OptionsApi, UnifiedApi, EarnUniApi and WalletApi',
    ),
    run: balances,
  }),
  listPositions: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    note: 'amounts are contracts',
    source: docs('FuturesApi, DeliveryApi and OptionsApi'),
    run: trading.positions,
  }),
  listTrades: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    note: 'on spot by the time at which the order ended; of contracts and options the amount counts contracts and the value is not told; trades of options name no fee; of delivery contracts all there are',
    source: docs('SpotApi, FuturesApi, DeliveryApi and OptionsApi'),
    run: trading.trades,
  }),
  listOrders: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    note: 'on spot by the time of their end. Orders on contracts that were cancelled without a fill: for ten minutes only. Finished trail and chase orders are not read; the orders that they placed are',
    source: docs('SpotApi, FuturesApi, DeliveryApi and OptionsApi'),
    run: orders,
  }),
  listWithdrawals: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    note: 'on chain, and transfers to other customers of Gate (then their UID is the address)',
    source: docs('WalletApi, listWithdrawals and listPushOrders'),
    run: money.withdrawals,
  }),
  listDeposits: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    source: docs('WalletApi, listDeposits and listPushOrders'),
    run: money.deposits,
  }),
  listTransfers: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    note: 'between the main account and its sub-accounts, for a key of the main account; those between wallets of one account are lines of the ledgers ("dnw"), and have no list',
    source: docs('WalletApi, listSubAccountTransfers'),
    run: money.transfers,
  }),
  listLedger: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    note: 'spot, margin (only what came in and went out), perpetual and delivery contracts, options',
    source: docs('SpotApi, MarginApi, FuturesApi, DeliveryApi and OptionsApi, account_book'),
    run: ledger,
  }),
  listWithdrawalAddresses: readByApi({
    needs: ['read'],
    cost: one('private-10s'),
    note: 'whether the whitelist is switched on is not told, nor when an address was saved',
    source: docs('WalletApi, listSavedAddress'),
    run: money.withdrawalAddresses,
  }),
  listMarketPrices: readByApi({
    needs: [],
    cost: one('public-10s'),
    note: 'the last price; of options the mark price',
    source: docs('SpotApi, FuturesApi, DeliveryApi and OptionsApi, tickers'),
    run: trading.marketPrices,
  }),
  // Reading these is taken for the "account" group's, which every key that reads has here.
  listSubAccounts: readByApi({
    needs: ['read'],
    cost: one('sub-accounts-10s'),
    note: 'for a key of the main account',
    source: docs('SubAccountApi, listSubAccounts'),
    run: subAccounts,
  }),
  listSubAccountKeys: readByApi({
    needs: ['read'],
    cost: one('sub-accounts-10s'),
    note: 'for a key of the main account',
    source: docs('SubAccountApi, listSubAccountKeys'),
    run: subAccountKeys,
  }),
  // Repeatable: a second cancel of the same order is refused (ORDER_NOT_FOUND, ORDER_FINISHED …).
  cancelOrders: {
    by: 'api',
    // The market of the order decides which; each wants the permission of its own.
    needs: [],
    needsForAll: ['spot-trade', 'futures', 'options'],
    repeatable: true,
    cost: one('cancel-1s'),
    note: 'with the permission of the order’s market; a bot is stopped for good',
    source: docs('SpotApi, FuturesApi, DeliveryApi, OptionsApi and BotApi'),
    run: acts.cancelOrders,
  },
  // Repeatable: what it cancelled is gone, and a second one finds less or nothing.
  cancelAllOrders: {
    by: 'api',
    needs: [],
    needsForAll: ['spot-trade', 'futures', 'options'],
    repeatable: true,
    cost: { 'cancel-1s': 16, 'private-10s': 6 },
    note: 'every kind in every market, and bots, which are stopped for good. A market that the key has no permission for is told in the end',
    source: docs('SpotApi, FuturesApi, DeliveryApi, OptionsApi and BotApi'),
    run: acts.cancelAllOrders,
  },
  // Repeatable: one that is cancelled already is refused (INVALID_WITHDRAW_CANCEL_STATUS).
  cancelWithdrawal: {
    by: 'api',
    needs: ['withdraw'],
    repeatable: true,
    cost: one('private-10s'),
    note: 'on chain only; accepted is not cancelled: the withdrawal’s state says what came of it',
    elseByHand: hand.cancelWithdrawal,
    source: docs('WithdrawalApi, cancelWithdrawal'),
    run: acts.cancelWithdrawal,
  },
  // Repeatable: locked stays locked.
  stopSubAccountTransfers: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: one('sub-accounts-10s'),
    note: 'locks the whole sub-account; unlocked again by the page or the endpoint beside it',
    source: docs('SubAccountApi, lockSubAccount'),
    run: keys.lockSubAccount,
  },
  revokeKey: hand.revokeKey,
  downgradeKey: hand.downgradeKey,
  // Repeatable: a key that is gone is refused, and another is not touched.
  revokeSubAccountKey: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: one('sub-accounts-10s'),
    note: 'for a key of the main account; takes up to five minutes to take effect',
    source: docs('SubAccountApi, deleteSubAccountKeys'),
    run: keys.revokeSubAccountKey,
  },
  // Repeatable: everything is sent again as it is listed at that moment.
  restrictSubAccountKey: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: { 'sub-accounts-10s': 3 },
    note: 'for a key of the main account; name, addresses and permissions are sent again, as Gate clears what is left out. Refused by firebreak where the addresses are unknown',
    source: docs('SubAccountApi, updateSubAccountKeys, and SubAccountKey'),
    run: keys.restrictSubAccountKey,
  },
  createSubAccountKey: {
    by: 'api',
    needs: managing,
    // A repeat makes a second living key: on OUTCOME_UNKNOWN list the keys of the sub-account.
    repeatable: false,
    cost: one('sub-accounts-10s'),
    note: 'for a key of the main account, in classic mode; a sub-account’s key never withdraws',
    source: docs('SubAccountApi, createSubAccountKeys'),
    run: keys.createSubAccountKey,
  },
  createKey: hand.createKey,
  editWithdrawalAddresses: hand.editWithdrawalAddresses,
  freezeAccount: hand.freezeAccount,
  endSessions: hand.endSessions,
};
