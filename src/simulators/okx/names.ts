import { BadInput } from '../../domain/failure.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import type { OpeningBooks } from '../opening-books.ts';

/** `instType`. The books have no margin and no event contracts: those lists are empty. */
export const instTypes = ['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION', 'EVENTS'] as const;

export type InstType = (typeof instTypes)[number];

type Named = Pick<LedgerMarket, 'symbol' | 'kind'>;

/** A dated contract ends in its day: "BTC-USD-260327". */
export function instTypeOf(market: Named): InstType {
  if (isSpotNamed(market)) return 'SPOT';
  if (market.kind === 'option') return 'OPTION';
  return /-\d{6}$/.test(instIdOf(market)) ? 'FUTURES' : 'SWAP';
}

const isSpotNamed = ({ kind }: Named): boolean => (kind ?? 'spot') === 'spot';

/**
 * The venue's own name of a contract. In the books it may be named after its pair, as "BTC-USDT-PERP"
 * or "BTC-USDT.linear": the venue calls that "BTC-USDT-SWAP".
 */
export const instIdOf = (market: Named): string =>
  isSpotNamed(market) ? market.symbol : market.symbol.replace(/(-PERP|\.(linear|inverse))$/, '-SWAP');

/** "BTC-USD" of "BTC-USD-260327-70000-C"; spot has none. */
export const instFamilyOf = (market: LedgerMarket): string =>
  isSpot(market) ? '' : instIdOf(market).split('-').slice(0, 2).join('-');

export const marketIn = (books: LedgerBooks, instId: string): LedgerMarket | undefined =>
  books.markets.find((each) => instIdOf(each) === instId);

/** What a contract is settled in: a linear one in its quote, all others in their base. */
export function settleCcyOf(market: LedgerMarket): string {
  if (isSpot(market)) return '';
  return market.kind === 'linear' ? market.quote : market.base;
}

/** "USDT-ERC20": the coin and the network of the books. */
export const chainOf = (coin: string, network: string): string =>
  network.startsWith(`${coin}-`) ? network : `${coin}-${network}`;

/** Two markets may not be printed alike. */
export function refuseAmbiguousMarkets({ markets }: OpeningBooks): void {
  const names = markets.map(instIdOf);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new BadInput(`the opening books have "${twice}" twice at this venue`);
}
