import { add, compare, multiply, negate } from '../../../src/domain/money.ts';
import type { LedgerEntry } from '../../../src/domain/trading.ts';
import type { OpeningBooks, Simulator } from '../../../src/simulators/index.ts';
import type { Neutral } from './truth.ts';

// A ledger is another cut of the same events at each venue: fees in the line or beside it, times in whole
// seconds, whole kinds of events in a list of their own. What holds everywhere: the lines of one second
// and coin add up to what was booked then, each kind of event told in one way from the first to the last.

const conversionKinds = ['converted from', 'converted to', 'dust swept', 'dust arrived'] as const;
const kinds = [
  'bought or sold',
  'paid with',
  'deposited',
  'withdrawn',
  'moved or on a contract',
  ...conversionKinds,
] as const;
type Kind = (typeof kinds)[number];

export type EventKind = Kind;

/** How a venue tells a kind of event; "unsaid": in lines that nothing here can be compared with. */
type Way = 'not at all' | 'without the fee' | 'with the fee' | 'unsaid';
export type Ways = Readonly<Record<Kind, Way>>;

interface Event {
  readonly kind: Kind;
  readonly at: string;
  readonly asset: string;
  readonly change: string;
  readonly fee: string;
}

/** The events of one coin in one second. */
interface Second {
  readonly events: readonly Event[];
}

export interface LedgerTruth {
  readonly seconds: ReadonlyMap<string, Second>;
}

/** "2026-03-01T02:50:00 BTC". */
export const placeOf = ({ at, asset }: { readonly at: string; readonly asset: string }): string =>
  `${at.slice(0, 19)} ${asset}`;

export function ledgerTruthOf({ books }: Simulator, opening: OpeningBooks): LedgerTruth {
  const events = [...tradesOf(books, opening), ...movementsOf(books, opening), ...conversionsOf(books)];
  const seconds = new Map<string, Second>();
  for (const [place, group] of Map.groupBy(events, placeOf)) seconds.set(place, { events: group });
  return { seconds };
}

type Books = Simulator['books'];

function tradesOf(books: Books, { markets }: OpeningBooks): readonly Event[] {
  const marketOf = new Map(markets.map((market) => [market.symbol, market]));
  return books.trades().flatMap(({ symbol, side, price, amount, fee, at }): Event[] => {
    const market = marketOf.get(symbol);
    if (market === undefined) throw new Error(`no market ${symbol}`);
    const { base, quote, kind = 'spot' } = market;
    const [got, paid] = [amount, negate(multiply(price, amount))];
    const turned = side === 'buy' ? [got, paid] : [negate(got), negate(paid)];
    const [change = '0', quoteChange = '0'] = turned;
    if (kind !== 'spot') {
      return [base, quote].map((asset) => ({
        kind: 'moved or on a contract',
        at,
        asset,
        change: '0',
        fee: '0',
      }));
    }
    return [
      { kind: 'bought or sold', at, asset: base, change, fee: '0' },
      { kind: 'paid with', at, asset: quote, change: quoteChange, fee: negate(fee) },
    ];
  });
}

function movementsOf(books: Books, opening: OpeningBooks): readonly Event[] {
  const feeOf = new Map(opening.withdrawals.map(({ amount, fee }) => [add(amount, '0'), fee]));
  return [
    ...books.deposits().map(({ coin, amount, at }): Event => ({
      kind: 'deposited',
      at,
      asset: coin,
      change: amount,
      fee: '0',
    })),
    ...books.withdrawals().map(({ coin, amount, at }): Event => {
      const fee = feeOf.get(add(amount, '0'));
      // One that was asked for meanwhile: the venue decides what it costs.
      if (fee === undefined)
        return { kind: 'moved or on a contract', at, asset: coin, change: '0', fee: '0' };
      return { kind: 'withdrawn', at, asset: coin, change: negate(amount), fee: negate(fee) };
    }),
    ...books.transfers().map(({ asset, at }): Event => ({
      kind: 'moved or on a contract',
      at,
      asset,
      change: '0',
      fee: '0',
    })),
  ];
}

/** What arrived is told with the fee off it or on it. */
const conversionsOf = (books: Books): readonly Event[] =>
  books.conversions().flatMap(({ kind, from, fromAmount, to, toAmount, fee, at }): Event[] => {
    const [went, came] =
      kind === 'convert'
        ? (['converted from', 'converted to'] as const)
        : (['dust swept', 'dust arrived'] as const);
    return [
      { kind: went, at, asset: from, change: negate(fromAmount), fee: '0' },
      { kind: came, at, asset: to, change: add(toAmount, fee), fee: negate(fee) },
    ];
  });

/** Of the conversions that were booked: the kinds that the ledger tells nothing of. */
export function untoldConversions({ seconds }: LedgerTruth, ways: Ways): readonly EventKind[] {
  const booked = new Set([...seconds.values()].flatMap(({ events }) => events.map(({ kind }) => kind)));
  return conversionKinds.filter((kind) => booked.has(kind) && ways[kind] === 'not at all');
}

/** What the lines of each coin and second add up to. */
export function sumsOf(rows: readonly LedgerEntry[], neutral: Neutral): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const { at, asset, change } of rows) {
    const place = placeOf({ at, asset: neutral(asset) });
    sums.set(place, add(sums.get(place) ?? '0', change));
  }
  return sums;
}

const told: readonly Exclude<Way, 'unsaid'>[] = ['without the fee', 'with the fee', 'not at all'];

const changeIn = ({ change, fee }: Event, way: Way): string => {
  if (way === 'not at all') return '0';
  return way === 'with the fee' ? add(change, fee) : change;
};

const sumIn = (events: readonly Event[], ways: (event: Event) => Way): string =>
  events.reduce((total, event) => add(total, changeIn(event, ways(event))), '0');

/** Learns from the seconds in which nothing else happened how the venue tells each kind of event. */
export function waysOf({ seconds }: LedgerTruth, sums: ReadonlyMap<string, string>): Ways {
  const wayOf = (kind: Kind): Way => {
    if (kind === 'moved or on a contract') return 'unsaid';
    const pure = [...seconds].filter(([, { events }]) => events.every((event) => event.kind === kind));
    const matches = (way: Way): number =>
      pure.filter(
        ([place, { events }]) =>
          compare(
            sumIn(events, () => way),
            sums.get(place) ?? '0',
          ) === 0,
      ).length;
    return told.reduce((best, way) => (matches(way) > matches(best) ? way : best));
  };
  return Object.fromEntries(kinds.map((kind) => [kind, wayOf(kind)])) as Ways;
}

/** Where there is no ledger. */
export const toldNothing: Ways = Object.fromEntries(kinds.map((kind) => [kind, 'not at all'])) as Ways;

export interface WrongSecond {
  readonly place: string;
  /** When its events happened. */
  readonly moments: readonly string[];
  readonly expected: string;
  readonly read: string;
}

/** The seconds whose lines do not add up, and those in which nobody booked anything. */
export function wrongSeconds(
  { seconds }: LedgerTruth,
  sums: ReadonlyMap<string, string>,
  ways: Ways,
): { readonly wrong: readonly WrongSecond[]; readonly invented: readonly string[] } {
  const wrong = [...seconds].flatMap(([place, { events }]) => {
    if (events.some(({ kind }) => ways[kind] === 'unsaid')) return [];
    const expected = sumIn(events, ({ kind }) => ways[kind]);
    const read = sums.get(place) ?? '0';
    return compare(expected, read) === 0
      ? []
      : [{ place, moments: events.map(({ at }) => at), expected, read }];
  });
  return { wrong, invented: [...sums.keys()].filter((place) => !seconds.has(place)) };
}
