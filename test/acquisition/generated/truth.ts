import { add } from '../../../src/domain/money.ts';
import type { Deposit, PastOrder, Trade, Transfer, Withdrawal } from '../../../src/domain/trading.ts';
import type { Simulator } from '../../../src/simulators/index.ts';
import type { History } from './grid.ts';

/** One thing that happened, as the simulator booked it. */
export interface Booked {
  /** Whatever no two rows of this list share. */
  readonly key: string;
  readonly at: string;
  /** Of a spot pair: what it must be listed under. On contracts the venue prints another name. */
  readonly symbol?: string;
  /** A venue may tell one kind of rows and not another, but never some of a kind. */
  readonly kind: string;
  /** What of the row must be as it was booked; any one of them. */
  readonly facts: readonly string[];
}

/** A row as it was read, in the same terms. */
export interface Read {
  readonly key: string;
  readonly at: string;
  readonly symbol?: string;
  readonly facts: string;
}

export type Neutral = (asset: string) => string;

/** One spelling of an amount: 0.010 and 1e-2 are 0.01. */
const plain = (amount: string): string => add(amount, '0');
const factsOf = (...parts: readonly string[]): string => parts.join(' ');

type Books = Simulator['books'];
export type RowsOf = Exclude<History, 'listLedger'>;

/** What the simulator's own books hold of each list. */
export const bookedOf: Readonly<Record<RowsOf, (books: Books) => readonly Booked[]>> = {
  listTrades: (books) =>
    books.trades().map(({ symbol, side, at, price, amount, fee, feeAsset }) => ({
      key: plain(amount),
      at,
      ...spotSymbol(symbol),
      kind: 'trade',
      // Of a contract a venue may not say what its fee is paid in.
      facts: [feeAsset, ...(isContract(symbol) ? [''] : [])].map((asset) =>
        factsOf(side, plain(price), plain(fee), asset),
      ),
    })),
  // Orders that rest may be among them or not.
  listOrders: (books) =>
    books.orders().map(({ clientOrderId, symbol, side, amount, filled, status, at }) => ({
      key: clientOrderId,
      at,
      ...spotSymbol(symbol),
      kind: status,
      facts: [factsOf(side, plain(amount), plain(filled), status)],
    })),
  listWithdrawals: (books) =>
    books.withdrawals().map(({ coin, amount, at, state }) => ({
      key: plain(amount),
      at,
      kind: 'withdrawal',
      // While the list is read, one that waited may be carried out.
      facts: [factsOf(coin, state), ...(state === 'completed' ? [factsOf(coin, 'pending')] : [])],
    })),
  listDeposits: (books) =>
    books.deposits().map(({ coin, amount, at }) => ({
      key: plain(amount),
      at,
      kind: 'deposit',
      facts: [factsOf(coin, 'completed')],
    })),
  listTransfers: (books) =>
    books.transfers().map(({ asset, amount, at, from, to }) => ({
      key: plain(amount),
      at,
      kind: `${from} → ${to}`,
      facts: [asset],
    })),
};

const isContract = (symbol: string): boolean => /(-PERP|\.inverse)$/.test(symbol);

const spotSymbol = (symbol: string): Pick<Booked, 'symbol'> => (isContract(symbol) ? {} : { symbol });

const pending: ReadonlySet<string> = new Set(['requested', 'awaiting-approval', 'processing']);

/** A row of each list in the books' terms. */
export const readAs: Readonly<Record<RowsOf, (row: never, neutral: Neutral) => Read>> = {
  listTrades: ({ symbol, side, at, price, amount, fee, feeAsset }: Trade, neutral) => ({
    key: plain(amount),
    at,
    symbol,
    facts: factsOf(side, plain(price), plain(fee), neutral(feeAsset)),
  }),
  listOrders: ({ clientOrderId, symbol, side, amount, filled, status, createdAt }: PastOrder) => ({
    key: clientOrderId,
    at: createdAt,
    symbol,
    facts: factsOf(side, plain(amount), plain(filled), status),
  }),
  listWithdrawals: ({ asset, amount, requestedAt, status }: Withdrawal, neutral) => ({
    key: plain(amount),
    at: requestedAt,
    facts: factsOf(neutral(asset), pending.has(status) ? 'pending' : status),
  }),
  listDeposits: ({ asset, amount, at, status }: Deposit, neutral) => ({
    key: plain(amount),
    at,
    facts: factsOf(neutral(asset), status),
  }),
  listTransfers: ({ asset, amount, at }: Transfer, neutral) => ({
    key: plain(amount),
    at,
    facts: neutral(asset),
  }),
};

/** Some venues tell whole seconds. */
export const isMoment = (told: string, booked: string): boolean =>
  told === booked || (told.endsWith('.000Z') && told.slice(0, -5) === booked.slice(0, -5));

/** How a reading differs from the books. */
export interface Difference {
  readonly missing: readonly Booked[];
  /** Rows that nobody booked, or that say otherwise than was booked. */
  readonly invented: readonly string[];
  readonly doubled: readonly string[];
}

/** Compares what was read with what was booked, row by row. */
export function differenceOf(booked: readonly Booked[], read: readonly Read[]): Difference {
  const byKey = new Map(booked.map((each) => [each.key, each]));
  if (byKey.size !== booked.length) throw new Error('two rows of the books cannot be told apart');
  const seen = new Set<string>();
  const invented: string[] = [];
  const doubled: string[] = [];
  for (const row of read) {
    const truth = byKey.get(row.key);
    if (truth === undefined || !agrees(row, truth)) invented.push(JSON.stringify({ row, truth }));
    else if (seen.has(row.key)) doubled.push(JSON.stringify(row));
    seen.add(row.key);
  }
  return { missing: booked.filter(({ key }) => !seen.has(key)), invented, doubled };
}

const agrees = (row: Read, { at, symbol, facts }: Booked): boolean =>
  isMoment(row.at, at) && (symbol === undefined || row.symbol === symbol) && facts.includes(row.facts);
