import { asOthersRead, defineFormat } from '../format.ts';
import { binanceLedgerRow } from './binance-ledger-row.ts';
import { ledgerLimits } from './binance-shared.ts';

/** Binance, Transaction History, since about 2025: the zone stands in the name of the file only. */
export const binanceLedger = defineFormat({
  id: 'binance-ledger',
  venue: 'binance',
  name: 'Binance, Wallet, Transaction History, Export Transaction Records',
  kind: 'ledger',
  columns: {
    owner: { names: ['User ID'], optional: true },
    at: { names: ['Time'] },
    wallet: { names: ['Account'] },
    kind: { names: ['Operation'] },
    asset: { names: ['Coin'] },
    change: { names: ['Change'] },
    remark: { names: ['Remark'], optional: true },
  },
  zone: {
    by: 'operator',
    hint: 'the name that Binance gave the file has it: "…(UTC+2)…", and "(UTC--6)" for UTC-6',
  },
  shortYear: true,
  proves: 'changes of the balances of the selected wallets in the time that the export was asked for',
  doesNotProve: ledgerLimits,
  source: asOthersRead('importers of several projects for this heading; no document of Binance tells it'),
  read: binanceLedgerRow,
});
