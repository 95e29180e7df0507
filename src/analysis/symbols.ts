import { unknown, known, type Known } from '../domain/known.ts';

interface Pair {
  readonly base: string;
  readonly quote: string;
}

// Longest first: "BTCFDUSD" is not a pair in USD. Only these are tried as the end of a run-together
// symbol; a symbol that ends otherwise stays unknown and so does its loss.
const quoteAssets = [
  'FDUSD', 'USDT', 'USDC', 'TUSD', 'BUSD', 'USDP', 'USD1', 'USDS', 'USDE', 'USDG', 'EURI', 'EURC', 'PYUSD',
  'DAI', 'USD', 'EUR', 'GBP', 'JPY', 'AUD', 'CAD', 'CHF', 'TRY', 'BRL', 'MXN', 'ARS', 'ZAR', 'PLN', 'RON', 'CZK',
  'UAH', 'COP', 'IDR', 'BTC', 'XBT', 'ETH', 'BNB', 'TRX', 'XRP', 'DOGE',
].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)); // prettier-ignore

// Old-style names with a class letter on both sides: "XXBTZUSD" is XXBT against ZUSD.
const classLetters = /^(X[A-Z0-9]{3})(Z[A-Z]{3}|XXBT|XETH)$/;

/** Splits a venue's own symbol ("BTCUSDT", "BTC-USDT", "BTC/USDT:USDT") into its assets. */
export function splitSymbol(symbol: string): Known<Pair> {
  const spot = symbol.split(':')[0] ?? symbol;
  const parts = spot.split(/[-/_]/);
  const [first = '', second = ''] = parts;
  if (parts.length === 2 && first !== '' && second !== '') return known({ base: first, quote: second });
  if (parts.length === 1) {
    const classed = classLetters.exec(spot);
    if (classed) return known({ base: classed[1] ?? '', quote: classed[2] ?? '' });
    const quote = quoteAssets.find((asset) => spot.endsWith(asset) && spot.length > asset.length);
    if (quote !== undefined) return known({ base: spot.slice(0, -quote.length), quote });
  }
  return unknown(`the symbol "${symbol}" does not tell its two assets apart`);
}

/** One spelling of a market for all of them: "BTC/USDT" in a config, "BTCUSDT" at the venue. */
export const bareSymbol = (symbol: string): string =>
  (symbol.split(':')[0] ?? symbol).replace(/[-/_ ]/g, '').toUpperCase();
