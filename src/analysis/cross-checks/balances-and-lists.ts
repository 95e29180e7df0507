import type { FlowList, ListedFlows } from '../../domain/listed-flows.ts';
import type { Balance, Trade } from '../../domain/trading.ts';
import { listWords } from '../amounts.ts';
import { millisOf } from '../moments.ts';
import { comparePair } from './compare-balances.ts';
import {
  defineCrossCheck,
  fullest,
  joined,
  notChecked,
  type Checked,
  type CrossCheckInput,
  type NotChecked,
  type Reading,
} from './cross-check.ts';
import { windowOf } from './flows.ts';
import { listedMoves } from './listed-moves.ts';
import { holds, provenIn } from './stretches.ts';
import { unreadMarketsOf } from './unread-markets.ts';

/** What a wallet without a ledger held before, and what all lists say moved, is what it held after. */
export const balancesAndLists = defineCrossCheck({
  id: 'balances-and-lists',
  title: 'Balances against what the lists say moved between them',
  check(input) {
    const { listedFlows, balances } = input;
    if (listedFlows === undefined) return joined([]);
    if (!listedFlows.known) return notChecked(listedFlows.why, { closable: false });
    if (!balances.known) return notChecked(`balances: ${balances.why}`, { closable: false });
    const lists = readAll(input);
    if ('why' in lists) return notChecked(lists.why, lists);
    const flows = listedFlows.value;
    const pairs = pairsOf(balances.value.all, lists, flows);
    if (pairs.length === 0) {
      const why = `no two readings of ${flows.wallet} and what it moves to have all of ${listWords(listNames)} proven between them`;
      return notChecked(why, { closable: false });
    }
    const limit = `the lists do not tell ${listWords(flows.untold, flows.untold.length)}`;
    return joined([
      ...pairs.map(([before, after]) => comparePairOf(before, after, { input, lists, flows })),
      notChecked(limit, { closable: false }),
    ]);
  },
});

const listNames = ['trades', 'deposits', 'withdrawals', 'transfers', 'ledger'] as const satisfies FlowList[];

/** The fullest reading of each list; or why one proves nothing. */
function readAll(input: CrossCheckInput) {
  const trades = fullest(input.trades, 'trades');
  const deposits = fullest(input.deposits, 'deposits');
  const withdrawals = fullest(input.withdrawals, 'withdrawals');
  const transfers = fullest(input.transfers, 'transfers');
  const ledger = fullest(input.ledger, 'the ledger');
  if ('why' in trades) return trades;
  if ('why' in deposits) return deposits;
  if ('why' in withdrawals) return withdrawals;
  if ('why' in transfers) return transfers;
  if ('why' in ledger) return ledger;
  return { trades, deposits, withdrawals, transfers, ledger };
}

type Lists = Exclude<ReturnType<typeof readAll>, NotChecked>;

/** Readings that follow each other, with every list proven from before the one until the other. */
function pairsOf(
  readings: readonly Reading<Balance>[],
  lists: Lists,
  flows: ListedFlows,
): readonly (readonly [Reading<Balance>, Reading<Balance>])[] {
  const sections = [flows.balancesIn, ...flows.untoldWith.map(({ section }) => section)];
  const whole = readings.filter(({ coverage }) =>
    coverage.holes.every(({ section }) => section !== undefined && !sections.includes(section)),
  );
  return whole.slice(1).flatMap((after, at) => {
    const before = whole[at];
    if (before === undefined || !listNames.every((name) => isProven(name, lists, flows, [before, after])))
      return [];
    return [[before, after] as const];
  });
}

/** What happened after the balances were there is not in them: they need no proof beyond that. */
function isProven(
  name: FlowList,
  lists: Lists,
  flows: ListedFlows,
  [before, after]: readonly [Reading<Balance>, Reading<Balance>],
): boolean {
  const { coverage } = lists[name];
  const holes = coverage.holes.filter(
    ({ section }) => section === undefined || flows.concerns(name, section),
  );
  const to = millisOf(after.at) ?? Number.NaN;
  return holds(provenIn({ ...coverage, holes }), windowOf(before).from, to);
}

function comparePairOf(
  before: Reading<Balance>,
  after: Reading<Balance>,
  about: { readonly input: CrossCheckInput; readonly lists: Lists; readonly flows: ListedFlows },
): Checked {
  const { input, lists, flows } = about;
  const rows = {
    trades: lists.trades.rows,
    deposits: lists.deposits.rows,
    withdrawals: lists.withdrawals.rows,
    transfers: lists.transfers.rows,
    ledger: lists.ledger.rows,
  };
  const { lines, mayBe, untold } = listedMoves(rows, flows, {
    before: windowOf(before),
    after: windowOf(after),
  });
  if (untold.length > 0) {
    const [first] = untold;
    return notChecked(
      `fill ${first?.id ?? ''} on ${first?.symbol ?? ''} does not tell which coins it moved`,
      {
        closable: false,
      },
    );
  }
  const readings = Object.values(lists);
  const isUnread = unreadMarketsOf(lists.trades as Reading<Trade>, input.marketPrices, flows);
  const isElsewhere = movedElsewhere(before, after, flows);
  return comparePair({
    rule: 'balances-and-lists',
    account: input.account,
    before: onlyOf(before, flows.wallet),
    after: onlyOf(after, flows.wallet),
    basis: 'inference',
    reservation: `Something moved that stands in no list, or a list was read wrongly. No list tells ${listWords(flows.untold, flows.untold.length)}: that would explain it, too.`,
    told: {
      by: 'the lists',
      readings,
      where: listNames.map((name) => `${name} in ${lists[name].exhibit}`).join(', '),
      lines,
      mayBe,
      tellsAllOf: (_wallet, asset) => flows.isCoin(asset),
      // What small amounts were turned into is told with a fee, and no document says whether it is in the amount.
      fee: 'not-told',
      excuse: (asset) => isElsewhere(asset) ?? isUnread(asset),
    },
  });
}

const onlyOf = (reading: Reading<Balance>, wallet: string): Reading<Balance> => ({
  ...reading,
  rows: reading.rows.filter((row) => row.wallet === wallet),
});

/** A coin that moved to or from a wallet whose moves stand in no list cannot be compared. */
function movedElsewhere(before: Reading<Balance>, after: Reading<Balance>, flows: ListedFlows) {
  const wallets = flows.untoldWith.map(({ wallet }) => wallet);
  const heldOf = ({ rows }: Reading<Balance>, asset: string): string =>
    rows
      .filter((row) => row.asset === asset && wallets.includes(row.wallet))
      .map(({ wallet, free, locked }) => [wallet, free, locked].join(' '))
      .toSorted()
      .join(';');
  return (asset: string): NotChecked | undefined =>
    heldOf(before, asset) === heldOf(after, asset)
      ? undefined
      : {
          why: `${asset} moved to or from ${listWords(wallets)}, and no list tells what`,
          closable: false,
        };
}
