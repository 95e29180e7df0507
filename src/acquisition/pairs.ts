/** A market of the venue. Without base and quote they are read from the symbol's own spelling. */
export interface Market {
  readonly symbol: string;
  readonly base?: string;
  readonly quote?: string;
}

/** Which two assets a market trades. */
export interface Pair {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
}

interface Spelling {
  /** What things are surely paid in at this venue. */
  readonly quotes: readonly string[];
  /** Whatever else the account holds or moved: any asset may be a quote somewhere. */
  readonly assets: ReadonlySet<string>;
}

/**
 * Returns which assets a market trades: as the venue says; else "BTC-USDT" and "BTC/USDT" by their mark,
 * and "XBTUSD" by what it ends with. Undefined where that cannot be known: never a guess.
 */
export function pairOf(market: Market, spelling: Spelling): Pair | undefined {
  const { symbol, base, quote } = market;
  if (base !== undefined && quote !== undefined) return { symbol, base, quote };
  const marked = symbol.split(/[-/_]/);
  return marked.length > 1 ? markedPair(symbol, marked) : unmarkedPair(symbol, spelling);
}

/** "BTCUSDT_261225" names a day and "BTCUSD_PERP" a kind of contract: neither is a quote. */
function markedPair(symbol: string, [base = '', quote = '']: readonly string[]): Pair | undefined {
  if (base === '' || quote === '' || /^\d+$|^PERP$|^SWAP$/i.test(quote)) return undefined;
  return { symbol, base, quote };
}

/**
 * A known quote goes before any other asset ("XBTUSD" is XBT for USD, also where TUSD is held), unless only
 * the other reading leaves an asset that is known ("BTCTUSD"). Among its equals the longest ("BTCFDUSD").
 */
function unmarkedPair(symbol: string, { quotes, assets }: Spelling): Pair | undefined {
  const byQuote = endingsIn(symbol, quotes);
  const byAsset = endingsIn(
    symbol,
    [...assets].filter((asset) => !quotes.includes(asset)),
  );
  const readings = [...byQuote, ...byAsset];
  const withKnownBase = readings.filter(({ base }) => assets.has(base) || quotes.includes(base));
  return withKnownBase[0] ?? readings[0];
}

/** Every reading of the symbol by one of these endings, the longest ending first. */
function endingsIn(symbol: string, endings: readonly string[]): readonly Pair[] {
  return endings
    .filter((ending) => ending !== '' && symbol.length > ending.length && symbol.endsWith(ending))
    .toSorted((a, b) => b.length - a.length)
    .map((quote) => ({ symbol, base: symbol.slice(0, -quote.length), quote }));
}
