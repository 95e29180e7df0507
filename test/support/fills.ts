import { DateTime } from 'luxon';

/** A long history that nobody has to hold: every fill is worked out from its place. */
export interface Fills {
  readonly symbols: readonly string[];
  /** How many a symbol has; none where there is no such symbol. */
  of(symbol: string): number;
}

/** Ten years of one account: one symbol in fifteen has most of the fills, and all others have some. */
export function fillsOf({
  symbols: many,
  fills,
}: {
  readonly symbols: number;
  readonly fills: number;
}): Fills {
  const isBusy = (at: number): boolean => at % 15 === 0;
  const busy = Math.ceil(many / 15);
  const few = Math.floor((fills * 0.1) / Math.max(1, many - busy));
  const most = Math.floor((fills - few * (many - busy)) / busy);
  const rest = fills - few * (many - busy) - most * busy;
  const symbols = Array.from({ length: many }, (_, at) => `C${at}USDT`);
  const counts = new Map(
    symbols.map((symbol, at) => [symbol, (isBusy(at) ? most : few) + (at === 0 ? rest : 0)]),
  );
  return { symbols, of: (symbol) => counts.get(symbol) ?? 0 };
}

export const pageSize = 1_000;
const firstId = 28_457;
const idStep = 7;
const begin = DateTime.fromISO('2016-11-21T00:00:00Z', { zone: 'utc' }).toMillis();
const tenYearsMs = 10 * 365 * 86_400_000;

/** One page of `GET /api/v3/myTrades` from an id on, as Binance's documents show it. */
export function fillsPage(fills: Fills, symbol: string, fromId: number): string {
  const many = fills.of(symbol);
  const start = Math.max(0, Math.ceil((fromId - firstId) / idStep));
  const rows = Array.from({ length: Math.max(0, Math.min(pageSize, many - start)) }, (_, at) =>
    fill(symbol, start + at, many),
  );
  return `[${rows.join(',')}]`;
}

/** The ids that the pages of a symbol are asked from, one after the other. */
export function* pageStarts(fills: Fills, symbol: string): Generator<number> {
  const many = fills.of(symbol);
  yield 0;
  // A full page does not say that it was the last.
  for (let start = pageSize; start <= many; start += pageSize) yield firstId + (start - 1) * idStep + 1;
}

function fill(symbol: string, at: number, many: number): string {
  const id = firstId + at * idStep;
  const time = begin + Math.floor((at / many) * tenYearsMs);
  const price = `${20_000 + (at % 997)}.${String(at % 100).padStart(2, '0')}000000`;
  const qty = `0.${String(1_000 + (at % 8_999)).padStart(8, '0')}`;
  return (
    `{"symbol":"${symbol}","id":${id},"orderId":${id * 3},"orderListId":-1,"price":"${price}","qty":"${qty}",` +
    `"quoteQty":"${1 + (at % 1_800)}.${String(at % 9_973).padStart(8, '0')}",` +
    `"commission":"0.0000${String(at % 7_919).padStart(4, '0')}","commissionAsset":"BNB","time":${time},` +
    `"isBuyer":${at % 2 === 0},"isMaker":${at % 3 === 0},"isBestMatch":true}`
  );
}
