import { unknown } from '../../../domain/known.ts';
import { asOthersRead, defineFormat } from '../format.ts';
import { bybitLimits, bybitOwner } from './bybit-shared.ts';

const at = /^Date & Time ?\(UTC([+-]\d{1,2}(?::\d\d)?)?\)$/;

/** Bybit, Data Export, Account Change Details of the funding account (AssetChangeDetails_fund_….csv). */
export const bybitFundingLog = defineFormat({
  id: 'bybit-funding-log',
  venue: 'bybit',
  name: 'Bybit, Account, Data Export, Account Change Details, funding account',
  kind: 'ledger',
  columns: {
    owner: { names: ['Uid'], optional: true },
    at: { names: at },
    asset: { names: ['Coin'] },
    change: { names: ['QTY'] },
    type: { names: ['Type'] },
    balance: { names: ['Account Balance'] },
    description: { names: ['Description'] },
  },
  zone: { by: 'heading', pattern: at },
  owner: bybitOwner,
  proves: 'every change of the funding account in the time that the export was asked for',
  doesNotProve: [
    ...bybitLimits,
    'where a withdrawal went: there is no address in it',
    'that amounts which went out have a minus sign in every year (unverified)',
  ],
  source: asOthersRead('importers of BittyTax and others for this heading; no document of Bybit tells it'),

  read: (cells) => ({
    row: {
      id: cells.madeId,
      wallet: 'FUND',
      asset: cells.text('asset'),
      change: cells.amount('change'),
      fee: unknown('the line names no fee'),
      balanceAfter: cells.maybeAmount('balance', 'the line names no balance'),
      kind: [cells.maybe('type'), cells.maybe('description')].filter((word) => word !== '').join(': '),
      reference: unknown('the line does not name what it was booked for'),
      at: cells.moment('at'),
    },
  }),
});
