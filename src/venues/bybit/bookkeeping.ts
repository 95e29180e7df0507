import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { docs } from './sources.ts';

export const bookkeeping: Bookkeeping = {
  tellsAllOf: (wallet) => wallet === 'UNIFIED' || wallet === 'FUND',
  sectionsAreWallets: true,
  fillsAreIn: 'UNIFIED',
  // Of contracts the log has one line, of what came of them: those are not compared.
  booksFill: ({ section, kind }) => section === 'spot' && kind === undefined,
  isOfFill: ({ wallet, kind }) => wallet === 'UNIFIED' && kind === 'TRADE',
  names: { reference: 'fill' },
  // change = cashFlow + funding - fee
  fee: 'in-change',
  source: docs('account/transaction-log'),
};
