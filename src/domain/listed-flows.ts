import type { Source } from './source.ts';
import type { Deposit, LedgerEntry, Trade, Transfer, Withdrawal } from './trading.ts';

/** The lists that tell moves of coins. */
export type FlowList = 'trades' | 'deposits' | 'withdrawals' | 'transfers' | 'ledger';

/** Whether a row moved coins of the wallet; "may": the row does not say so, or not yet. */
export type Share = 'moves' | 'may' | 'not';

/**
 * Which lists tell together what moves a wallet that has no ledger of its own. What each row moves is the
 * same everywhere: a fill its two coins and its fee, a withdrawal its amount and its fee.
 */
export interface ListedFlows {
  /** By the name that its balances bear. */
  readonly wallet: string;
  /** The section of the balances that it lies in. */
  readonly balancesIn: string;
  /** Whether rows of this wallet can stand in that section of the list: a hole there counts. */
  readonly concerns: (list: FlowList, section: string) => boolean;
  readonly ofFill: (fill: Trade) => Share;
  readonly ofDeposit: (row: Deposit) => Share;
  readonly ofWithdrawal: (row: Withdrawal) => Share;
  readonly ofEntry: (line: LedgerEntry) => Share;
  /** On which end of a transfer the wallet stands; "unknown": it may be either, or neither. */
  readonly sideOf: (transfer: Transfer) => 'from' | 'to' | 'neither' | 'unknown';
  /** Whether a coin is one, and no shadow of what lies elsewhere. */
  readonly isCoin: (asset: string) => boolean;
  /** Moves to and from these wallets stand in no list: a coin is compared only while they hold the same of it. */
  readonly untoldWith: readonly { readonly wallet: string; readonly section: string }[];
  /** What else moves the wallet and stands in no list that is read: nouns, for the limits of the check. */
  readonly untold: readonly string[];
  readonly source: Source;
}
