import { keysOf, type PlainCcxt, type PlainLoop, type PlainRow } from './loop.ts';

// "50 results are returned at a time".
const pageSize = 50;

/** The account as it is and its histories, list after list, page after page by offset. */
export const krakenSweep: PlainLoop = async (exchange, { from }) => {
  await exchange.fetchBalance();
  const open = await exchange.fetchOpenOrders();
  const trades = await byOffset((params) => exchange.fetchMyTrades(undefined, from, undefined, params));
  const orders = await byOffset((params) => exchange.fetchClosedOrders(undefined, from, undefined, params));
  const ledger = await byOffset((params) => exchange.fetchLedger(undefined, from, undefined, params));
  const deposits = await exchange.fetchDeposits(undefined, from);
  const withdrawals = await exchange.fetchWithdrawals(undefined, from);
  return keysOf({ open, trades, orders, ledger, deposits, withdrawals });
};

async function byOffset(fetch: (params: object) => ReturnType<PlainCcxt['fetchMyTrades']>) {
  const rows: PlainRow[] = [];
  for (;;) {
    const page = await fetch({ ofs: rows.length });
    rows.push(...page);
    if (page.length < pageSize) return rows;
  }
}
