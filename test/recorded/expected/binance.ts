import { binance } from '../../../src/venues/binance/index.ts';
import { calls } from '../binance/calls.ts';
import { history } from '../binance/history.ts';
import { money } from '../binance/money.ts';
import { orders } from '../binance/orders.ts';
import { subAccounts } from '../binance/sub-accounts.ts';
import { trading } from '../binance/trading.ts';
import type { ExpectedOfVenue } from '../expectation.ts';

const portfolioMargin = 'portfolio margin (papi) is not reached, and tells what is held in a form of its own';

/** Leaves that say who, what, how much, when or where to. */
const ofOrders =
  'symbol|side|orderId|clientOrderId|algoId|clientAlgoId|price|origQty|executedQty|quantity|stopPrice|activatePrice|triggerPrice|isIsolated|time|createTime';
const ofTrading =
  'id|qty|quoteQty|commission|commissionAsset|buyer|maker|isBuyer|isMaker|positionAmt|entryPrice|markPrice|unRealizedProfit';
const ofMoney =
  'asset|amount|free|locked|borrowed|interest|walletBalance|availableBalance|totalAmount|coin|transactionFee|address|addressTag|txId|network|applyTime|insertTime|whiteStatus';
const ofHistory =
  'tranId|transId|tradeId|income|incomeType|direction|divTime|operateTime|timestamp|createTimeStamp|from|to|fromEmail|toEmail|counterParty|fromAccountType|toAccountType|fromAsset|fromAmount|toAsset|toAmount|targetAsset|transferedAmount|serviceChargeAmount';
const ofKeys =
  'email|apiName|apikey|can(Trade|MarginLoanRepay|FuturesTrade|UniversalTransfer|VanillaOptions)|isFreeze';

/**
 * Official examples that stand for no list or act of ours: portfolio margin, order lists, travel-rule
 * withdrawals, deposits of sub-accounts, `userAsset`; and `tickerPrice`, printed without a price.
 */
export const expectedOfBinance: ExpectedOfVenue = {
  venue: binance,
  neverDropped: new RegExp(`^(${[ofOrders, ofTrading, ofMoney, ofHistory, ofKeys].join('|')})$`),
  lists: { ...orders, ...trading, ...money, ...history, ...subAccounts },
  calls,
  leftOut: {
    'fetchBalance "fetch papi balance"': portfolioMargin,
    'fetchBalance "fetch linear papi balance"': portfolioMargin,
    'fetchBorrowInterest "borrow interest porftolio margin"':
      'interest of portfolio margin (papi), which is not reached; that of margin is in its ledger',
    'fetchPositions "account endpoint delisted market with zero leverage and zero notional does not crash (issue #29244)"':
      'cut down by hand to what ccxt reads: its assets have no wallet balance, which every account has',
  },
};
