import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { apiPage } from './sources.ts';

const isOfOrder = (kind: string): boolean => kind.startsWith('order_');

export const bookkeeping: Bookkeeping = {
  tellsAllOf: (wallet) => wallet === 'spot',
  sectionsAreWallets: true,
  fillsAreIn: 'spot',
  booksFill: ({ section }) => section === 'spot',
  isOfFill: ({ wallet, kind }) => wallet === 'spot' && isOfOrder(kind),
  names: { reference: 'nothing', withinMs: 1_000 },
  // A line of its own.
  fee: 'in-change',
  // Should placing and cancelling be booked, too, no document says what is left for the fill.
  isUnsure: ({ kind }) => isOfOrder(kind) && !['order_fill', 'order_fee'].includes(kind),
  source: { ...apiPage('AccountBook type'), verified: false },
};
