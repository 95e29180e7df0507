import { assessEach, millisOf } from '../../analysis/index.ts';
import { known, type Known } from '../../domain/known.ts';
import type { StrangeFill } from '../model.ts';
import { packRows } from '../packed-rows.ts';
import type { AccountAnalysis } from './account-analysis.ts';

/** The fills of the incident that are not ours, or may not be, each with its price and its loss. */
export function strangeFills(analysis: AccountAnalysis): Known<readonly StrangeFill[]> {
  const { trades, strangers, unattributed, prices, damage } = analysis;
  if (!trades.known) return trades;
  const fills = [...strangers, ...unattributed].sort(byTime);
  const each = assessEach({
    trades: fills.map(({ trade }) => trade),
    prices: prices.known ? prices.value.rows : [],
    asset: damage.asset,
  });
  return known(
    packRows(
      fills.flatMap(({ trade, recognition }, i) => {
        const value = each[i];
        if (!value || recognition.is === 'ours') return [];
        return [{ ...trade, recognised: recognition.is, why: recognition.why, ...value }];
      }),
    ),
  );
}

type Fill = AccountAnalysis['strangers'][number];

// A venue's order of rows is no order of time; equal times keep the order of their ids.
const byTime = (a: Fill, b: Fill): number =>
  (millisOf(a.trade.at) ?? 0) - (millisOf(b.trade.at) ?? 0) || (a.trade.id < b.trade.id ? -1 : 1);
