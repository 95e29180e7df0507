import { divide, isZero, multiply, round, sum } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { marketsOf } from './names.ts';

/** What stands for a dollar here. */
const dollars: readonly string[] = ['USDT', 'USD', 'USDC', 'FDUSD', 'BUSD'];

/** Through the quote asset that the coin and BTC share; "0" where there is none, as the venue does. */
export function btcValue(books: LedgerBooks, asset: string, amount: string): string {
  if (asset === 'BTC') return round(amount, 8);
  const spot = marketsOf(books, 'spot');
  const btc = spot.find((market) => market.base === 'BTC');
  if (btc === undefined) return '0';
  const own = spot.find((market) => market.base === asset && market.quote === btc.quote);
  const price = asset === btc.quote ? '1' : own?.price;
  return price === undefined ? '0' : round(divide(multiply(amount, price), btc.price), 8);
}

/** Of a whole wallet: amounts by asset. */
export const btcValueOf = (books: LedgerBooks, held: Iterable<readonly [string, string]>): string =>
  round(sum([...held].map(([asset, amount]) => btcValue(books, asset, amount))), 8);

/** In dollars, by the price of the asset against one of them; "0" where there is none. */
export function dollarValue(books: LedgerBooks, asset: string, amount: string): string {
  if (dollars.includes(asset) || isZero(amount)) return round(amount, 8);
  const market = marketsOf(books, 'spot').find((each) => each.base === asset && dollars.includes(each.quote));
  return market === undefined ? '0' : round(multiply(amount, market.price), 8);
}
