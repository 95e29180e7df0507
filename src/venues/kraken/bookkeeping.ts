import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { spot } from './money-rows.ts';
import { reported } from './sources.ts';

/** What is staked, bonded or earning lies in a name of its own, and in no wallet that the balances call spot. */
const isElsewhere = (asset: string): boolean => /\.(B|F|M|P|S|HOLD)$/.test(asset);

export const bookkeeping: Bookkeeping = {
  tellsAllOf: (wallet, asset) => wallet === spot && !isElsewhere(asset),
  booksFill: () => true,
  isOfFill: ({ kind }) => /^(trade|margin|rollover|settled)\b/.test(kind),
  names: { reference: 'fill' },
  fee: 'beside',
  // Of a fill on margin no coins are booked, only what it cost and, later, what came of it.
  isUnsure: ({ kind }) => /^(margin|rollover|settled)\b/.test(kind),
  // The reference names the fields; that a trade's id stands in `refid` is what clients rely on.
  source: reported(
    'clients join the ledger’s lines to trades by refid, with the fee beside the amount; no document says so',
  ),
};
