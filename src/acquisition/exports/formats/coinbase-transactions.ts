import { asOthersRead, defineFormat } from '../format.ts';
import { coinbaseLimits, coinbaseRow } from './coinbase-ledger-row.ts';

/** Coinbase, Statements, Transactions, CSV: lines with an id and a sign, since about 2024. */
export const coinbaseTransactions = defineFormat({
  id: 'coinbase-transactions',
  venue: 'coinbase',
  name: 'Coinbase, Manage account, Statements, Transactions, CSV',
  kind: 'ledger',
  columns: {
    id: { names: ['ID'] },
    at: { names: ['Timestamp'] },
    type: { names: ['Transaction Type'] },
    asset: { names: ['Asset'] },
    change: { names: ['Quantity Transacted'] },
  },
  zone: { by: 'cell' },
  // "User,Jane Doe,<id>": the name is personal and says nothing more.
  owner: /^User,.*,([0-9a-f-]{8,64})$/i,
  proves: 'changes of the balances of one Coinbase account in the time that the statement was asked for',
  doesNotProve: [...coinbaseLimits, 'whether the id of the owner is that of the account: compare it'],
  source: asOthersRead('importers of BittyTax and others for this heading; no document of Coinbase tells it'),
  read: coinbaseRow,
});
