import type { Capabilities } from '../contract.ts';
import { readByApi } from '../declare.ts';
import * as acts from './acts.ts';
import * as hand from './by-hand.ts';
import * as keys from './key-acts.ts';
import { one } from './limits.ts';
import * as money from './money-reads.ts';
import { docs } from './sources.ts';
import { subAccountKeys, subAccounts } from './sub-accounts.ts';
import * as trading from './trading-reads.ts';

// Any of Account Transfer, Subaccount Transfer and Withdrawal lets a key manage keys: `manage-keys` here.
const managing = ['manage-keys'];

export const capabilities: Capabilities = {
  readClock: readByApi({
    needs: [],
    cost: one(),
    source: docs('market/time'),
    run: trading.readClock,
  }),
  introspectKey: readByApi({
    needs: [],
    cost: one('user-1s'),
    note: 'the key that asks, and no other of the main account',
    source: docs('user/apikey-info'),
    run: trading.introspectKey,
  }),
  listOpenOrders: readByApi({
    needs: ['read'],
    cost: one('trading-1s'),
    note: 'spot by kind, USDT and USDC contracts, inverse, options, and strategies (TWAP, iceberg, chase, share of volume); not spreads, and not trading bots (grid, DCA, martingale, combination), which no endpoint lists',
    source: docs('order/open-order and strategy/strategy-list'),
    run: trading.openOrders,
  }),
  listBalances: readByApi({
    needs: ['read'],
    cost: one('coins-1s'),
    note: 'free in the unified account is what does not rest in spot orders: margin is bound over all coins together. Earn, bots, copy trading and loans come from a snapshot that regional accounts do not have, and count as held',
    source: docs('account/wallet-balance, asset/balance/all-balance and asset/balance/asset-overview'),
    run: money.balances,
  }),
  listPositions: readByApi({
    needs: ['read'],
    cost: one('trading-1s'),
    source: docs('position/position'),
    run: trading.positions,
  }),
  listTrades: readByApi({
    needs: ['read'],
    cost: one('trading-1s'),
    note: 'with funding, liquidations, deliveries and moved positions (their kind says so). Options of BTC, ETH, SOL, XRP, MNT and DOGE: of another coin only the ledger tells. For inverse contracts the value is in the base coin',
    source: docs('order/execution'),
    run: trading.trades,
  }),
  listOrders: readByApi({
    needs: ['read'],
    cost: one('trading-1s'),
    note: 'orders without a fill that were cancelled, rejected or deactivated: the last 24 hours only. No row names the key',
    source: docs('order/order-list'),
    run: trading.orders,
  }),
  listWithdrawals: readByApi({
    needs: ['read'],
    cost: one('withdrawals-1m'),
    note: 'on chain and to other customers of Bybit (then their UID is the address); only for a key of the main account',
    source: docs('asset/withdraw/withdraw-record'),
    run: money.withdrawals,
  }),
  listDeposits: readByApi({
    needs: ['read'],
    cost: one('deposits-1m'),
    note: 'on chain and from other customers of Bybit, into this account: those into sub-accounts want a key of theirs. One that has not succeeded yet has no time of its own: the moment of the reply stands there',
    source: docs('asset/deposit/deposit-record and internal-deposit-record'),
    run: money.deposits,
  }),
  listTransfers: readByApi({
    needs: ['read'],
    needsForAll: ['transfer'],
    cost: one('transfers-1m'),
    note: 'those within the account with any key; those between accounts want Subaccount Transfer, and are read last',
    source: docs('asset/transfer/inter-transfer-list and unitransfer-list'),
    run: money.transfers,
  }),
  listLedger: readByApi({
    needs: ['read'],
    cost: one('ledger-1s'),
    note: 'unified and funding account; a line of the latter has no id',
    source: docs('account/transaction-log and asset/fund-history'),
    run: money.ledger,
  }),
  listWithdrawalAddresses: readByApi({
    needs: ['withdraw'],
    cost: one('coins-1s'),
    note: 'only for a key that may withdraw. Whether the whitelist is switched on is not told',
    elseByHand: hand.listWithdrawalAddresses,
    source: docs('asset/withdraw/withdraw-address'),
    run: money.withdrawalAddresses,
  }),
  listMarketPrices: readByApi({
    needs: [],
    cost: one(),
    note: 'the last price; of options the mark price',
    source: docs('market/tickers'),
    run: trading.marketPrices,
  }),
  listSubAccounts: readByApi({
    needs: managing,
    cost: one('user-1s'),
    note: 'for a key of the main account; custodial sub-accounts of institutions are a list of their own, which is not read',
    source: docs('user/page-subuid'),
    run: subAccounts,
  }),
  listSubAccountKeys: readByApi({
    // Any key may list the keys; the sub-accounts that they are listed by want more.
    needs: managing,
    cost: one('user-1s'),
    note: 'for a key of the main account, whose own keys no endpoint lists',
    source: docs('user/list-sub-apikeys'),
    run: subAccountKeys,
  }),
  // Repeatable: a second cancel of the same order is refused with 110001 or 170213 and changes nothing.
  cancelOrders: {
    by: 'api',
    // The market of the order decides which; each wants the permission of its own.
    needs: [],
    needsForAll: ['spot-trade', 'futures', 'options'],
    repeatable: true,
    cost: one('cancel-1s'),
    note: 'with the permission of the order’s market; a strategy is stopped for good. Pairs of spot orders (OCO, bidirectional) can only be cancelled all at once',
    source: docs('order/cancel-order and strategy/stop-strategy'),
    run: acts.cancelOrders,
  },
  // Repeatable: what it cancelled is gone, and a second one finds less or nothing.
  cancelAllOrders: {
    by: 'api',
    needs: [],
    needsForAll: ['spot-trade', 'futures', 'options'],
    repeatable: true,
    cost: { 'ip-5s': 15, 'cancel-1s': 9, 'trading-1s': 4 },
    note: 'every kind in every category, and strategies, which are stopped for good; of USDT and of USDC contracts at most 500 orders a call: repeat it until none is left. A market that the key has no permission for is told in the end',
    source: docs('order/cancel-all and strategy/stop-strategy'),
    run: acts.cancelAllOrders,
  },
  // Repeatable: one that is cancelled already is refused, or stays cancelled.
  cancelWithdrawal: {
    by: 'api',
    needs: ['withdraw'],
    repeatable: true,
    cost: one('cancel-withdrawal-1m'),
    note: 'while it is being checked or waits; which states that is exactly is not written',
    source: docs('asset/withdraw/cancel-withdraw'),
    run: acts.cancelWithdrawal,
  },
  // Repeatable: frozen stays frozen.
  stopSubAccountTransfers: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: one('user-1s'),
    note: 'freezes the whole sub-account, whose bots then stop too; thawed again by the page or the same endpoint',
    source: docs('user/froze-subuid'),
    run: acts.freezeSubAccount,
  },
  // Repeatable: the key deletes itself, and a repeat is refused as an invalid key.
  revokeKey: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: { 'ip-5s': 2, 'user-1s': 2 },
    note: 'only for a key with Account Transfer, Subaccount Transfer or Withdrawal; one that only reads or trades must be deleted by hand. At once and for good: read first what only this key can read',
    elseByHand: hand.revokeKey,
    source: docs('user/rm-master-apikey and user/rm-sub-apikey'),
    run: keys.revokeKey,
  },
  // Repeatable: read-only stays read-only.
  downgradeKey: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: { 'ip-5s': 2, 'user-1s': 2 },
    note: 'only for a key with Account Transfer, Subaccount Transfer or Withdrawal; whether it can then be undone by the key itself is not written, so revoking is better',
    elseByHand: hand.downgradeKey,
    source: docs('user/modify-master-apikey and user/modify-sub-apikey'),
    run: keys.downgradeKey,
  },
  // Repeatable: a key that is gone is refused, and another is not touched.
  revokeSubAccountKey: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: one('user-1s'),
    note: 'for a key of the main account',
    source: docs('user/rm-sub-apikey'),
    run: keys.revokeSubAccountKey,
  },
  // Repeatable: everything is sent again as it is listed at that moment.
  restrictSubAccountKey: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: { 'ip-5s': 2, 'user-1s': 2 },
    note: 'for a key of the main account; addresses and permissions are sent again, as Bybit takes away what is left out. Refused by firebreak where the addresses are unknown',
    source: docs('user/modify-sub-apikey'),
    run: keys.restrictSubAccountKey,
  },
  createSubAccountKey: {
    by: 'api',
    needs: managing,
    // A repeat makes a second living key: on OUTCOME_UNKNOWN list the keys of the sub-account.
    repeatable: false,
    cost: one('create-1s'),
    note: 'for a key of the main account; never with withdrawal',
    source: docs('user/create-subuid-apikey'),
    run: keys.createSubAccountKey,
  },
  createKey: hand.createKey,
  editWithdrawalAddresses: hand.editWithdrawalAddresses,
  freezeAccount: hand.freezeAccount,
  endSessions: hand.endSessions,
};
