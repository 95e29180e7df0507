import type { Capabilities } from '../contract.ts';
import { readByApi } from '../declare.ts';
import * as acts from './acts.ts';
import * as hand from './by-hand.ts';
import * as keys from './key-acts.ts';
import { introspectKey } from './key-report.ts';
import { at } from './limits.ts';
import * as money from './money-reads.ts';
import * as orders from './order-reads.ts';
import { docs, docsSilent } from './sources.ts';
import { subAccountKeys, subAccounts } from './sub-accounts.ts';
import * as trading from './trading-reads.ts';

// "Trade" is orders, transfers and settings of every kind, keys of sub-accounts among them.
const trade = ['spot-trade'];

export const capabilities: Capabilities = {
  readClock: readByApi({
    needs: [],
    cost: at('public-2s'),
    source: docs('public-data, GET public/time'),
    run: trading.readClock,
  }),
  introspectKey: readByApi({
    needs: [],
    cost: at('config-2s'),
    note: 'the key that asks, and no other; not when it was made or used',
    source: docs('trading-account, GET account/config'),
    run: introspectKey,
  }),
  listOpenOrders: readByApi({
    needs: ['read'],
    cost: at('open-algos-2s'),
    note: 'orders of every market; algo orders by type (conditional, OCO, trigger, trailing stop, iceberg, TWAP, chase); bots (grid, DCA, recurring buy, signal); not spread orders and RFQs',
    source: docs('order-book-trading, GET trade/orders-pending, orders-algo-pending and tradingBot'),
    run: orders.openOrders,
  }),
  listBalances: readByApi({
    needs: ['read'],
    cost: at('funding-1s'),
    note: 'trading and funding account, simple earn and on-chain earn; not loans, fixed and structured earn. What bots hold counts as held in the trading account',
    source: docs('trading-account, GET account/balance; funding-account; financial-product'),
    run: money.balances,
  }),
  listPositions: readByApi({
    needs: ['read'],
    cost: at('positions-2s'),
    note: 'margin, swaps, futures, options and event contracts; positions of bots stand with the bot',
    source: docs('trading-account, GET account/positions'),
    run: trading.positions,
  }),
  listTrades: readByApi({
    needs: ['read'],
    cost: at('fills-2s'),
    note: 'of every market, with liquidations and deliveries (their kind says so); not what bots traded. Only spot and margin come with a value',
    source: docs('order-book-trading, GET trade/fills and fills-history'),
    run: trading.trades,
  }),
  listOrders: readByApi({
    needs: ['read'],
    cost: at('orders-2s'),
    note: 'orders that were cancelled without a fill: the last 2 hours only. Algo orders of three months. No row names the key',
    source: docs('order-book-trading, GET trade/orders-history, orders-history-archive, orders-algo-history'),
    run: orders.orders,
  }),
  listWithdrawals: readByApi({
    needs: ['read'],
    cost: at('withdrawals-1s', 2),
    note: 'on chain and to other customers of OKX; sub-accounts cannot withdraw',
    source: docs('funding-account, GET asset/withdrawal-history'),
    run: money.withdrawals,
  }),
  listDeposits: readByApi({
    needs: ['read'],
    cost: at('deposits-1s'),
    note: 'on chain and from other customers of OKX, into this account: those into sub-accounts want a key of theirs',
    source: docs('funding-account, GET asset/deposit-history'),
    run: money.deposits,
  }),
  listTransfers: readByApi({
    needs: ['read'],
    cost: at('funding-bills-1s'),
    note: 'between trading and funding account, from the bills of the latter; those with sub-accounts with a key of the main account, since September 2022, and read last',
    source: docs(
      'funding-account, GET asset/bills and bills-history; sub-account, GET asset/subaccount/bills',
    ),
    run: money.transfers,
  }),
  listLedger: readByApi({
    needs: ['read'],
    cost: at('funding-bills-1s'),
    note: 'trading account: three months; funding account: since February 2021. Kinds are numbers of the venue, with a word where one is known',
    source: docs('trading-account, GET account/bills and bills-archive; funding-account, GET asset/bills'),
    run: money.ledger,
  }),
  listWithdrawalAddresses: hand.listWithdrawalAddresses,
  listMarketPrices: readByApi({
    needs: [],
    cost: at('public-2s'),
    note: 'the last price',
    source: docs('order-book-trading, GET market/tickers'),
    run: trading.marketPrices,
  }),
  listSubAccounts: readByApi({
    needs: ['read'],
    cost: at('subs-2s'),
    note: 'for a key of the main account; sub-accounts that others entrusted to a trading team are a list of their own, which is not read',
    source: docs('sub-account, GET users/subaccount/list'),
    run: subAccounts,
  }),
  listSubAccountKeys: readByApi({
    needs: ['read'],
    cost: at('subs-2s'),
    note: 'for a key of the main account, whose own keys no endpoint lists',
    source: docs('sub-account, GET users/subaccount/apikey'),
    run: subAccountKeys,
  }),
  // Repeatable: a second cancel of the same order is refused with 51400 and changes nothing.
  cancelOrders: {
    by: 'api',
    needs: trade,
    repeatable: true,
    cost: at('cancel-2s'),
    note: 'orders and algo orders of every market; bots are left alone, as stopping one may sell what it holds: on its page',
    source: docs('order-book-trading, POST trade/cancel-order and cancel-algos'),
    run: acts.cancelOrders,
  },
  // Repeatable: what it cancelled is gone, and a second one finds less or nothing.
  cancelAllOrders: {
    by: 'api',
    needs: trade,
    repeatable: true,
    cost: { ...at('cancel-2s'), ...at('open-orders-2s'), ...at('open-algos-2s'), ...at('bots-2s') },
    note: 'lists orders and algo orders, and cancels each: OKX has no single call for all. A bot that runs is told in the end, and left alone',
    source: docs('order-book-trading, POST trade/cancel-order and cancel-algos'),
    run: acts.cancelAllOrders,
  },
  // Repeatable: one that is cancelled already is refused, or stays cancelled.
  cancelWithdrawal: {
    by: 'api',
    // Not "Withdraw": it takes one back.
    needs: trade,
    repeatable: true,
    cost: at('funding-1s'),
    note: 'in the states 0, 17 and 19 only, and not on Lightning; which permission it wants is not clearly written',
    source: docsSilent('funding-account, POST asset/cancel-withdrawal, on the permission'),
    run: acts.cancelWithdrawal,
  },
  // Repeatable: stopped stays stopped.
  stopSubAccountTransfers: {
    by: 'api',
    needs: trade,
    repeatable: true,
    cost: at('sub-write-1s'),
    note: 'for a key of the main account; the sub-account goes on trading',
    source: docs('sub-account, POST users/subaccount/set-transfer-out'),
    run: acts.stopSubAccountTransfers,
  },
  revokeKey: hand.revokeKey,
  downgradeKey: hand.downgradeKey,
  // Repeatable: a key that is gone is refused, and another is not touched.
  revokeSubAccountKey: {
    by: 'api',
    needs: trade,
    repeatable: true,
    cost: at('sub-write-1s'),
    note: 'for a key of the main account that is bound to addresses',
    source: docs('sub-account, POST users/subaccount/delete-apikey'),
    run: keys.revokeSubAccountKey,
  },
  // Repeatable: read-only stays read-only.
  restrictSubAccountKey: {
    by: 'api',
    needs: trade,
    repeatable: true,
    cost: at('sub-write-1s'),
    note: 'for a key of the main account that is bound to addresses; those of the changed key stay as they are',
    source: docs('sub-account, POST users/subaccount/modify-apikey'),
    run: keys.restrictSubAccountKey,
  },
  createSubAccountKey: {
    by: 'api',
    needs: trade,
    // A repeat makes a second living key: on OUTCOME_UNKNOWN list the keys of the sub-account.
    repeatable: false,
    cost: at('sub-write-1s'),
    note: 'for a key of the main account that is bound to addresses; never with withdrawal. firebreak makes up the passphrase',
    source: docs('sub-account, POST users/subaccount/apikey'),
    run: keys.createSubAccountKey,
  },
  createKey: hand.createKey,
  editWithdrawalAddresses: hand.editWithdrawalAddresses,
  freezeAccount: hand.freezeAccount,
  endSessions: hand.endSessions,
};
