import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { docs } from './sources.ts';

export const bookkeeping: Bookkeeping = {
  tellsAllOf: (wallet) => wallet === 'spot',
  booksFill: () => true,
  isOfFill: ({ kind }) => kind === 'buy' || kind === 'sell',
  // A transaction names neither trade nor order.
  names: { reference: 'nothing', withinMs: 2_000 },
  fee: 'not-told',
  // What such a move leaves in the wallet stands in no document.
  isUnsure: ({ kind }) => kind === 'fixed_staking' || kind === 'loan',
  onlyInLedger: 'trades at a guaranteed price stand in the ledger alone',
  source: { ...docs('rest-api/get-transaction-history'), verified: false },
};
