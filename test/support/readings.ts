import type { CrossCheckInput, Readings } from '../../src/analysis/index.ts';
import type { Bookkeeping } from '../../src/domain/bookkeeping.ts';
import type { Coverage } from '../../src/domain/coverage.ts';
import { known, unknown, type Known } from '../../src/domain/known.ts';
import { add, negate, subtract } from '../../src/domain/money.ts';
import type { Balance, LedgerEntry, Trade } from '../../src/domain/trading.ts';

/** Readings of lists as the steps hand them to the cross-checks, and books as a venue would keep them. */

export const readFrom = '2026-11-01T00:00:00.000Z';
export const readTo = '2026-11-22T00:00:00.000Z';

type One<Row> = Readings<Row>['all'][number];

/** A reading that proves three weeks of November, by one key. */
export const reading = <Row>(
  exhibit: string,
  rows: readonly Row[],
  more: Partial<One<Row>> = {},
): One<Row> => ({
  exhibit,
  at: readTo,
  by: 'vmPU…XbBx (64)',
  rows,
  coverage: coverage(),
  ...more,
});

export const coverage = (more: Partial<Coverage> = {}): Coverage => ({
  from: readFrom,
  to: readTo,
  symbols: 'not-by-symbol',
  holes: [],
  ...more,
});

export const readings = <Row extends { readonly id: string }>(
  ...all: readonly One<Row>[]
): Known<Readings<Row>> => known({ all, idOf: ({ id }) => id, forgotten: [] });

/** Of what is held at a moment: no stretch of time is proven by it. */
export const snapshot = (
  exhibit: string,
  at: string,
  held: Readonly<Record<string, string>>,
): One<Balance> => ({
  ...reading<Balance>(
    exhibit,
    Object.entries(held).map(([asset, free]) => ({ wallet: 'spot', asset, free, locked: '0' })),
  ),
  at,
  coverage: { symbols: 'not-by-symbol', holes: [] },
});

export const snapshots = (...all: readonly One<Balance>[]): Known<Readings<Balance>> =>
  known({ all, idOf: ({ wallet, asset }) => `${wallet}/${asset}`, forgotten: [] });

const neverRead = unknown('never read');

export const nothingRead: CrossCheckInput = {
  account: 'main',
  bookkeeping: neverRead,
  listedFlows: neverRead,
  trades: neverRead,
  orders: neverRead,
  withdrawals: neverRead,
  deposits: neverRead,
  transfers: neverRead,
  ledger: neverRead,
  balances: neverRead,
  marketPrices: neverRead,
};

export const books = (more: Partial<Bookkeeping> = {}): Bookkeeping => ({
  tellsAllOf: (wallet) => wallet === 'spot',
  booksFill: () => true,
  isOfFill: ({ kind }) => kind === 'trade' || kind === 'fee',
  names: { reference: 'fill' },
  fee: 'in-change',
  source: { where: 'this test', checked: '2026-11-30', verified: true },
  ...more,
});

let nextId = 1;

/** A line of the spot wallet: one BTC came in, booked for fill 1. */
export const line = (row: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: `L-${nextId++}`,
  wallet: 'spot',
  asset: 'BTC',
  change: '1',
  fee: unknown('the line names none'),
  balanceAfter: unknown('the line names none'),
  kind: 'trade',
  reference: known('1'),
  at: '2026-11-21T00:10:00.000Z',
  ...row,
});

/** The lines of a fill on a pair in USDT whose fee is taken in USDT, as each kind of venue books it. */
export function booked(
  fill: Trade,
  how: { readonly fee: Bookkeeping['fee'] | 'own-line'; readonly names?: 'order' | 'nothing' },
): readonly LedgerEntry[] {
  const isBuy = fill.side === 'buy';
  const base = fill.symbol.replace(/-?USDT$/, '');
  const reference =
    how.names === 'nothing'
      ? unknown('the line names none')
      : known(how.names === 'order' ? fill.orderId : fill.id);
  const about = { at: fill.at, reference };
  const quote = isBuy ? negate(fill.quoteAmount) : fill.quoteAmount;
  const ofBase = line({ ...about, asset: base, change: isBuy ? fill.amount : negate(fill.amount) });
  const ofQuote = (change: string, more: Partial<LedgerEntry> = {}) =>
    line({ ...about, asset: 'USDT', change, ...more });
  switch (how.fee) {
    case 'in-change':
      return [ofBase, ofQuote(subtract(quote, fill.fee))];
    case 'own-line':
      return [ofBase, ofQuote(quote), ofQuote(negate(fill.fee), { kind: 'fee' })];
    case 'beside':
    case 'not-told':
      return [ofBase, ofQuote(quote, { fee: known(fill.fee) })];
  }
}

/** What is held after lines that each took their fee beside. */
export const after = (before: string, lines: readonly LedgerEntry[]): string =>
  lines.reduce((total, { change, fee }) => subtract(add(total, change), fee.known ? fee.value : '0'), before);
