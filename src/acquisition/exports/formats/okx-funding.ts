import { known, unknown } from '../../../domain/known.ts';
import { subtract } from '../../../domain/money.ts';
import { asOthersRead, defineFormat } from '../format.ts';
import { okxLimits, okxOwner, okxZone } from './okx-shared.ts';

/** OKX, Report center, Funding history. The sign of a change comes from the balances on either side. */
export const okxFunding = defineFormat({
  id: 'okx-funding',
  venue: 'okx',
  name: 'OKX, Assets, Report center, Funding account history',
  kind: 'ledger',
  columns: {
    id: { names: ['id'] },
    at: { names: ['Time'] },
    type: { names: ['Type'] },
    before: { names: ['Before Balance'] },
    after: { names: ['After Balance'] },
    fee: { names: ['Fee'] },
    asset: { names: ['Symbol'] },
  },
  zone: okxZone,
  owner: okxOwner,
  proves: 'every change of the funding account in the time that the export was asked for',
  doesNotProve: [
    ...okxLimits,
    'where a withdrawal went: there is no address in it',
    'the sign of a fee, and whether it is part of the change (unverified)',
  ],
  source: asOthersRead('importers of BittyTax and others for this heading; no document of OKX tells it'),

  read: (cells) => ({
    row: {
      id: cells.text('id'),
      wallet: 'funding',
      asset: cells.text('asset'),
      change: subtract(cells.amount('after'), cells.amount('before')),
      fee: unknown('its sign, and whether it is part of the change, is unverified'),
      balanceAfter: known(cells.amount('after')),
      kind: cells.text('type'),
      reference: unknown('the line does not name what it was booked for'),
      at: cells.moment('at'),
    },
  }),
});
