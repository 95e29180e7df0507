import type { OpeningBooks } from '../../../src/simulators/index.ts';
import type { Pair } from '../../contract/world.ts';
import { longestPage } from './grid.ts';
import { drawMoments } from './moments.ts';
import { amountNo, crowd, iso, place, type AccountPlan } from './placing.ts';

type Conversions = NonNullable<OpeningBooks['conversions']>;

/** Coins that nothing else moves: what a line of one says can only be of a conversion. */
const from = ['LTC', 'DOT'] as const;
const into = 'SOL';
/** Small balances of these. */
const dusty = ['XLM', 'TRX'] as const;
/** Where the customer names what dust becomes. */
const usualTarget = 'SOL';

/** Every amount stands once among the conversions, and so do the moments of dust, which are whole seconds. */
export function conversionsOf(pair: Pair, plan: AccountPlan): Conversions {
  const { converts } = pair.simulated;
  if (converts === undefined) return [];
  const { dustInto = usualTarget, dustFeeRate } = converts;
  return [...convertsOf(pair, plan), ...dustOf(plan, { dustInto, isFree: Number(dustFeeRate) === 0 })];
}

/** As many as anything else that moves; tied at the edges of the ledger, where there is one. */
function convertsOf(pair: Pair, plan: AccountPlan): Conversions {
  const rows = drawMoments(plan.movements, plan.stretch, plan.seed + 5).map((atMs) => ({ symbol: '', atMs }));
  if (pair.venue.capabilities.listLedger.by === 'api') {
    place(pair, rows, plan, ['listLedger']);
    crowd(rows, plan, Math.min(plan.movements, longestPage(pair.venue, 'listLedger')));
  }
  return rows.map(({ atMs }, index) => ({
    kind: 'convert' as const,
    from: from[index % from.length] ?? from[0],
    fromAmount: amountNo(index + 1, 3),
    to: into,
    toAmount: amountNo(700_000 + index),
    at: iso(atMs),
  }));
}

/** So many that no venue keeps them from being told, unless the plan says otherwise. */
function sweepsIn({ sweeps, movements, stretch, seed }: AccountPlan): readonly number[] {
  if (sweeps === undefined) {
    return drawMoments(Math.max(6, Math.floor(movements / 4)), stretch, seed + 6);
  }
  const step = Math.floor((stretch.to - stretch.from) / sweeps);
  return Array.from({ length: sweeps }, (_, index) => stretch.from + index * step);
}

/** Both coins at once, as a sweep does. */
function dustOf(
  plan: AccountPlan,
  { dustInto, isFree }: { readonly dustInto: string; readonly isFree: boolean },
): Conversions {
  const moments = sweepsIn(plan);
  const seconds = [...new Set(moments.map((atMs) => Math.ceil(atMs / 1_000) * 1_000))];
  return seconds
    .filter((atMs) => atMs <= plan.stretch.to)
    .flatMap((atMs, index) =>
      dusty.map((coin, place) => ({
        kind: 'dust' as const,
        from: coin,
        fromAmount: amountNo(2 * index + place + 1, 6),
        to: dustInto,
        toAmount: amountNo(800_000 + 2 * index + place),
        ...(isFree ? {} : { fee: amountNo(2 * index + place + 1, 7) }),
        at: iso(atMs),
      })),
    );
}
