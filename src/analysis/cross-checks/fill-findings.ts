import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import type { LedgerEntry, Trade } from '../../domain/trading.ts';
import { count, listWords } from '../amounts.ts';
import { exhibitsOf, type NewFinding, type NotChecked, type Reading } from './cross-check.ts';
import type { FillGroup } from './fill-groups.ts';
import { showMoves, type Moves } from './fill-moves.ts';
import { showStretches, type Stretch } from './stretches.ts';

export interface Both {
  readonly account: string;
  readonly books: Bookkeeping;
  readonly fills: Reading<Trade>;
  readonly lines: Reading<LedgerEntry>;
  /** Where both lists are proven, of some section at least. */
  readonly stretches: readonly Stretch[];
  /** Where both are proven for the rows of a group. */
  readonly proven: (group: FillGroup) => readonly Stretch[];
}

/** 'outside': nothing that both lists must have. */
export type Verdict = 'agrees' | 'no-lines' | 'no-fill' | 'differs' | 'unclear' | 'outside';

export interface Judged {
  readonly group: FillGroup;
  readonly verdict: Verdict;
  readonly off: Moves;
}

const titles: Readonly<Record<'no-lines' | 'no-fill' | 'differs', (n: number) => string>> = {
  'no-lines': (n) => `${count(n, 'fill')} without a line in the ledger`,
  'no-fill': (n) => `The ledger books ${count(n, 'trade')} that the list of trades does not have`,
  differs: (n) => `Fills and ledger differ in ${count(n, 'place')}`,
};

const shownAtMost = 5;

export function findingOf(
  what: keyof typeof titles,
  judged: readonly Judged[],
  { account, fills, lines, books, basis }: Both & Pick<NewFinding, 'basis'>,
): readonly NewFinding[] {
  if (judged.length === 0) return [];
  const where = `trades in ${fills.exhibit}, ledger in ${lines.exhibit}`;
  const elsewhere = books.onlyInLedger === undefined ? '' : ` ${books.onlyInLedger}`;
  return [
    {
      rule: 'trades-against-ledger',
      title: titles[what](judged.length),
      detail: `${listWords(judged.map(show), shownAtMost)} (${where}). One of the two lists of the venue is not whole, or was read wrongly.${elsewhere}`,
      severity: basis === 'fact' ? 'high' : 'low',
      basis,
      account,
      exhibits: exhibitsOf(fills, lines),
      about: judged.map(({ group }) => `${what} ${nameOf(group)}`),
    },
  ];
}

/** By its rows' own ids: the same whichever reading they stand in. */
const nameOf = ({ fills, lines }: FillGroup): string =>
  [
    ...fills.map(({ section = '', symbol, id }) => `fill ${section} ${symbol} ${id}`),
    ...lines.map(({ wallet, asset, id }) => `line ${wallet} ${asset} ${id}`),
  ].join(', ');

/** "fill 28000001 on BTCUSDT at …: the ledger is off by −1 BTC and +20000 USDT". */
function show({ group: { fills, lines }, off }: Judged): string {
  const [fill] = fills;
  const rows = [
    ...(fill
      ? [
          `${fills.length > 1 ? `${fills.length} fills from ` : 'fill '}${fill.id} on ${fill.symbol} at ${fill.at}`,
        ]
      : []),
    ...(lines[0] && !fill ? [`${count(lines.length, 'line')} from ${lines[0].id} at ${lines[0].at}`] : []),
  ];
  return `${rows.join(', ')}: the ledger is off by ${listWords(showMoves(off))}`;
}

export function comparedOf(agreeing: readonly Judged[], stretches: readonly Stretch[]): string {
  const fills = agreeing.reduce((total, { group }) => total + group.fills.length, 0);
  const lines = agreeing.reduce((total, { group }) => total + group.lines.length, 0);
  return `${count(fills, 'fill')} and ${count(lines, 'ledger line')} agree over ${showStretches(stretches)}`;
}

export function unreadMarkets(judged: readonly Judged[], { fills, books }: Both): readonly NotChecked[] {
  if (judged.length === 0) return [];
  const assets = [...new Set(judged.flatMap(({ group }) => group.lines.map(({ asset }) => asset)))].sort();
  const { symbols } = fills.coverage;
  const read = typeof symbols === 'string' ? symbols : listWords(symbols);
  const elsewhere = books.onlyInLedger === undefined ? '' : `; ${books.onlyInLedger}`;
  const first = judged[0]?.group.lines[0]?.at ?? '';
  return [
    {
      why: `the ledger books ${count(judged.length, 'trade')} in ${listWords(assets)}, the first at ${first}, that are not among the trades of ${read}: other markets may have been traded${elsewhere}`,
      closable: books.onlyInLedger === undefined,
    },
  ];
}

export function unclearRows(judged: readonly Judged[], leftOut: number): readonly NotChecked[] {
  const rows = judged.reduce((total, { group }) => total + group.fills.length + group.lines.length, leftOut);
  if (rows === 0) return [];
  return [
    {
      why: `${count(rows, 'row')} of trades and ledger do not tell enough to be compared: of another kind, not settled, or without an amount, a time or a name`,
      closable: false,
    },
  ];
}
