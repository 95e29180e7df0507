import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { docs } from './sources.ts';

export const bookkeeping: Bookkeeping = {
  tellsAllOf: (wallet) => wallet === 'trading' || wallet === 'funding',
  // Fills on margin and on contracts move other things than the two coins.
  sectionsAreWallets: true,
  fillsAreIn: 'trading',
  booksFill: ({ section }) => section === 'SPOT',
  // Bought and sold; contracts have subtypes of their own.
  isOfFill: ({ wallet, kind }) => wallet === 'trading' && /^2\/[12] /.test(kind),
  // A bill names the trade, and a fill only one of its bills: they meet by their moment.
  names: { reference: 'nothing', withinMs: 1_000 },
  fee: 'in-change',
  // A coin that margin or contracts move is counted with what is not realised: its balance is no sum of bills.
  isUnsure: ({ wallet, kind }) => wallet === 'trading' && !/^(1\/|2\/[12] )/.test(kind),
  source: docs('trading-account, GET account/bills ("balChg", "fee")'),
};
