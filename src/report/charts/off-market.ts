import type { AccountReport, StrangeFill } from '../model.ts';
import { groupBy } from '../../analysis/index.ts';
import { millis } from '../words.ts';
import { frameOf, type Frame } from './line-chart.ts';

export interface OffMarketChart {
  readonly symbol: string;
  readonly frame: Frame;
  readonly fills: readonly {
    readonly x: number;
    readonly y: number;
    readonly side: 'buy' | 'sell';
    readonly fill: StrangeFill;
  }[];
  /** As the price book has it, and where it stands; undefined: the market price is not known. */
  readonly market?: { readonly price: string; readonly y: number };
}

const decimal = /^-?\d+(\.\d+)?$/;

/** Fills that are not ours against the market price, a picture a symbol with at least two of them. */
export function offMarketCharts(
  { strangeFills }: AccountReport,
  size: { width: number; height: number; most: number },
): readonly OffMarketChart[] {
  if (!strangeFills?.known) return [];
  const fills = strangeFills.value.filter(({ recognised }) => recognised === 'not-ours');
  return [...groupBy(fills, ({ symbol }) => symbol)]
    .filter(([, own]) => own.length > 1)
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .slice(0, size.most)
    .flatMap(([symbol, own]) => chartOf(symbol, own, size));
}

function chartOf(
  symbol: string,
  fills: readonly StrangeFill[],
  size: { width: number; height: number },
): OffMarketChart[] {
  const dated = fills.flatMap((fill) => {
    const at = millis(fill.at);
    return at === undefined || !decimal.test(fill.price) ? [] : [{ at, value: Number(fill.price), fill }];
  });
  const [first] = dated;
  if (!first) return [];
  const price = fills.find(({ marketPrice }) => marketPrice.known)?.marketPrice;
  const known = price?.known && decimal.test(price.value) ? price.value : undefined;
  const level = known === undefined ? [] : [{ at: first.at, value: Number(known) }];
  const frame = frameOf([...dated, ...level], size);
  return [
    {
      symbol,
      frame,
      fills: dated.map(({ at, value, fill }) => ({
        x: frame.x(at),
        y: frame.y(value),
        side: fill.side,
        fill,
      })),
      ...(known === undefined ? {} : { market: { price: known, y: frame.y(Number(known)) } }),
    },
  ];
}
