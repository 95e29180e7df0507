import { asOthersRead, defineFormat } from '../format.ts';
import { binanceLedgerRow } from './binance-ledger-row.ts';
import { ledgerLimits } from './binance-shared.ts';

/** Binance, Transaction History ("Generate all statements"), until about 2025: times in UTC. */
export const binanceLedgerOld = defineFormat({
  id: 'binance-ledger-old',
  venue: 'binance',
  name: 'Binance, Wallet, Transaction History, Generate all statements, until about 2025',
  kind: 'ledger',
  columns: {
    owner: { names: ['User_ID'], optional: true },
    at: { names: ['UTC_Time'] },
    wallet: { names: ['Account'] },
    kind: { names: ['Operation'] },
    asset: { names: ['Coin'] },
    change: { names: ['Change'] },
    remark: { names: ['Remark'], optional: true },
  },
  zone: { by: 'heading', pattern: /^UTC_Time()$/ },
  shortYear: true,
  proves: 'changes of the balances of the selected wallets in the time that the export was asked for',
  doesNotProve: ledgerLimits,
  source: asOthersRead('importers of BittyTax and others for this heading; no document of Binance tells it'),
  read: binanceLedgerRow,
});
