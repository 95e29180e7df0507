import type { Capabilities } from '../contract.ts';
import { readByApi } from '../declare.ts';
import * as acts from './acts.ts';
import * as hand from './by-hand.ts';
import * as keys from './key-acts.ts';
import { ledger } from './ledger.ts';
import { dapi, fapi, sapi, sapiOfUid, spot } from './limits.ts';
import * as money from './money-reads.ts';
import { connector, spotDocs } from './sources.ts';
import { requestsAPage, subAccountKeys, subAccounts } from './sub-accounts.ts';
import { orders, trades } from './trade-reads.ts';
import * as trading from './trading-reads.ts';
import { transfers } from './transfers.ts';

/** It must be a key of the account above; older pages of the venue call these TRADE, newer ones USER_DATA. */
const managing = ['spot-trade'];

const subAccountApi = connector('sub-account, ApiManagementApi');

export const capabilities: Capabilities = {
  readClock: readByApi({
    needs: [],
    cost: spot(1),
    source: spotDocs,
    run: trading.readClock,
  }),
  introspectKey: readByApi({
    needs: ['read'],
    cost: sapi(1),
    note: 'the key that asks, and no other of the main account',
    source: connector('wallet AccountApi'),
    run: trading.introspectKey,
  }),
  listOpenOrders: readByApi({
    needs: ['read'],
    needsForAll: ['futures'],
    cost: spot(80),
    note: 'spot, spot TWAP, Convert limits, cross and isolated margin, USDⓈ-M and COIN-M with their conditional orders, options; TWAP and volume participation on futures only for a key that may trade them. Not portfolio margin, not trading bots of the page',
    source: connector('spot, algo, convert, margin-trading, derivatives-trading-*'),
    run: trading.openOrders,
  }),
  listBalances: readByApi({
    needs: ['read'],
    cost: { ...spot(20), ...sapi(1) },
    note: 'spot, funding, earn (as locked), margin (what is owed below zero), futures, options; not staking, loans, copy trading and bots. Futures without profit and loss that is not realised',
    source: connector('spot, wallet, simple-earn, margin-trading, derivatives-trading-*'),
    run: money.balances,
  }),
  listPositions: readByApi({
    needs: ['read'],
    cost: { ...fapi(5), ...dapi(1) },
    note: 'USDⓈ-M, COIN-M, options. What margin owes stands among the balances; portfolio margin is not read',
    source: connector('derivatives-trading-*, TradeApi'),
    run: trading.positions,
  }),
  listTrades: readByApi({
    needs: ['read'],
    cost: spot(20),
    note: 'by symbol. Contracts are found by what was booked for them in the last three months, and are told for six; pairs of isolated margin by what the account has now. Trades of options are not read: the ledger tells what they moved',
    source: connector('spot, margin-trading, derivatives-trading-*'),
    run: trades,
  }),
  listOrders: readByApi({
    needs: ['read'],
    cost: spot(20),
    note: 'by symbol, as trades are. Futures orders without a fill that were cancelled or expired: three days only, every other 90 days; on spot such are archived after 90 days. No row names the key',
    source: connector('spot, margin-trading, derivatives-trading-*'),
    run: orders,
  }),
  listWithdrawals: readByApi({
    needs: ['read'],
    cost: { 'sapi-uid-weight-1s': 18_000 },
    note: 'customers of some local entities have a list of their own (travel rule), which is not read',
    source: connector('wallet CapitalApi'),
    run: money.withdrawals,
  }),
  listDeposits: readByApi({
    needs: ['read'],
    cost: sapi(1),
    note: 'into this account: those into sub-accounts want a key of theirs, or the page',
    source: connector('wallet CapitalApi'),
    run: money.deposits,
  }),
  listTransfers: readByApi({
    needs: ['read'],
    cost: sapi(1),
    note: 'between the wallets, six months back; between sub-accounts with a key of the main account. Not between two pairs of isolated margin, not with portfolio margin, not Binance Pay',
    source: connector('wallet AssetApi; sub-account AssetManagementApi'),
    run: transfers,
  }),
  listLedger: readByApi({
    needs: ['read'],
    cost: sapi(10),
    note: 'futures (three months of USDⓈ-M), margin (90 days), options; spot has no ledger: small amounts that were exchanged, Convert and distributions stand for it',
    source: connector('derivatives-trading-*, margin-trading, wallet, convert'),
    run: ledger,
  }),
  listWithdrawalAddresses: readByApi({
    needs: ['read'],
    cost: sapi(10),
    note: 'whether the whitelist is switched on is not told',
    source: connector('wallet CapitalApi'),
    run: money.withdrawalAddresses,
  }),
  listMarketPrices: readByApi({
    needs: [],
    cost: spot(4),
    note: 'the last price; of contracts where the account has futures, and where spot has no symbol of that name',
    source: spotDocs,
    run: trading.marketPrices,
  }),
  listSubAccounts: readByApi({
    needs: ['read'],
    cost: sapi(1),
    note: 'for a key of the main account',
    source: connector('sub-account, AccountManagementApi'),
    run: subAccounts,
  }),
  listSubAccountKeys: readByApi({
    needs: ['read'],
    cost: sapiOfUid(3_000 * requestsAPage),
    note: 'for a key of the main account, whose own keys no endpoint lists',
    source: subAccountApi,
    run: subAccountKeys,
  }),
  // Repeatable: a second cancel of the same order is refused with -2011 and changes nothing.
  cancelOrders: {
    by: 'api',
    // Where the order rests decides which: one flag trades spot and margin.
    needs: [],
    needsForAll: ['spot-trade', 'futures', 'options'],
    repeatable: true,
    cost: { ...spot(1), ...sapi(10), ...sapiOfUid(200), ...fapi(1), ...dapi(1) },
    note: 'with the permission of where the order rests. Cancelling one order of an order list cancels the whole list',
    source: connector('spot, margin-trading, algo, derivatives-trading-*, TradeApi'),
    run: acts.cancelOrders,
  },
  // Repeatable: what it cancelled is gone, and a second one finds less or nothing.
  cancelAllOrders: {
    by: 'api',
    // It reads what is open first.
    needs: ['read'],
    needsForAll: ['spot-trade', 'futures', 'options'],
    repeatable: true,
    cost: { ...spot(81), ...sapi(450), ...sapiOfUid(3_200), ...fapi(82), ...dapi(82) },
    note: 'symbol by symbol of what is open, in every section; TWAP and volume participation are stopped first. What the key may not do is told in the end',
    source: connector('spot, margin-trading, algo, derivatives-trading-*, TradeApi'),
    run: acts.cancelAllOrders,
  },
  cancelWithdrawal: hand.cancelWithdrawal,
  stopSubAccountTransfers: hand.stopSubAccountTransfers,
  revokeKey: hand.revokeKey,
  downgradeKey: hand.downgradeKey,
  // Repeatable: a key that is gone is refused, and another is not touched.
  revokeSubAccountKey: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: sapiOfUid(3_000),
    note: 'for a key of the main account that passes the venue’s KYC check of addresses; not for asset sub-accounts',
    elseByHand: hand.revokeKey,
    source: subAccountApi,
    run: keys.revokeSubAccountKey,
  },
  // Repeatable: the same five flags are sent off again.
  restrictSubAccountKey: {
    by: 'api',
    needs: managing,
    repeatable: true,
    cost: sapiOfUid(3_000),
    note: 'for a key of the main account; its addresses stay as they are. Not for portfolio margin',
    elseByHand: hand.downgradeKey,
    source: subAccountApi,
    run: keys.restrictSubAccountKey,
  },
  createSubAccountKey: {
    by: 'api',
    needs: managing,
    // A repeat makes a second living key: on OUTCOME_UNKNOWN list the keys of the sub-account.
    repeatable: false,
    cost: sapiOfUid(3_000),
    note: 'for a key of the main account; never with withdrawal. Without addresses the key works from everywhere',
    elseByHand: hand.createKey,
    source: subAccountApi,
    run: keys.createSubAccountKey,
  },
  createKey: hand.createKey,
  editWithdrawalAddresses: hand.editWithdrawalAddresses,
  freezeAccount: hand.freezeAccount,
  endSessions: hand.endSessions,
};
