import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { app } from './sources.ts';

/** The accounts have a list of transactions each; what lies with futures has none. */
const isAccount = (wallet: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wallet);

export const bookkeeping: Bookkeeping = {
  tellsAllOf: isAccount,
  booksFill: ({ kind }) => kind === undefined,
  isOfFill: ({ kind }) => kind.startsWith('advanced_trade_fill'),
  names: { reference: 'order' },
  fee: 'in-change',
  // "send, pending": what is not completed may never have moved, or have come back without a line.
  isUnsure: ({ kind }) => kind.includes(', '),
  // No example has a fill with its fee; client code has the row so.
  source: { ...app('track-apis/transactions, "advanced_trade_fill"'), verified: false },
};
