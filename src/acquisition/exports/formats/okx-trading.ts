import { known } from '../../../domain/known.ts';
import { knownText } from '../../../venues/rows.ts';
import { asOthersRead, defineFormat } from '../format.ts';
import { okxLimits, okxOwner, okxZone } from './okx-shared.ts';

/** OKX, Report center, Trading history (trading account): two lines a fill, one for each asset. */
export const okxTrading = defineFormat({
  id: 'okx-trading',
  venue: 'okx',
  name: 'OKX, Assets, Report center, Trading account history',
  kind: 'ledger',
  columns: {
    id: { names: ['id'] },
    order: { names: ['Order id'] },
    at: { names: ['Time'] },
    type: { names: ['Trade Type'] },
    symbol: { names: ['Symbol'] },
    action: { names: ['Action'] },
    fee: { names: ['Fee'] },
    change: { names: ['Balance Change'] },
    balance: { names: ['Balance'] },
    asset: { names: ['Balance Unit'] },
  },
  zone: okxZone,
  owner: okxOwner,
  proves: 'every change of the trading account in the time that the export was asked for',
  doesNotProve: [
    ...okxLimits,
    'whether the change of a balance is before or after the fee (unverified): the balances tell it',
    'that ids are those of the bills in the API (unverified)',
  ],
  source: asOthersRead('importers of several projects for this heading; no document of OKX tells it'),

  read: (cells) => ({
    row: {
      id: `${cells.text('id')}/${cells.text('asset')}`,
      wallet: 'trading',
      asset: cells.text('asset'),
      change: cells.amount('change'),
      // Negative: paid. The domain counts what was paid.
      fee: known(paid(cells.amount('fee'))),
      balanceAfter: known(cells.amount('balance')),
      kind: ['type', 'symbol', 'action']
        .map((column) => cells.maybe(column))
        .filter((word) => word !== '')
        .join(', '),
      reference: knownText(cells.maybe('order'), 'the line names no order'),
      at: cells.moment('at'),
    },
  }),
});

const paid = (fee: string): string => (fee.startsWith('-') ? fee.slice(1) : fee === '0' ? fee : `-${fee}`);
