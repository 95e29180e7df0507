import type { Capabilities } from '../contract.ts';
import { readByApi } from '../declare.ts';
import * as acts from './acts.ts';
import { balances, positions } from './balances.ts';
import * as hand from './by-hand.ts';
import { oneOfApp, onePrivate, onePublic } from './limits.ts';
import * as money from './money-reads.ts';
import { subAccounts } from './portfolios.ts';
import { advanced, app } from './sources.ts';
import * as trading from './trading-reads.ts';

const ownPortfolio = 'the key’s own portfolio only';
const transactions = app('track-apis/transactions and api-architecture/pagination');

export const capabilities: Capabilities = {
  readClock: readByApi({
    needs: [],
    cost: onePublic,
    source: advanced('public/get-server-time'),
    run: trading.readClock,
  }),
  introspectKey: readByApi({
    needs: ['read'],
    cost: onePrivate,
    note: 'permissions and portfolio of the key that asks; not its name, dates or addresses',
    source: advanced('data-api/get-api-key-permissions'),
    run: trading.introspectKey,
  }),
  listOpenOrders: readByApi({
    needs: ['read'],
    cost: onePrivate,
    note: `${ownPortfolio}; from Advanced Trade and from the app’s own buttons, those too that wait or are being changed or cancelled`,
    source: advanced('orders/list-orders'),
    run: trading.openOrders,
  }),
  listBalances: readByApi({
    needs: ['read'],
    cost: onePrivate,
    note: `${ownPortfolio}: accounts of Advanced Trade, what only the app lists (vaults, staked assets), dollars of US futures, and what lies in portfolios of international perpetuals`,
    source: advanced(
      'accounts/list-accounts, futures/get-futures-balance-summary, perpetuals/get-portfolio-balances; docs.cdp.coinbase.com/coinbase-app/track-apis/accounts',
    ),
    run: balances,
  }),
  listPositions: readByApi({
    needs: ['read'],
    cost: onePrivate,
    note: 'US futures (CFM), and international perpetuals (INTX) as far as they still lie here: since autumn 2026 they are traded at drb.coinbase.com, with the same key, and that is not read',
    source: advanced('futures/list-futures-positions and perpetuals/list-perpetuals-positions'),
    run: positions,
  }),
  listTrades: readByApi({
    needs: ['read'],
    cost: onePrivate,
    note: `${ownPortfolio}; Advanced Trade. Buys, sells and conversions by the app’s own buttons stand in the ledger. Of futures the value is price times contracts`,
    source: advanced('orders/list-fills'),
    run: trading.trades,
  }),
  listOrders: readByApi({
    needs: ['read'],
    cost: onePrivate,
    note: `${ownPortfolio}; from Advanced Trade and from the app’s own buttons. No row names the key`,
    source: advanced('orders/list-orders'),
    run: trading.orders,
  }),
  listWithdrawals: readByApi({
    needs: ['read'],
    cost: oneOfApp,
    note: `${ownPortfolio}, account by account, empty ones too; sends on chain and to other customers, and withdrawals to banks, those too that were prepared and not sent off`,
    source: app('track-apis/transactions, transfer-apis/withdraw-fiat and api-architecture/pagination'),
    run: money.withdrawals,
  }),
  listDeposits: readByApi({
    needs: ['read'],
    cost: oneOfApp,
    note: `${ownPortfolio}, account by account; rows do not tell at which address it came in`,
    source: transactions,
    run: money.deposits,
  }),
  listTransfers: readByApi({
    needs: ['read'],
    cost: oneOfApp,
    note: `${ownPortfolio}, account by account: with vaults, staking, Coinbase’s other exchanges and other accounts. Each side is a row. Sweeps of US futures as long as they wait`,
    source: transactions,
    run: money.transfers,
  }),
  listLedger: readByApi({
    needs: ['read'],
    cost: oneOfApp,
    note: `${ownPortfolio}, account by account; every transaction of any type, also such as did not come to an end (their kind says so)`,
    source: transactions,
    run: money.ledger,
  }),
  listMarketPrices: readByApi({
    needs: [],
    cost: onePublic,
    source: advanced('public/list-public-products'),
    run: trading.marketPrices,
  }),
  listSubAccounts: readByApi({
    needs: ['read'],
    cost: onePrivate,
    note: 'portfolios beside the default one, as far as the key sees them; their orders, balances and transactions want keys of their own',
    source: advanced('portfolios/list-portfolios'),
    run: subAccounts,
  }),
  // Repeatable: an order that is gone, or is being cancelled, is named so and stays as it is.
  cancelOrders: {
    by: 'api',
    needs: ['spot-trade'],
    repeatable: true,
    cost: onePrivate,
    note: 'a hundred in a request; the reply says that a cancel was taken in, not that it is done',
    source: advanced('orders/cancel-order'),
    run: acts.cancelOrders,
  },
  // Repeatable: what it cancelled is gone, and a second one finds less or nothing.
  cancelAllOrders: {
    by: 'api',
    // It lists them first.
    needs: ['read', 'spot-trade'],
    repeatable: true,
    cost: { 'private-1s': 11 },
    note: `${ownPortfolio}. Coinbase has no such request: orders are listed, then cancelled by their ids; one that is placed in between rests on`,
    source: advanced('orders/list-orders and orders/cancel-order'),
    run: acts.cancelAllOrders,
  },
  listWithdrawalAddresses: hand.listWithdrawalAddresses,
  listSubAccountKeys: hand.listSubAccountKeys,
  cancelWithdrawal: hand.cancelWithdrawal,
  stopSubAccountTransfers: hand.stopSubAccountTransfers,
  revokeKey: hand.revokeKey,
  downgradeKey: hand.downgradeKey,
  revokeSubAccountKey: hand.revokeSubAccountKey,
  restrictSubAccountKey: hand.restrictSubAccountKey,
  createSubAccountKey: hand.createSubAccountKey,
  createKey: hand.createKey,
  editWithdrawalAddresses: hand.editWithdrawalAddresses,
  freezeAccount: hand.freezeAccount,
  endSessions: hand.endSessions,
};
