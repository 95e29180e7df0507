import type { AccountReport, StrangeFill } from '../model.ts';
import { groupBy } from '../../analysis/index.ts';
import { millis } from '../words.ts';
import { drawn, frameOf, type Frame } from './line-chart.ts';

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
    const value = drawn(fill.price);
    return at === undefined || value === undefined ? [] : [{ at, value, fill }];
  });
  const [first] = dated;
  if (!first) return [];
  const price = fills.find(({ marketPrice }) => marketPrice.known)?.marketPrice;
  const level = price?.known ? drawn(price.value) : undefined;
  const frame = frameOf([...dated, ...(level === undefined ? [] : [{ at: first.at, value: level }])], size);
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
      ...(price?.known && level !== undefined ? { market: { price: price.value, y: frame.y(level) } } : {}),
    },
  ];
}
