import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import type { Balance, LedgerEntry } from '../../domain/trading.ts';
import { comparePair, type Pair } from './compare-balances.ts';
import {
  defineCrossCheck,
  fullest,
  holesIn,
  joined,
  notChecked,
  type Checked,
  type Reading,
} from './cross-check.ts';
import { windowOf } from './flows.ts';
import { holds, provenIn } from './stretches.ts';

/** What a wallet held before, and what its ledger says moved, is what it held after. */
export const balancesAndFlows = defineCrossCheck({
  id: 'balances-and-flows',
  title: 'Balances against what the ledger says moved between them',
  check({ account, bookkeeping, balances, ledger }) {
    if (!bookkeeping.known) return notChecked(bookkeeping.why, { closable: false });
    if (!balances.known) return notChecked(`balances: ${balances.why}`, { closable: false });
    const lines = fullest(ledger, 'the ledger');
    if ('why' in lines) return notChecked(lines.why, lines);
    const books = bookkeeping.value;
    const pairs = pairsOf(balances.value.all, lines, books).map((pair) => ({ ...pair, account }));
    const why = `no two whole readings of the balances have a proven ledger (${lines.exhibit}) between them`;
    return joined([
      ...pairs.map(comparePair),
      ...(pairs.length === 0 ? [notChecked(why, { closable: false })] : []),
      { ...nothing, notChecked: holesIn(lines) },
    ]);
  },
});

const nothing: Checked = { findings: [], compared: [], notChecked: [] };

/**
 * Every two readings of the balances that follow each other, with a ledger between them. Where wallets have
 * sections of their own, wallet by wallet: a hole of one takes nothing from another.
 */
function pairsOf(
  readings: readonly Reading<Balance>[],
  lines: Reading<LedgerEntry>,
  books: Bookkeeping,
): readonly Omit<Pair, 'account'>[] {
  const wallets = new Set(readings.flatMap(({ rows }) => rows.map(({ wallet }) => wallet)));
  const isTold = (wallet: string): boolean =>
    readings.some(({ rows }) =>
      rows.some((row) => row.wallet === wallet && books.tellsAllOf(wallet, row.asset)),
    );
  const parts =
    books.sectionsAreWallets && hasHoles(readings, lines) ? [...wallets].filter(isTold) : [undefined];
  return parts.flatMap((wallet) => {
    const whole = readings.filter(({ coverage }) =>
      coverage.holes.every(({ section }) => isElsewhere(section, wallet)),
    );
    const proven = provenIn(lines.coverage, { section: wallet });
    return whole.slice(1).flatMap((after, at) => {
      const before = whole[at];
      if (before === undefined || !holds(proven, windowOf(before).from, windowOf(after).to)) return [];
      return [
        {
          ...common,
          before: only(before, wallet),
          after: only(after, wallet),
          told: toldBy(only(lines, wallet), books),
        },
      ];
    });
  });
}

const hasHoles = (readings: readonly Reading<Balance>[], lines: Reading<LedgerEntry>): boolean =>
  [...readings, lines].some(({ coverage }) => coverage.holes.length > 0);

const isElsewhere = (section: string | undefined, wallet: string | undefined): boolean =>
  section !== undefined && wallet !== undefined && section !== wallet;

const only = <Row extends { readonly wallet: string }>(
  reading: Reading<Row>,
  wallet: string | undefined,
): Reading<Row> =>
  wallet === undefined ? reading : { ...reading, rows: reading.rows.filter((row) => row.wallet === wallet) };

const common = {
  rule: 'balances-and-flows',
  basis: 'fact',
  reservation: 'Something moved that no list tells, or a list was read wrongly.',
} as const;

const toldBy = (lines: Reading<LedgerEntry>, books: Bookkeeping): Pair['told'] => ({
  by: 'the ledger',
  readings: [lines],
  where: `ledger in ${lines.exhibit}`,
  lines: lines.rows,
  tellsAllOf: books.tellsAllOf,
  fee: books.fee,
  ...(books.isUnsure === undefined ? {} : { isUnsure: books.isUnsure }),
});
