import { asOthersRead, defineFormat } from '../format.ts';
import { binanceDate, transferLimits } from './binance-shared.ts';
import { binanceWithdrawal } from './binance-transfer-rows.ts';

/** Binance, Withdrawal History, Export. */
export const binanceWithdrawals = defineFormat({
  id: 'binance-withdrawals',
  venue: 'binance',
  name: 'Binance, Wallet, Transaction History, Withdraw, Export Withdraw History',
  kind: 'withdrawals',
  columns: {
    at: { names: binanceDate },
    asset: { names: ['Coin'] },
    network: { names: ['Network'] },
    amount: { names: ['Amount'] },
    fee: { names: ['Fee'] },
    address: { names: ['Address'] },
    txId: { names: ['TXID'] },
    status: { names: ['Status'] },
  },
  zone: { by: 'heading', pattern: binanceDate },
  shortYear: true,
  proves: 'withdrawals of coins in the time that the export was asked for, with the address',
  doesNotProve: transferLimits,
  source: asOthersRead('importers of BittyTax and others for this heading; no document of Binance tells it'),
  read: binanceWithdrawal,
});
