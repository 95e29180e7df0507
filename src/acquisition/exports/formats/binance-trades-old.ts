import { unknown } from '../../../domain/known.ts';
import { asOthersRead, defineFormat } from '../format.ts';
import { binanceDate, noOrder, tradeLimits } from './binance-shared.ts';

/** Binance, Trade History, as it was exported until about 2021: each amount and asset in its own cell. */
export const binanceTradesOld = defineFormat({
  id: 'binance-trades-old',
  venue: 'binance',
  name: 'Binance, Orders, Trade History, Export, until about 2021',
  kind: 'trades',
  columns: {
    at: { names: binanceDate },
    pair: { names: ['Market'] },
    side: { names: ['Type'] },
    price: { names: ['Price'] },
    amount: { names: ['Amount'] },
    total: { names: ['Total'] },
    fee: { names: ['Fee'] },
    feeAsset: { names: ['Fee Coin'] },
  },
  zone: { by: 'heading', pattern: binanceDate },
  shortYear: true,
  proves: 'spot fills in the time that the export was asked for',
  doesNotProve: tradeLimits,
  source: asOthersRead('importers of BittyTax and others for this heading; no document of Binance tells it'),

  read: (cells) => ({
    row: {
      id: cells.madeId,
      orderId: noOrder,
      clientOrderId: unknown("Binance's export names no client order id"),
      symbol: cells.text('pair'),
      side: cells.word('side', { buy: 'buy', sell: 'sell' }),
      price: cells.amount('price'),
      amount: cells.amount('amount'),
      quoteAmount: cells.amount('total'),
      fee: cells.amount('fee'),
      feeAsset: cells.text('feeAsset'),
      isMaker: false,
      at: cells.moment('at'),
      section: 'spot',
    },
  }),
});
