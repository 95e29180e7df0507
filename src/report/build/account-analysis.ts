import {
  assetsOf,
  assessDamage,
  chooseAsset,
  findIncidentWindow,
  hasLeft,
  hasOwnPrefix,
  isInWindow,
  millisOf,
  ordersCancelledByUs,
  recogniseTrades,
  recogniseWithdrawals,
  valueWithdrawals,
  type Damage,
  type IncidentWindow,
  type RecognisedTrade,
  type RecognisedWithdrawal,
} from '../../analysis/index.ts';
import type { OwnPattern } from '../../domain/account.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { AccountInCase } from '../../domain/run-event.ts';
import type { PastOrder, Trade, Withdrawal } from '../../domain/trading.ts';
import { allRows, type AllRows } from './all-rows.ts';
import type { CaseView } from './case-view.ts';
import { choosePrices, readPrices, type PriceReading, type Prices } from './market-prices.ts';
import { tradeKeys, withdrawalKeys } from './told-rows.ts';
import { compareWhitelist, type Whitelist } from './whitelist.ts';

/** What the rows of one account say about somebody else's doings. */
export interface AccountAnalysis {
  readonly account: AccountInCase;
  readonly window: IncidentWindow;
  readonly trades: Known<AllRows<RecognisedTrade>>;
  /** Not ours, in the window. */
  readonly strangers: readonly RecognisedTrade[];
  /** May be ours or not, in the window. */
  readonly unattributed: readonly RecognisedTrade[];
  /** Not ours, and older than the window: somebody's other story. */
  readonly olderStrangers: readonly RecognisedTrade[];
  readonly withdrawals: Known<AllRows<RecognisedWithdrawal>>;
  readonly whitelist: Whitelist;
  readonly cancelledOrders: readonly PastOrder[];
  readonly orders: Known<AllRows<PastOrder>>;
  readonly prices: Known<Prices>;
  readonly damage: Damage;
  /** Completed withdrawals that are not ours, valued. */
  readonly withdrawn: { readonly total: Known<string>; readonly pricedTotal: string };
}

/** Analyses every account of the report, over one window of time and in one asset. */
export function analyseAccounts(view: CaseView): readonly AccountAnalysis[] {
  const readings = view.accounts.map((account) => read(view, account));
  const window = findIncidentWindow({ openedAt: view.openedAt, traces: readings.flatMap(tracesOf) });
  const asset = chooseAsset(
    readings.flatMap(({ trades }) => assetsOf(notOurs(trades).map(({ trade }) => trade))),
    readings.flatMap(({ allPrices }) => allPrices.flatMap(({ rows }) => rows)),
  );
  return readings.map((reading) => judge(view, reading, window, asset));
}

/** The first trace of somebody else in the whole case: one window holds for all accounts. */
export function firstTrace(analyses: readonly AccountAnalysis[]): Known<string> {
  const trace = analyses[0]?.window.firstTrace;
  return trace === undefined
    ? unknown('no trace of somebody else is in the rows that were read')
    : known(trace);
}

interface Reading {
  readonly account: AccountInCase;
  readonly trades: Known<AllRows<RecognisedTrade>>;
  readonly orders: Known<AllRows<PastOrder>>;
  readonly withdrawals: Known<AllRows<Withdrawal>>;
  readonly whitelist: Whitelist;
  readonly allPrices: readonly PriceReading[];
}

function read(view: CaseView, account: AccountInCase): Reading {
  const orders = allRows(view, account.id, 'orders', ({ symbol, id }) => JSON.stringify([symbol, id]));
  const tradeId = ({ symbol, id }: Trade): string => JSON.stringify([symbol, id]);
  const trades = allRows(view, account.id, 'trades', tradeId, tradeKeys);
  return {
    account,
    orders,
    trades: trades.known ? known(recognise(account, trades.value, orders)) : trades,
    withdrawals: allRows(view, account.id, 'withdrawals', ({ id }) => id, withdrawalKeys),
    whitelist: compareWhitelist(view, account.id),
    allPrices: readPrices(view, account.id),
  };
}

function recognise(
  account: AccountInCase,
  trades: AllRows<Trade>,
  orders: Known<AllRows<PastOrder>>,
): AllRows<RecognisedTrade> {
  const rows = recogniseTrades({
    trades: trades.rows,
    orders: orders.known ? known(orders.value.rows) : orders,
    pattern: patternOf(account),
  });
  return { ...trades, rows };
}

const patternOf = (account: AccountInCase): OwnPattern => ({
  clientOrderIdPrefixes: account.clientOrderIdPrefixes,
  usualSymbols: account.usualSymbols,
  ...(account.usualFillsPerMinute === undefined ? {} : { usualFillsPerMinute: account.usualFillsPerMinute }),
});

function tracesOf({ trades, withdrawals, whitelist }: Reading): readonly string[] {
  return [
    ...notOurs(trades).map(({ trade }) => trade.at),
    ...(whitelist.added.known
      ? whitelist.added.value.flatMap(({ addedAt }) => (addedAt.known ? [addedAt.value] : []))
      : []),
    ...(withdrawals.known && whitelist.knownGood.known
      ? recogniseWithdrawals({
          withdrawals: withdrawals.value.rows,
          knownAddresses: whitelist.knownGood,
          from: '',
        })
          .filter(({ recognition }) => recognition.is === 'not-ours')
          .map(({ withdrawal }) => withdrawal.requestedAt)
      : []),
  ];
}

const notOurs = (trades: Reading['trades']): readonly RecognisedTrade[] =>
  trades.known ? trades.value.rows.filter(({ recognition }) => recognition.is === 'not-ours') : [];

function judge(view: CaseView, reading: Reading, window: IncidentWindow, asset: string): AccountAnalysis {
  const { account, trades, orders, whitelist } = reading;
  const inWindow = ({ trade }: RecognisedTrade): boolean => isInWindow(trade.at, window);
  const all = notOurs(trades);
  const strangers = all.filter(inWindow);
  const unattributed = trades.known
    ? trades.value.rows.filter((row) => row.recognition.is === 'unknown' && inWindow(row))
    : [];
  const withdrawals = recogniseIn(window, reading);
  const prices = choosePrices(reading.allPrices, strangers);
  const priceRows = prices.known ? prices.value.rows : [];
  const stolen = withdrawals.known
    ? withdrawals.value.rows.flatMap(({ withdrawal, recognition }) =>
        recognition.is === 'not-ours' && hasLeft(withdrawal) ? [withdrawal] : [],
      )
    : [];
  return {
    account,
    window,
    trades,
    strangers,
    unattributed,
    olderStrangers: all.filter((row) => !inWindow(row)),
    withdrawals,
    whitelist,
    orders,
    cancelledOrders: cancelledByOthers(view, account, orders, strangers),
    prices,
    damage: assessDamage({ trades: strangers.map(({ trade }) => trade), prices: priceRows, asset }),
    withdrawn: valueWithdrawals({ withdrawals: stolen, prices: priceRows, asset }),
  };
}

function recogniseIn(
  window: IncidentWindow,
  { withdrawals, whitelist }: Reading,
): AccountAnalysis['withdrawals'] {
  if (!withdrawals.known) return withdrawals;
  const rows = recogniseWithdrawals({
    withdrawals: withdrawals.value.rows.filter(({ requestedAt }) => isInWindow(requestedAt, window)),
    knownAddresses: whitelist.knownGood,
    from: window.from,
  });
  return known({ ...withdrawals.value, rows });
}

/** A system cancels its own orders all day; only cancels beside strange fills count as somebody's. */
function cancelledByOthers(
  view: CaseView,
  account: AccountInCase,
  orders: Known<AllRows<PastOrder>>,
  strangers: readonly RecognisedTrade[],
): readonly PastOrder[] {
  const times = strangers.flatMap(({ trade }) => millisOf(trade.at) ?? []);
  if (!orders.known || times.length === 0) return [];
  const first = times.reduce((a, b) => Math.min(a, b)) - 10 * 60_000;
  const last = times.reduce((a, b) => Math.max(a, b));
  const byUs = ordersCancelledByUs(view.records, account.id);
  const pattern = patternOf(account);
  return orders.value.rows.filter((order) => {
    const at = millisOf(order.updatedAt);
    const isBeside = at !== undefined && at >= first && at <= last;
    return (
      isBeside &&
      order.status === 'cancelled' &&
      hasOwnPrefix(order.clientOrderId, pattern) &&
      !byUs.has(order.id)
    );
  });
}
