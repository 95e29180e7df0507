import { z } from 'zod';

/**
 * Kraken has two names for its oldest assets: XXBT and ZUSD in balances, ledgers and deposits, XBT and USD
 * ("altname") in orders and withdrawal addresses. Here every list says the latter, so that they can be
 * compared; the captured reply keeps what was written. The list is closed: ZETA or XION are no old names.
 */
const oldNames =
  'XETC XETH XICN XLTC XMLN XREP XXBT XXDG XXLM XXMR XXRP XZEC ZAUD ZCAD ZEUR ZGBP ZJPY ZKRW ZUSD'.split(' ');

const isOldName = (name: string): boolean => oldNames.includes(name);
const altName = (name: string): string => (isOldName(name) ? name.slice(1) : name);

/** "XXBT" → "XBT", "XXBT.F" → "XBT.F": the suffix says where it lies (`isBound`). */
export function assetName(written: string): string {
  const [name = '', ...suffix] = written.split('.');
  return [altName(name), ...suffix].join('.');
}

// Longest first where one ends in another: "BTCPYUSD" is no pair in USD. Kraken has no pairs in TUSD, which
// "XBTUSD" would end in.
const coins = [
  'PYUSD',
  'RLUSD',
  'USDT',
  'USDC',
  'USDD',
  'USDG',
  'USDQ',
  'USDR',
  'USDS',
  'EURC',
  'EURQ',
  'EURR',
];
const others = ['EURT', 'DAI', 'SOL', 'DOT', 'XRP', 'BTC'];
/** Pairs in these go by two names. */
const twofold = ['USD', 'EUR', 'GBP', 'CAD', 'JPY', 'AUD', 'CHF', 'AED', 'KRW', 'XBT', 'ETH'];
const quotes = [...coins, ...others, ...twofold];

const endOf = (name: string): string =>
  quotes.find((quote) => name.endsWith(quote) && name.length > quote.length) ?? '';

/**
 * Pairs in money of states, bitcoin and ether go by two names, too: "XXBTZUSD" in trades, "XBTUSD" in
 * orders. Both are told in the third, that of the WebSocket ("XBT/USD"), which nobody can split wrongly.
 * Others have one name everywhere, and keep it: "LTCUSDT".
 */
export function pairName(written: string): string {
  if (written.includes('/')) return written;
  const [base, quote] = [written.slice(0, 4), written.slice(4)];
  const isOld = isOldName(quote) && (isOldName(base) || base === 'USDT');
  const name = isOld ? altName(base) + altName(quote) : written;
  const end = endOf(name);
  return twofold.includes(end) ? `${name.slice(0, -end.length)}/${end}` : name;
}

/** The quote asset of a pair as `pairName` gives it; "" where its spelling does not tell. */
export function quoteOf(name: string): string {
  const [, after] = name.split('/');
  return after === undefined ? endOf(name) : assetName(after);
}

export const asset = z.string().min(1).transform(assetName);
export const pair = z.string().min(1).transform(pairName);

/**
 * "XXBT.F" → the asset and where it lies ("F"); "DOT28.S", staked for 28 days, is DOT. Absent: it lies where
 * orders can use it. A tokenised stock (.T) is an asset of its own.
 */
export function placed(written: string): { readonly asset: string; readonly ending?: string } {
  const [, name = '', ending = ''] = /^(.+)\.(B|F|M|P|S|HOLD)$/.exec(written) ?? [];
  if (ending === '') return { asset: assetName(written) };
  return { asset: assetName(ending === 'S' ? name.replace(/\d{2}$/, '') : name), ending };
}

/**
 * Whether somebody must do something first before it can be moved: .B bonded, .S staked, .M and .P parked
 * for rewards, .HOLD held back. .F earns too, but is spent as if it were the asset itself.
 */
export const isBound = (written: string): boolean => /\.(?!F$)[A-Z]+\d*$/.test(written);
