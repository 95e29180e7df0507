import { known } from '../../../domain/known.ts';
import { assetName } from '../../../venues/kraken/names.ts';
import { defineFormat, written } from '../format.ts';

/** Kraken, Export, "Ledgers"; the same by API (AddExport, report "ledgers"). */
export const krakenLedgers = defineFormat({
  id: 'kraken-ledgers',
  venue: 'kraken',
  name: 'Kraken, documents, new export, type Ledgers (also by API: AddExport)',
  kind: 'ledger',
  columns: {
    id: { names: ['txid'] },
    reference: { names: ['refid'] },
    at: { names: ['time'] },
    type: { names: ['type'] },
    subtype: { names: ['subtype'], optional: true },
    asset: { names: ['asset'] },
    // Since 2024: "spot / main", "earn / locked".
    wallet: { names: ['wallet'], optional: true },
    change: { names: ['amount'] },
    fee: { names: ['fee'] },
    balance: { names: ['balance'], optional: true },
  },
  zone: { by: 'venue', minutes: 0 },
  proves: 'every change of every balance in the time that the export was asked for',
  doesNotProve: [
    'which time it was asked for: the file does not say, so nothing before its first and after its last row is told',
    'that all fields and all types were selected when it was asked for',
    'where a withdrawal went: there is no address in it',
    'which account it is of: no id of the owner stands in it',
    'to the millisecond when: its times are whole seconds',
  ],
  source: written('support.kraken.com, "How to interpret Ledger history fields" (360001169383); AddExport'),

  read(cells) {
    // A deposit or withdrawal has a line when it is asked for, too, and that one has no id and no balance.
    if (cells.maybe('id') === '') return { left: 'lines without txid: asked for, not booked' };
    const subtype = cells.maybe('subtype');
    return {
      row: {
        id: cells.text('id'),
        wallet: cells.maybe('wallet') || 'spot',
        asset: assetName(cells.text('asset')),
        change: cells.amount('change'),
        fee: known(cells.amount('fee')),
        balanceAfter: cells.maybeAmount('balance', 'the line names no balance'),
        kind: [cells.text('type'), ...(subtype === '' ? [] : [subtype])].join(', '),
        reference: known(cells.text('reference')),
        at: cells.moment('at'),
      },
    };
  },
});
