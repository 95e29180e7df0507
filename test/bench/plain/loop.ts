/** What a plain loop uses of ccxt, in ccxt's own words; rows are ccxt's unified ones. */
export interface PlainCcxt {
  loadMarkets(): Promise<unknown>;
  milliseconds(): number;
  safeSymbol(id: string): string;
  fetchMyTrades: Fetch;
  fetchClosedOrders: Fetch;
  fetchOpenOrders: Fetch;
  fetchCanceledOrders: Fetch;
  fetchWithdrawals: Fetch;
  fetchDeposits: Fetch;
  fetchLedger: Fetch;
  privateGetAccountBillsArchive: Bills;
  privateGetAssetBills: Bills;
  privateGetAssetBillsHistory: Bills;
  fetchBalance(params?: object): Promise<Readonly<Record<string, unknown>>>;
}

type Fetch = (
  symbol?: string,
  since?: number,
  limit?: number,
  params?: object,
) => Promise<readonly PlainRow[]>;

/** OKX's own replies. */
type Bills = (params: object) => Promise<{
  readonly data: readonly (PlainRow['info'] & { readonly billId: string; readonly ts: string })[];
}>;

export interface PlainRow {
  readonly id: string;
  readonly timestamp: number;
  readonly info: Readonly<Record<string, unknown>>;
}

/** What both sides are asked for. */
export interface Task {
  /** The venue's own names. */
  readonly symbols: readonly string[];
  /** Milliseconds since 1970. */
  readonly from: number;
}

/** Returns the keys of the rows: "trades BTCUSDT 17", as `rowKey` writes them. */
export type PlainLoop = (exchange: PlainCcxt, task: Task) => Promise<readonly string[]>;

/** The same row on both sides. */
export const rowKey = (list: string, ...id: readonly string[]): string => [list, ...id].join(' ');

export const keysOf = (lists: Readonly<Record<string, readonly Pick<PlainRow, 'id'>[]>>): readonly string[] =>
  Object.entries(lists).flatMap(([list, rows]) => rows.map(({ id }) => rowKey(list, id)));
