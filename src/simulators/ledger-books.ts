import type { BookedAct } from './contract.ts';
import type { LedgerConversion } from './ledger-conversions.ts';
import type { OpeningBooks, SimulatedAddress, SimulatorScope } from './opening-books.ts';

/**
 * The account as the venue's own books have it. Venue-neutral: a venue's codes, spellings and field
 * names are put on when a row leaves. Amounts are exact decimal strings; times are milliseconds.
 */
export interface LedgerBooks {
  readonly uid: number;
  /** Of a taker, in the quote asset. */
  readonly feeRate: string;
  readonly markets: readonly LedgerMarket[];
  readonly balances: ReadonlyMap<string, Holding>;
  readonly funding: ReadonlyMap<string, string>;
  /** The further wallets ("margin", "futures"): by wallet, then by asset. */
  readonly wallets: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By id, ascending and without gaps: `orderById` relies on it. */
  readonly orders: readonly LedgerOrder[];
  /** By id, ascending. The market's other trades take ids too, so there are gaps. */
  readonly trades: readonly LedgerTrade[];
  readonly withdrawals: readonly LedgerWithdrawal[];
  readonly deposits: readonly LedgerDeposit[];
  readonly transfers: readonly LedgerTransfer[];
  /** In the order they were made. */
  readonly conversions: readonly LedgerConversion[];
  readonly positions: readonly LedgerPosition[];
  readonly subAccounts: readonly LedgerSubAccount[];
  readonly addresses: readonly SimulatedAddress[];
  readonly whitelistOnly: boolean;
  readonly keys: readonly LedgerKey[];
  readonly sessions: NonNullable<OpeningBooks['sessions']>;
  readonly frozen: boolean;
  readonly acts: readonly LedgerAct[];
  readonly updatedAtMs: number;
}

export interface Holding {
  readonly free: string;
  readonly locked: string;
}

export type LedgerMarket = OpeningBooks['markets'][number];
export type Side = 'buy' | 'sell';

export interface LedgerOrder {
  readonly id: number;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: 'market' | 'limit';
  readonly timeInForce: 'GTC' | 'IOC' | 'FOK';
  readonly price: string;
  readonly amount: string;
  readonly quoteWanted: string | undefined;
  readonly filled: string;
  readonly filledQuote: string;
  /** Still held back for the remainder: quote for a bid, base for an offer. */
  readonly locked: string;
  /** A conditional order: it locks nothing, and never triggers here. */
  readonly trigger: string | undefined;
  readonly status: 'open' | 'filled' | 'cancelled' | 'expired';
  readonly placedAtMs: number;
  readonly updatedAtMs: number;
}

export interface LedgerTrade {
  readonly id: number;
  readonly orderId: number;
  readonly symbol: string;
  readonly side: Side;
  readonly price: string;
  readonly amount: string;
  readonly quote: string;
  readonly fee: string;
  readonly feeAsset: string;
  readonly isMaker: boolean;
  readonly atMs: number;
}

export interface LedgerWithdrawal {
  readonly id: string;
  readonly coin: string;
  readonly amount: string;
  readonly fee: string;
  readonly address: string;
  readonly network: string;
  readonly txId: string;
  readonly clientId: string | undefined;
  readonly requestedAtMs: number;
  readonly settlesAtMs: number;
  readonly cancelledAtMs: number | undefined;
}

export interface LedgerDeposit {
  readonly id: string;
  readonly coin: string;
  readonly amount: string;
  readonly address: string;
  readonly network: string;
  readonly txId: string;
  readonly atMs: number;
}

export interface LedgerTransfer {
  readonly id: string;
  readonly asset: string;
  readonly amount: string;
  /** "spot", "funding", "margin", "futures" or "sub:<id>". */
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
}

export interface LedgerPosition {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly amount: string;
  readonly entryPrice: string;
  readonly leverage: string;
  readonly atMs: number;
}

export interface LedgerSubAccount {
  readonly id: string;
  readonly label: string;
  readonly email: string | undefined;
  readonly createdAtMs: number;
  readonly frozen: boolean;
  readonly mayTransferOut: boolean;
}

/** Without id and secret: those are the key ring's (`key-ring.ts`). */
export interface LedgerKey {
  readonly ref: string;
  readonly label: string;
  readonly scopes: readonly SimulatorScope[];
  readonly ipAllowlist: readonly string[];
  readonly createdAtMs: number;
  readonly deletedAtMs: number | undefined;
  /** Who ended it; undefined while it lives. */
  readonly endedBy: 'owner' | 'venue' | undefined;
  /** Undefined: the main account's. */
  readonly subAccount: string | undefined;
  readonly venuePermissions: readonly string[];
  readonly expiresAtMs: number | undefined;
}

export interface LedgerAct {
  readonly what: BookedAct['what'];
  readonly atMs: number;
  readonly sourceIp: string;
  readonly key: string;
  readonly orderId?: number;
  readonly clientOrderId?: string;
  readonly withdrawalId?: string;
  readonly conversionId?: string;
  /** The ref of the key that was made, changed or ended. */
  readonly changedKey?: string;
  readonly subAccount?: string;
}

/** Why the books do not take a mutation. Closed: a venue maps each to its own code. */
export type LedgerRefusalReason =
  | 'unknown-symbol'
  | 'unknown-order'
  | 'order-not-open'
  | 'duplicate-client-order-id'
  | 'more-than-left'
  | 'insufficient-funds'
  | 'unknown-key'
  | 'unknown-address'
  | 'unknown-withdrawal'
  | 'withdrawal-not-pending'
  | 'unknown-sub-account'
  | 'duplicate-sub-account'
  | 'not-a-spot-market'
  | 'account-frozen';

export class LedgerRefusal extends Error {
  readonly reason: LedgerRefusalReason;

  constructor(reason: LedgerRefusalReason, detail: string) {
    super(`the books refuse: ${reason} (${detail})`);
    this.name = 'LedgerRefusal';
    this.reason = reason;
  }
}

export const firstOrderId = 1_000_001;
export const firstTradeId = 28_000_001;
/** Other people trade too: a client that takes trade ids for gapless loses rows here as at the venue. */
export const tradeIdStride = 3;

export const orderById = (books: LedgerBooks, id: number): LedgerOrder | undefined =>
  books.orders[id - firstOrderId];

export const openOrders = (books: LedgerBooks): readonly LedgerOrder[] =>
  books.orders.filter((order) => order.status === 'open');

/** Markets never change, and a venue with hundreds is asked for the market of every row. */
const indexes = new WeakMap<readonly LedgerMarket[], ReadonlyMap<string, LedgerMarket>>();

export function findMarket(
  { markets }: Pick<LedgerBooks, 'markets'>,
  symbol: string,
): LedgerMarket | undefined {
  const index = indexes.get(markets) ?? new Map(markets.map((each) => [each.symbol, each]));
  indexes.set(markets, index);
  return index.get(symbol);
}

/** Throws a LedgerRefusal for a symbol that is not listed. */
export function marketOf(books: LedgerBooks, symbol: string): LedgerMarket {
  const market = findMarket(books, symbol);
  if (market === undefined) throw new LedgerRefusal('unknown-symbol', symbol);
  return market;
}

export const isSpot = (market: LedgerMarket): boolean => (market.kind ?? 'spot') === 'spot';

/** Keys that have not been ended. One whose time is up is among them: see `isExpired`. */
export const liveKeys = (books: LedgerBooks): readonly LedgerKey[] =>
  books.keys.filter((key) => key.deletedAtMs === undefined);

export const isPending = (withdrawal: LedgerWithdrawal, nowMs: number): boolean =>
  withdrawal.cancelledAtMs === undefined && nowMs < withdrawal.settlesAtMs;

export function withdrawalState(
  withdrawal: LedgerWithdrawal,
  nowMs: number,
): 'pending' | 'completed' | 'cancelled' {
  if (withdrawal.cancelledAtMs !== undefined) return 'cancelled';
  return isPending(withdrawal, nowMs) ? 'pending' : 'completed';
}
