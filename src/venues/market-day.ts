import type { MarketDay } from '../domain/trading.ts';

type Figures = Readonly<Partial<Record<keyof Omit<MarketDay, 'symbol'>, string | null | undefined>>>;

/** A market's day out of the figures that the venue told; those that it left out are left out. */
export function dayOf(symbol: string, figures: Figures): MarketDay {
  const told = Object.entries(figures).filter(([, figure]) => figure !== null && figure !== undefined);
  return { symbol, ...Object.fromEntries(told) };
}
