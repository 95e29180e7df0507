import { buildTimeline as mergeTimeline, type AccountTraces } from '../../analysis/index.ts';
import type { TimelineEntry } from '../model.ts';
import { packRows } from '../packed-rows.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import { observed, offsetsMs, type CaseView } from './case-view.ts';
import { whoseFills } from './rests-on.ts';

/** The journal and the accounts' rows in one order of time. */
export function buildTimeline(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
): readonly TimelineEntry[] {
  return packRows(
    mergeTimeline({
      entries: view.records,
      accounts: analyses.map((analysis) => tracesOf(view, analysis)),
      offsetsMs: offsetsMs(view),
    }),
  );
}

function tracesOf(view: CaseView, analysis: AccountAnalysis): AccountTraces {
  const { account, strangers, unattributed, withdrawals, whitelist, cancelledOrders, orders } = analysis;
  const fills = [...strangers, ...unattributed];
  return {
    account: account.id,
    venue: account.venue,
    trades: fills,
    withdrawals: withdrawals.known
      ? withdrawals.value.rows.filter(({ recognition }) => recognition.is !== 'ours')
      : [],
    addedAddresses: whitelist.added.known ? whitelist.added.value : [],
    cancelledOrders,
    exhibits: {
      trades: whoseFills(analysis, fills),
      withdrawals: withdrawals.known ? withdrawals.value.exhibits : [],
      addresses: observed(view, account.id, 'withdrawal-addresses').map(({ event }) => event.exhibit),
      orders: orders.known ? orders.value.exhibits : [],
    },
  };
}
