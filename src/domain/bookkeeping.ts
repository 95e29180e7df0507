import type { Source } from './source.ts';
import type { LedgerEntry, Trade } from './trading.ts';

/**
 * How a venue books in its ledger what fills and other moves do to a wallet: without it nobody can say
 * whether two of its lists agree.
 */
export interface Bookkeeping {
  /** Whether the ledger has every move of a coin in this wallet, by the name that balances and lines share. */
  readonly tellsAllOf: (wallet: string, asset: string) => boolean;
  /** The ledger and the balances have a section for each wallet, by its name: a hole of another wallet's is no hole here. */
  readonly sectionsAreWallets?: true;
  /** The wallet whose ledger books fills. Needs `sectionsAreWallets`; absent: it may be any. */
  readonly fillsAreIn?: string;
  /** Whether a fill moves coins of such a wallet: of a contract it does not. */
  readonly booksFill: (fill: Trade) => boolean;
  /** Whether a line is of a fill: its coins, or its fee. */
  readonly isOfFill: (line: LedgerEntry) => boolean;
  /** What a line's `reference` names; "nothing": it is found by its moment, so far apart at most. */
  readonly names:
    { readonly reference: 'fill' | 'order' } | { readonly reference: 'nothing'; readonly withinMs: number };
  /**
   * The fee of a line: already in its change (or a line of its own), beside the change and taken, too; or no
   * document says which.
   */
  readonly fee: 'in-change' | 'beside' | 'not-told';
  /** Whether what a line says may never have moved, or not for good. Absent: what is booked has moved. */
  readonly isUnsure?: (line: LedgerEntry) => boolean;
  /** Fills that stand in the ledger alone, in words. */
  readonly onlyInLedger?: string;
  readonly source: Source;
}
