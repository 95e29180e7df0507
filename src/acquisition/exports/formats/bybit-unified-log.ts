import { unknown } from '../../../domain/known.ts';
import { knownText } from '../../../venues/rows.ts';
import { asOthersRead, defineFormat } from '../format.ts';
import { bybitLimits, bybitOwner } from './bybit-shared.ts';

const at = /^Time ?\(UTC([+-]\d{1,2}(?::\d\d)?)?\)$/;

/** Bybit, Data Export, Account Change Details of the unified account (AssetChangeDetails_uta_….csv). */
export const bybitUnifiedLog = defineFormat({
  id: 'bybit-unified-log',
  venue: 'bybit',
  name: 'Bybit, Account, Data Export, Account Change Details, unified trading account',
  kind: 'ledger',
  columns: {
    owner: { names: ['Uid'], optional: true },
    asset: { names: ['Currency'] },
    contract: { names: ['Contract'] },
    type: { names: ['Type'] },
    direction: { names: ['Direction'] },
    fee: { names: ['Fee Paid'] },
    change: { names: ['Change'] },
    balance: { names: ['Wallet Balance'] },
    action: { names: ['Action'] },
    order: { names: ['OrderId'], optional: true },
    trade: { names: ['TradeId'], optional: true },
    at: { names: at },
  },
  zone: { by: 'heading', pattern: at },
  owner: bybitOwner,
  proves: 'every change of the unified account in the time that the export was asked for',
  doesNotProve: [
    ...bybitLimits,
    'the sign of a fee: whether a negative one is paid or received (unverified)',
  ],
  source: asOthersRead('importers of several projects for this heading; no document of Bybit tells it'),

  read: (cells) => ({
    row: {
      id: cells.madeId,
      wallet: 'UNIFIED',
      asset: cells.text('asset'),
      change: cells.amount('change'),
      // It is part of the change already, and its sign is not written anywhere.
      fee: unknown('it is part of the change, and its sign is unverified'),
      balanceAfter: cells.maybeAmount('balance', 'the line names no balance'),
      kind: ['type', 'contract', 'direction', 'action']
        .map((column) => cells.maybe(column))
        .filter((word) => word !== '' && word !== '--')
        .join(', '),
      reference: knownText(
        cells.maybe('trade') || cells.maybe('order'),
        'the line names neither trade nor order',
      ),
      at: cells.moment('at'),
    },
  }),
});
