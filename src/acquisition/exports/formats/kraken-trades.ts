import { unknown } from '../../../domain/known.ts';
import { pairName, quoteOf } from '../../../venues/kraken/names.ts';
import { defineFormat, written } from '../format.ts';

/** Kraken, Export, "Trades"; the same by API (AddExport, report "trades"). */
export const krakenTrades = defineFormat({
  id: 'kraken-trades',
  venue: 'kraken',
  name: 'Kraken, documents, new export, type Trades (also by API: AddExport)',
  kind: 'trades',
  columns: {
    id: { names: ['txid'] },
    order: { names: ['ordertxid'] },
    pair: { names: ['pair'] },
    at: { names: ['time'] },
    side: { names: ['type'] },
    price: { names: ['price'] },
    cost: { names: ['cost'] },
    fee: { names: ['fee'] },
    amount: { names: ['vol'] },
    misc: { names: ['misc'], optional: true },
    // No document names it; a file that has it is read.
    maker: { names: ['maker'], optional: true },
  },
  zone: { by: 'venue', minutes: 0 },
  proves: 'every fill on every pair in the time that the export was asked for',
  doesNotProve: [
    'which time it was asked for: the file does not say, so nothing before its first and after its last row is told',
    'in which asset the fee was taken: the file tells it in the quote asset always, the ledger tells what was taken',
    'whether a fill made or took liquidity: without a column "maker" each counts as taker',
    'by which program an order was sent: no client order id stands in it',
    'which account it is of: no id of the owner stands in it',
  ],
  source: written('support.kraken.com, "How to interpret Trades history fields" (360001184886); AddExport'),

  read(cells) {
    const symbol = pairName(cells.text('pair'));
    const misc = cells.maybe('misc');
    return {
      row: {
        id: cells.text('id'),
        orderId: cells.text('order'),
        clientOrderId: unknown("Kraken's export names no client order id"),
        symbol,
        side: cells.word('side', { buy: 'buy', sell: 'sell' }),
        price: cells.amount('price'),
        amount: cells.amount('amount'),
        quoteAmount: cells.amount('cost'),
        fee: cells.amount('fee'),
        feeAsset: quoteOf(symbol),
        isMaker: /^(1|true)$/i.test(cells.maybe('maker')),
        at: cells.moment('at'),
        ...(/liquidat/i.test(misc) ? { kind: misc } : {}),
      },
    };
  },
});
