import { asOthersRead, defineFormat } from '../format.ts';
import { binanceDate, transferLimits } from './binance-shared.ts';
import { binanceDeposit } from './binance-transfer-rows.ts';

/**
 * Binance, Deposit History, until about 2023. Deposits and withdrawals have the same heading: which of
 * them a file has, only the person knows who asked for it (`--format`).
 */
export const binanceDepositsOld = defineFormat({
  id: 'binance-deposits-old',
  venue: 'binance',
  name: 'Binance, Wallet, Transaction History, deposit history, until about 2023',
  kind: 'deposits',
  columns: {
    at: { names: binanceDate },
    asset: { names: ['Coin'] },
    network: { names: ['Network'], optional: true },
    amount: { names: ['Amount'] },
    fee: { names: ['TransactionFee'] },
    address: { names: ['Address'] },
    txId: { names: ['TXID'] },
    source: { names: ['SourceAddress'], optional: true },
    tag: { names: ['PaymentID'], optional: true },
    status: { names: ['Status'] },
  },
  zone: { by: 'heading', pattern: binanceDate },
  shortYear: true,
  proves: 'deposits of coins in the time that the export was asked for',
  doesNotProve: [
    ...transferLimits,
    'whether it tells deposits or withdrawals: that is the word of who brought it',
  ],
  source: asOthersRead('importers of BittyTax and others for this heading; no document of Binance tells it'),
  read: binanceDeposit,
});
