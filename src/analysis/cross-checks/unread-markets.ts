import type { Known } from '../../domain/known.ts';
import type { ListedFlows } from '../../domain/listed-flows.ts';
import type { MarketPrice, Trade } from '../../domain/trading.ts';
import type { NotChecked, Reading, Readings } from './cross-check.ts';

/**
 * Whether a coin could have been traded in a market whose trades nobody read; undefined where it could not.
 * Where prices were never read nobody knows which markets there are.
 */
export function unreadMarketsOf(
  { coverage }: Reading<Trade>,
  prices: Known<Readings<MarketPrice>>,
  flows: ListedFlows,
): (asset: string) => NotChecked | undefined {
  const { symbols, holes } = coverage;
  const lost = holes.flatMap(({ symbol, section }) =>
    symbol !== undefined && (section === undefined || flows.concerns('trades', section)) ? [symbol] : [],
  );
  const read = new Set(typeof symbols === 'string' ? [] : symbols.filter((one) => !lost.includes(one)));
  const markets = prices.known ? prices.value.all.at(-1)?.rows.map(({ symbol }) => symbol) : undefined;
  const isAll = typeof symbols === 'string';
  return (asset) => {
    const others = isAll ? [] : markets?.filter((symbol) => !read.has(symbol));
    const unread = [...lost, ...(others ?? [])].filter((symbol) => mayTrade(symbol, asset));
    if (others !== undefined && unread.length === 0) return undefined;
    const where = others === undefined ? 'other markets than those read' : unread[0];
    const more = unread.length > 1 ? ` and ${unread.length - 1} more` : '';
    const why = `${asset} changed by another amount than the lists say, and may have been traded in ${where}${more}, whose trades were not read`;
    return { why, closable: true };
  };
}

/** By either end of its spelling: rather one market too many. */
const mayTrade = (symbol: string, asset: string): boolean =>
  symbol.startsWith(asset) || symbol.endsWith(asset);
