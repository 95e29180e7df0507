import { asOthersRead, defineFormat } from '../format.ts';
import { coinbaseLimits, coinbaseUnsignedRow } from './coinbase-ledger-row.ts';

/** Coinbase, transaction history CSV as it was until about 2024: no id, no sign. */
export const coinbaseTransactionsOld = defineFormat({
  id: 'coinbase-transactions-old',
  venue: 'coinbase',
  name: 'Coinbase, Reports, Transaction history, CSV, until about 2024',
  kind: 'ledger',
  columns: {
    at: { names: ['Timestamp'] },
    type: { names: ['Transaction Type'] },
    asset: { names: ['Asset'] },
    change: { names: ['Quantity Transacted'] },
  },
  never: ['ID'],
  zone: { by: 'cell' },
  owner: /^User,.*,([0-9a-f-]{8,64})$/i,
  proves: 'changes of the balances of one Coinbase account in the time that the report was asked for',
  doesNotProve: [
    ...coinbaseLimits,
    'ids: rows are named by their line in the file',
    'which way an amount went: no sign stands there, the type tells it',
  ],
  source: asOthersRead('importers of BittyTax and others for this heading; no document of Coinbase tells it'),
  read: coinbaseUnsignedRow,
});
