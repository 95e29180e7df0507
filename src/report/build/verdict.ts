import {
  between,
  computeMetrics,
  describeHarm,
  findMoments,
  judgeContainment,
  millisOf,
  worseOf,
  type Containment,
  type Harm,
  type Moments,
  type TracesAfterDeath,
} from '../../analysis/index.ts';
import type { OpenOrder } from '../../domain/trading.ts';
import type { Verdict } from '../model.ts';
import { firstTrace, type AccountAnalysis } from './account-analysis.ts';
import { lastFact, observed, offsetsMs, type CaseView } from './case-view.ts';
import { countEvidence } from './evidence-complete.ts';
import { assessLoss } from './loss.ts';

/** The verdict and the five numbers of the first page. `unknowns` is counted by the gaps. */
export function buildVerdict(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
  unknowns: number,
): Verdict {
  const moments = momentsOf(view, analyses);
  const start = moments.firstAction.known ? moments.firstAction : moments.opened;
  return {
    ...judge(view, analyses),
    numbers: {
      timeToKeyDead: between(start, moments.allDead),
      moneyLost: assessLoss(view, analyses),
      evidenceComplete: countEvidence(view, analyses),
      unknowns,
      harm: harmOf(view).map(({ text }) => text),
    },
    metrics: computeMetrics(moments),
  };
}

function momentsOf(view: CaseView, analyses: readonly AccountAnalysis[]): Moments {
  return findMoments({ entries: view.records, exposed: firstTrace(analyses) });
}

/**
 * The case is open until its closing step has ended. From then on the verdict is the computed one,
 * or the one it was closed with where that is worse: a report never improves a verdict.
 */
function judge(view: CaseView, analyses: readonly AccountAnalysis[]): Pick<Verdict, 'is' | 'because'> {
  const traces = tracesAfterDeath(view, analyses);
  const computed = judgeContainment({ events: view.records.map(({ event }) => event), traces });
  const { closed } = view;
  if (closed) {
    const recorded: Containment = { is: closed.verdict, because: closed.because };
    const worse = worseOf(computed, recorded);
    const because =
      worse.is === recorded.is ? worse.because : `${worse.because} (the case was closed as ${recorded.is})`;
    return { is: worse.is, because };
  }
  if (typeof lastFact(view, 'verdict', 'close-case')?.value === 'string') return computed;
  return { is: 'open', because: `the case is not closed; so far ${computed.is}: ${computed.because}` };
}

/** Fills and withdrawals that are not ours, or may not be, after the account's key was proven dead. */
function tracesAfterDeath(view: CaseView, analyses: readonly AccountAnalysis[]): TracesAfterDeath {
  const newOnes: string[] = [];
  const oldOnes: string[] = [];
  for (const analysis of analyses) {
    const death = deathOnVenueClock(view, analysis);
    if (death === undefined) continue;
    const isAfter = (at: string): boolean => (millisOf(at) ?? -Infinity) > death;
    const created = new Map(
      analysis.orders.known
        ? analysis.orders.value.rows.map((order) => [
            JSON.stringify([order.symbol, order.id]),
            order.createdAt,
          ])
        : [],
    );
    for (const { trade } of analysis.strangers.filter((row) => isAfter(row.trade.at))) {
      const placed = created.get(JSON.stringify([trade.symbol, trade.orderId]));
      const what = `a fill on ${trade.symbol} at ${trade.at}`;
      // A resting order of before still trades after the key is dead.
      if (placed !== undefined && isAfter(placed)) newOnes.push(what);
      else oldOnes.push(`${what}, of an order that may be older than the key's end`);
    }
    for (const { trade } of analysis.unattributed.filter((row) => isAfter(row.trade.at))) {
      oldOnes.push(`a fill on ${trade.symbol} at ${trade.at} that could not be attributed`);
    }
    if (!analysis.withdrawals.known) continue;
    for (const { withdrawal, recognition } of analysis.withdrawals.value.rows) {
      if (recognition.is !== 'not-ours' || !isAfter(withdrawal.requestedAt)) continue;
      newOnes.push(`a withdrawal of ${withdrawal.amount} ${withdrawal.asset} at ${withdrawal.requestedAt}`);
    }
  }
  return { newOnes, oldOnes };
}

/** The proof's moment is the host's; the rows' times are the venue's. */
function deathOnVenueClock(view: CaseView, { account }: AccountAnalysis): number | undefined {
  const key = view.keys.find((one) => one.account === account.id);
  const at = key?.deadSince ? millisOf(key.deadSince.at) : undefined;
  return at === undefined ? undefined : at + (offsetsMs(view).get(account.venue) ?? 0);
}

export const harmOf = (view: CaseView): readonly Harm[] =>
  describeHarm({ entries: view.records, openOrders: openOrdersSeen(view) });

function openOrdersSeen(view: CaseView): ReadonlyMap<string, readonly OpenOrder[]> {
  const found = new Map<string, readonly OpenOrder[]>();
  for (const { id } of view.accounts) {
    const rows = observed(view, id, 'open-orders').flatMap(({ event }) => {
      const listing = view.reader.listing(event.exhibit, 'open-orders');
      return listing.known ? [listing.value.rows] : [];
    });
    if (rows.length > 0) found.set(id, rows.flat());
  }
  return found;
}
