import {
  assetsOf,
  assessDamage,
  chooseAsset,
  diffWhitelist,
  findIncidentWindow,
  hasLeft,
  hasOwnPrefix,
  isInWindow,
  latest,
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
import type { Coverage, Hole } from '../../domain/coverage.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { AccountInCase } from '../../domain/run-event.ts';
import type { MarketPrice, PastOrder, Trade, Withdrawal, WithdrawalAddress } from '../../domain/trading.ts';
import { lastFact, observed, type CaseView } from './case-view.ts';
import { openHoles } from './open-holes.ts';
import { baseline, type ListingKind, type RowOf } from './shapes.ts';

/** All rows of one kind that any reading gave, each once, and what no reading covers. */
export interface AllRows<Row> {
  readonly rows: readonly Row[];
  readonly exhibits: readonly string[];
  readonly readings: readonly Coverage[];
  readonly holes: readonly Hole[];
  /** Why some reading of this kind could not be used at all. */
  readonly unusable: readonly string[];
}

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

export interface Whitelist {
  readonly added: Known<readonly WithdrawalAddress[]>;
  readonly removed: Known<readonly WithdrawalAddress[]>;
  readonly knownGood: Known<readonly WithdrawalAddress[]>;
}

export interface Prices {
  readonly rows: readonly MarketPrice[];
  readonly exhibit: string;
  readonly at: string;
  /** Taken while strange fills went on, which move the price of a thin market. */
  readonly isDuringFills: boolean;
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
  readonly allPrices: readonly Omit<Prices, 'isDuringFills'>[];
}

function read(view: CaseView, account: AccountInCase): Reading {
  const orders = allRows(view, account.id, 'orders', ({ symbol, id }) => JSON.stringify([symbol, id]));
  const trades = allRows(view, account.id, 'trades', ({ symbol, id }) => JSON.stringify([symbol, id]));
  return {
    account,
    orders,
    trades: trades.known ? known(recognise(account, trades.value, orders)) : trades,
    withdrawals: allRows(view, account.id, 'withdrawals', ({ id }) => id),
    whitelist: compareWhitelist(view, account.id),
    allPrices: observed(view, account.id, 'market-prices').flatMap(({ event, at }) => {
      const listing = view.reader.listing(event.exhibit, 'market-prices');
      return listing.known ? [{ rows: listing.value.rows, exhibit: event.exhibit, at }] : [];
    }),
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

export const patternOf = (account: AccountInCase): OwnPattern => ({
  clientOrderIdPrefixes: account.clientOrderIdPrefixes,
  usualSymbols: account.usualSymbols,
  ...(account.usualFillsPerMinute === undefined ? {} : { usualFillsPerMinute: account.usualFillsPerMinute }),
});

/** Every reading of a kind together; a later reading of the same row replaces the earlier one. */
function allRows<Kind extends ListingKind>(
  view: CaseView,
  account: string,
  kind: Kind,
  idOf: (row: RowOf<Kind>) => string,
): Known<AllRows<RowOf<Kind>>> {
  const readings = observed(view, account, kind).map(({ event }) => ({
    exhibit: event.exhibit,
    listing: view.reader.listing(event.exhibit, kind),
  }));
  const usable = readings.flatMap(({ exhibit, listing }) =>
    listing.known ? [{ exhibit, ...listing.value }] : [],
  );
  if (usable.length === 0) {
    const [first] = readings;
    return unknown(
      first && !first.listing.known ? first.listing.why : `no reading of ${kind} is in the record`,
    );
  }
  const rows = new Map(usable.flatMap((listing) => listing.rows.map((row) => [idOf(row), row] as const)));
  return known({
    rows: [...rows.values()],
    exhibits: usable.map(({ exhibit }) => exhibit),
    readings: usable.map(({ coverage }) => coverage),
    holes: openHoles(usable.map(({ coverage }) => coverage)),
    unusable: readings.flatMap(({ listing }) => (listing.known ? [] : [listing.why])),
  });
}

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

/**
 * Prices from after the last strange fill, the earliest such: an attack moves the price of a thin
 * market, and days later the market has moved on. Without one, the latest there is.
 */
function choosePrices(all: Reading['allPrices'], strangers: readonly RecognisedTrade[]): Known<Prices> {
  const lastFill = latest(strangers.map(({ trade }) => trade.at));
  const end = lastFill === undefined ? undefined : millisOf(lastFill);
  const after = all.find(({ at }) => end !== undefined && (millisOf(at) ?? -Infinity) >= end);
  const chosen = after ?? all.at(-1);
  if (!chosen) return unknown('no market prices were read');
  return known({ ...chosen, isDuringFills: end !== undefined && after === undefined });
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

function compareWhitelist(view: CaseView, account: string): Whitelist {
  const readings = observed(view, account, 'withdrawal-addresses').flatMap(({ event }) => {
    const listing = view.reader.listing(event.exhibit, 'withdrawal-addresses');
    return listing.known ? [listing.value] : [];
  });
  const now = readings.at(-1);
  const [first] = readings;
  const isWhole = now?.coverage.holes.length === 0;
  const knownGood = knownGoodAddresses(view, account, now?.rows);
  const before = knownGood.known ? knownGood : readings.length > 1 && first ? known(first.rows) : knownGood;
  if (!now) return { added: unread, removed: unread, knownGood };
  if (!before.known) return { added: before, removed: before, knownGood };
  const { added, removed, changed } = diffWhitelist({ before: before.value, after: now.rows });
  const opened = changed.flatMap(({ after }) => (after.whitelisted === false ? [] : [after]));
  return {
    added: isWhole || added.length > 0 ? known([...added, ...opened]) : unknown('the reading has holes'),
    removed: isWhole ? known(removed) : unknown('the reading has holes'),
    knownGood,
  };
}

const unread = unknown('no reading of the withdrawal addresses is in the record');

/** From the baseline; without one, the listed addresses that the owner did not mark as foreign. */
function knownGoodAddresses(
  view: CaseView,
  account: string,
  listed: readonly WithdrawalAddress[] | undefined,
): Known<readonly WithdrawalAddress[]> {
  const recorded = observed(view, account, 'baseline').flatMap(({ event }) => {
    const content = view.reader.read(event.exhibit, baseline);
    return content.known && content.value.addresses ? [content.value.addresses] : [];
  });
  const last = recorded.at(-1);
  if (last) return known(last);
  const marked = lastFact(view, 'addresses', 'compare-with-baseline')?.value;
  if (Array.isArray(marked) && listed)
    return known(listed.filter(({ address }) => !marked.includes(address)));
  return unknown('there is no baseline, and nobody said which addresses are ours');
}
