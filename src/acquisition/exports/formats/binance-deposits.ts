import { asOthersRead, defineFormat } from '../format.ts';
import { binanceDate, transferLimits } from './binance-shared.ts';
import { binanceDeposit } from './binance-transfer-rows.ts';

/** Binance, Deposit History, Export. */
export const binanceDeposits = defineFormat({
  id: 'binance-deposits',
  venue: 'binance',
  name: 'Binance, Wallet, Transaction History, Deposit, Export Deposit History',
  kind: 'deposits',
  columns: {
    at: { names: binanceDate },
    asset: { names: ['Coin'] },
    network: { names: ['Network'] },
    amount: { names: ['Amount'] },
    address: { names: ['Address'] },
    txId: { names: ['TXID'] },
    status: { names: ['Status'] },
  },
  never: ['Fee', 'TransactionFee'],
  zone: { by: 'heading', pattern: binanceDate },
  shortYear: true,
  proves: 'deposits of coins in the time that the export was asked for',
  doesNotProve: transferLimits,
  source: asOthersRead('importers of BittyTax and others for this heading; no document of Binance tells it'),
  read: binanceDeposit,
});
