import {
  groupBy,
  listWords,
  count,
  damageMethod,
  explainUnpriced,
  joinListings,
  sharedReadings,
  type RecognisedTrade,
} from '../../analysis/index.ts';
import type { Listing } from '../../domain/coverage.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { AccountReport, Seen, UnrecognisedTrades } from '../model.ts';
import { packRows } from '../packed-rows.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import { balanceHistory } from './balance-history.ts';
import { observed, readAt, type CaseView, type Observation } from './case-view.ts';
import { coverageOf } from './list-coverage.ts';
import { whatIsUnread } from './open-holes.ts';
import { ordersCancelled } from './orders-cancelled.ts';
import type { ListingKind, RowOf } from './shapes.ts';
import { strangeFills } from './strange-fills.ts';

/** What was seen of each account, as first found and as read again. */
export function buildAccounts(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
): readonly AccountReport[] {
  return analyses.map((analysis) => {
    const { id } = analysis.account;
    return {
      account: id,
      openOrders: seen(view, id, 'open-orders'),
      balances: seen(view, id, 'balances'),
      trades: seen(view, id, 'trades'),
      withdrawals: seen(view, id, 'withdrawals'),
      deposits: seen(view, id, 'deposits'),
      whitelist: {
        now: seen(view, id, 'withdrawal-addresses'),
        added: analysis.whitelist.added,
        removed: analysis.whitelist.removed,
      },
      unrecognised: unrecognised(analysis),
      strangeFills: strangeFills(analysis),
      balanceHistory: balanceHistory(view, analysis),
      coverage: coverageOf(view, id),
      ordersCancelled: ordersCancelled(view, analysis),
    };
  });
}

function seen<Kind extends ListingKind>(view: CaseView, account: string, kind: Kind): Seen<RowOf<Kind>> {
  const looks = sharedReadings(
    observed(view, account, kind).map((one) => ({ ...one.event, observation: one })),
  ).map((parts) => parts.map(({ observation }) => observation));
  const first = looks.find(([part]) => part?.event.when === 'first');
  const later = looks.findLast(([part]) => part?.event.when === 'later');
  return { first: look(view, kind, first), later: look(view, kind, later) };
}

/** One look; where several keys shared it, their parts together. */
function look<Kind extends ListingKind>(
  view: CaseView,
  kind: Kind,
  parts: readonly Observation[] = [],
): Seen<RowOf<Kind>>['first'] {
  const last = parts.at(-1);
  if (last === undefined) return unknown('no such reading is in the record');
  const listings: Listing<RowOf<Kind>>[] = [];
  for (const { event } of parts) {
    const listing = view.reader.listing(event.exhibit, kind);
    if (!listing.known) return listing;
    listings.push(listing.value);
  }
  const [first, ...rest] = listings;
  if (first === undefined) return unknown('no such reading is in the record');
  // A row at the edge between two parts is the same in both, or has changed meanwhile and is shown twice.
  const { rows, coverage } = joinListings([first, ...rest], (row) => JSON.stringify(row));
  const exhibit = parts.map(({ event }) => event.exhibit).join(' and ');
  return known({ at: readAt(view, last), exhibit, rows: packRows(rows), coverage });
}

/** "None" is only said when every fill was read and recognised as ours. */
function unrecognised(analysis: AccountAnalysis): Known<UnrecognisedTrades> {
  const { trades, strangers, unattributed, olderStrangers, damage, window } = analysis;
  if (!trades.known) return trades;
  if (strangers.length > 0 && damage.bySymbol.length > 0) return known(withLoss(analysis));
  const why = [
    ...(strangers.length > 0
      ? [
          `${count(strangers.length, 'fill')} not ours, without a known loss: ${explainUnpriced(damage.unpriced)}`,
        ]
      : []),
    ...(unattributed.length > 0
      ? [`${count(unattributed.length, 'fill')} could not be attributed: ${reasons(unattributed)}`]
      : []),
    ...(olderStrangers.length > 0
      ? [`${count(olderStrangers.length, 'fill')} not ours, before ${window.from}: not judged`]
      : []),
    ...whatIsUnread(trades.value, window.from),
  ];
  if (why.length > 0) return unknown(listWords(why, 4));
  return known({ bySymbol: [], totalLoss: '0', asset: damage.asset, method: damageMethod });
}

function withLoss({
  strangers,
  unattributed,
  olderStrangers,
  damage,
  prices,
  window,
}: AccountAnalysis): UnrecognisedTrades {
  const bySymbol = groupBy(strangers, ({ trade }) => trade.symbol);
  const priced = prices.known ? `, prices of ${prices.value.exhibit} (${prices.value.at})` : '';
  const left = [
    ...(damage.unpriced.length > 0 ? [explainUnpriced(damage.unpriced)] : []),
    ...(unattributed.length > 0
      ? [`${count(unattributed.length, 'fill')} that could not be attributed`]
      : []),
    ...(olderStrangers.length > 0
      ? [`${count(olderStrangers.length, 'fill')} not ours before ${window.from}`]
      : []),
  ];
  return {
    bySymbol: damage.bySymbol.map(({ symbol, fills, bought, sold, fees, loss, asset, first, last }) => ({
      symbol,
      fills,
      bought,
      sold,
      fees,
      loss,
      asset,
      first,
      last,
      why: reasons(bySymbol.get(symbol) ?? []),
    })),
    totalLoss: damage.pricedTotal,
    asset: damage.asset,
    method: `${damage.method}${priced}${left.length > 0 ? `. Not in it: ${listWords(left)}` : ''}`,
    ...(damage.unpriced.length > 0 ? { unpriced: damage.unpriced } : {}),
    ...(unattributed.length > 0 ? { unattributed: unattributed.length } : {}),
  };
}

const reasons = (fills: readonly RecognisedTrade[]): string =>
  listWords([...new Set(fills.map(({ recognition }) => recognition.why))], 3);
