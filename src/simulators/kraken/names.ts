import { BadInput } from '../../domain/failure.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import type { OpeningBooks } from '../opening-books.ts';

/**
 * Assets whose id is not their altname (GET /0/public/Assets, recorded): a closed list, since others
 * that begin with X or Z (XAUT, ZETA, …) have no prefix. The books have the trade's own words.
 */
const legacy: Readonly<Record<string, { readonly id: string; readonly altname: string }>> = {
  BTC: { id: 'XXBT', altname: 'XBT' },
  DOGE: { id: 'XXDG', altname: 'XDG' },
  ETC: { id: 'XETC', altname: 'ETC' },
  ETH: { id: 'XETH', altname: 'ETH' },
  LTC: { id: 'XLTC', altname: 'LTC' },
  MLN: { id: 'XMLN', altname: 'MLN' },
  REP: { id: 'XREP', altname: 'REP' },
  XLM: { id: 'XXLM', altname: 'XLM' },
  XMR: { id: 'XXMR', altname: 'XMR' },
  XRP: { id: 'XXRP', altname: 'XRP' },
  ZEC: { id: 'XZEC', altname: 'ZEC' },
  AUD: { id: 'ZAUD', altname: 'AUD' },
  CAD: { id: 'ZCAD', altname: 'CAD' },
  EUR: { id: 'ZEUR', altname: 'EUR' },
  GBP: { id: 'ZGBP', altname: 'GBP' },
  JPY: { id: 'ZJPY', altname: 'JPY' },
  USD: { id: 'ZUSD', altname: 'USD' },
};

/** "XXBT" for BTC, "USDT" for USDT. */
export const assetIdOf = (asset: string): string => legacy[asset]?.id ?? asset;
/** "XBT" for BTC. */
export const altnameOf = (asset: string): string => legacy[asset]?.altname ?? asset;

/** The books' word for whatever a request may call it: "XXBT", "XBT" and "BTC". */
export function assetNamed(name: string): string {
  const named = Object.entries(legacy).find(([, { id, altname }]) => name === id || name === altname);
  return named?.[0] ?? name;
}

/** Dogecoin was listed against money late: its pairs have no long name (XDGUSD). */
const hasLongPairs = (asset: string): boolean => legacy[asset] !== undefined && asset !== 'DOGE';

/** The key of a pair in AssetPairs: "XXBTZEUR" where both sides have a prefix, else "XBTUSDT". */
export const pairIdOf = (base: string, quote: string): string =>
  hasLongPairs(base) && hasLongPairs(quote)
    ? `${assetIdOf(base)}${assetIdOf(quote)}`
    : pairAltnameOf({ base, quote });

export const pairAltnameOf = ({ base, quote }: Pick<LedgerMarket, 'base' | 'quote'>): string =>
  `${altnameOf(base)}${altnameOf(quote)}`;

export const wsnameOf = ({ base, quote }: Pick<LedgerMarket, 'base' | 'quote'>): string =>
  `${altnameOf(base)}/${altnameOf(quote)}`;

/** The pair that a row names: a margin market of the books has the name of its pair here. */
export const printedPair = ({ base, quote }: Pick<LedgerMarket, 'base' | 'quote'>): string =>
  pairIdOf(base, quote);

/** "Asset pair id or altname"; wsname and the trade's own words ("BTC/USD" in the documents) as well. */
export const pairNamed = (books: LedgerBooks, name: string): LedgerMarket | undefined =>
  books.markets.find(
    (market) =>
      isSpot(market) &&
      [market.symbol, pairAltnameOf(market), wsnameOf(market), `${market.base}/${market.quote}`].includes(
        name,
      ),
  );

/**
 * Decimals of a price: 1 at 60 000 and 2 at 3 000 (recorded), one more for each digit less (assumed).
 * More than these are never cut off: rows pad, so no amount of the books is lost.
 */
export function priceDecimals({ price }: Pick<LedgerMarket, 'price'>): number {
  const [whole = '0', fraction = ''] = price.split('.');
  const zeros = /^0*/.exec(fraction)?.[0].length ?? 0;
  const digits = whole.replace(/^0+/, '').length;
  return Math.min(10, Math.max(1, 6 - (digits === 0 ? -zeros : digits)));
}

/** With at least so many decimals, and never fewer than there are. */
export function padded(amount: string, places: number): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  return places === 0 && fraction === '' ? whole : `${whole}.${fraction.padEnd(places, '0')}`;
}

/** Spot pairs under the venue's own names, and no two markets of a kind that it would print alike. */
export function refuseForeignMarkets({ markets }: OpeningBooks): void {
  for (const { symbol, base, quote, kind } of markets) {
    if ((kind ?? 'spot') !== 'spot') continue;
    if (symbol === pairIdOf(base, quote)) continue;
    throw new BadInput(`this venue calls ${base}/${quote} "${pairIdOf(base, quote)}", not "${symbol}"`);
  }
  const foreign = markets.find(({ kind }) => kind === 'inverse' || kind === 'option');
  if (foreign !== undefined) {
    throw new BadInput(`this venue has no ${foreign.kind ?? ''} contract ("${foreign.symbol}")`, {
      hint: 'a market of kind "linear" is the pair traded on margin; futures are another system',
    });
  }
}
