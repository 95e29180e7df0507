import type { Capabilities, Capability, ReadPages } from '../contract.ts';
import { readByApi } from '../declare.ts';
import type { Hands } from './by-hand.ts';
import { dryRun, type SurveyedRead, type SurveyedVenue } from './facts.ts';
import { isReachable, needsOf } from './reach.ts';
import { defaultSection, listBy, type ListBy } from './reads.ts';
import * as money from './money-rows.ts';
import type { SymbolOf } from './row-parts.ts';
import * as rows from './rows.ts';

type Lists = Pick<
  Capabilities,
  | 'listOpenOrders'
  | 'listBalances'
  | 'listPositions'
  | 'listTrades'
  | 'listOrders'
  | 'listWithdrawals'
  | 'listDeposits'
  | 'listTransfers'
  | 'listLedger'
  | 'listMarketPrices'
>;

/** A list by the first of these reads that goes out with what we have; by hand where none does. */
export function listsOf(facts: SurveyedVenue, hands: Hands): Lists {
  const by = <Row>(
    what: string,
    reads: readonly SurveyedRead[],
    list: Omit<ListBy<Row>, 'read' | 'bySymbol' | 'sections' | 'doing'>,
  ): Capability<ReadPages<Row>> => {
    const usable = reads.filter((read) => ['nothing', 'symbol'].includes(needsOf(facts, read) ?? ''));
    const read = usable.find((one) => needsOf(facts, one) === 'nothing') ?? usable[0];
    if (read === undefined) return hands.look(what, whyByHand(facts, reads));
    const bySymbol = needsOf(facts, read) === 'symbol';
    const sections =
      facts.swap?.includes(read) === true && !bySymbol ? { sections: [defaultSection, 'swap'] } : {};
    return readByApi({
      needs: read === 'fetchTickers' ? [] : ['read'],
      note: noteOn(read, list.isHistory, 'sections' in sections),
      source: dryRun,
      run: listBy({ ...list, read, bySymbol, ...sections, doing: `listing ${what}` }),
    });
  };
  const id = (row: { readonly id: string }): string => row.id;
  return {
    listOpenOrders: by('open orders', ['fetchOpenOrders'], {
      isHistory: false,
      rows: (viewed) => rows.openOrders(symbolsIn(viewed)),
      idOf: id,
    }),
    listBalances: by('balances', ['fetchBalance'], {
      isHistory: false,
      rows: (_viewed, section) => rows.balances(section),
      idOf: ({ wallet, asset }) => `${wallet}/${asset}`,
    }),
    listPositions: by('positions', ['fetchPositions'], {
      isHistory: false,
      rows: (viewed) => rows.positions(symbolsIn(viewed)),
      idOf: id,
    }),
    listTrades: by('trades', ['fetchMyTrades'], {
      isHistory: true,
      rows: (viewed) => rows.trades(symbolsIn(viewed)),
      idOf: id,
    }),
    listOrders: by('past orders', ['fetchOrders', 'fetchCanceledAndClosedOrders', 'fetchClosedOrders'], {
      isHistory: true,
      rows: (viewed) => rows.pastOrders(symbolsIn(viewed)),
      idOf: id,
    }),
    listWithdrawals: by('withdrawals', ['fetchWithdrawals', 'fetchDepositsWithdrawals'], {
      isHistory: true,
      rows: () => money.withdrawals,
      idOf: id,
    }),
    listDeposits: by('deposits', ['fetchDeposits', 'fetchDepositsWithdrawals'], {
      isHistory: true,
      rows: () => money.deposits,
      idOf: id,
    }),
    listTransfers: by('transfers between own wallets', ['fetchTransfers'], {
      isHistory: true,
      rows: () => money.transfers,
      idOf: id,
    }),
    listLedger: by('the ledger', ['fetchLedger'], { isHistory: true, rows: () => money.ledger, idOf: id }),
    listMarketPrices: by('market prices', ['fetchTickers'], {
      isHistory: false,
      rows: (viewed) => rows.prices(viewed),
      idOf: ({ symbol }) => symbol,
    }),
  };
}

const symbolsIn =
  ({ marketOf }: Parameters<ListBy<never>['rows']>[0]): SymbolOf =>
  (symbol) =>
    marketOf(symbol)?.id ?? symbol;

function whyByHand(facts: SurveyedVenue, reads: readonly SurveyedRead[]): string {
  if (facts.marketsNeedKey === true)
    return 'ccxt loads the markets of this venue with a key only, which firebreak never lets it do';
  if (!isReachable(facts)) return 'ccxt speaks to a port other than 443 here, which firebreak does not';
  const byCode = reads.some((read) => needsOf(facts, read) === 'code');
  if (byCode)
    return 'ccxt reads this one asset at a time: assets that nobody named would be missing without a trace';
  return `the dry run of ccxt reached no such read (${reads.join(', ')})`;
}

function noteOn(read: SurveyedRead, isHistory: boolean, hasSwap: boolean): string {
  const isOfMarkets = !/Deposits|Withdrawals|Ledger|Transfers|Positions/.test(read);
  const section = hasSwap ? 'spot, and swaps as ccxt takes them' : 'the section that ccxt takes, mostly spot';
  return [
    `ccxt’s ${read}`,
    ...(isOfMarkets ? [section] : []),
    ...(isHistory ? ['one reply, never taken for all'] : []),
    ...(read === 'fetchOpenOrders' ? ['conditional orders and bots may be missing'] : []),
  ].join('; ');
}
