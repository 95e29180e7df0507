import { unknown } from '../../../domain/known.ts';
import type { Cells } from '../cells.ts';
import { readDecimal } from '../decimal-text.ts';
import { asOthersRead, defineFormat } from '../format.ts';
import { binanceDate, noOrder, tradeLimits } from './binance-shared.ts';

/** Binance, Orders, Trade History, Export: amounts with their asset in one cell, "0.5BTC". */
export const binanceTrades = defineFormat({
  id: 'binance-trades',
  venue: 'binance',
  name: 'Binance, Orders, Spot Order, Trade History, Export',
  kind: 'trades',
  columns: {
    at: { names: binanceDate },
    pair: { names: ['Pair'] },
    side: { names: ['Side'] },
    price: { names: ['Price'] },
    executed: { names: ['Executed'] },
    amount: { names: ['Amount'] },
    fee: { names: ['Fee'] },
  },
  zone: { by: 'heading', pattern: binanceDate },
  shortYear: true,
  proves: 'spot fills in the time that the export was asked for',
  doesNotProve: tradeLimits,
  source: asOthersRead('importers of BittyTax and others for this heading; no document of Binance tells it'),

  read(cells) {
    const pair = cells.text('pair');
    const { base, quote } = amountsOf(cells, pair);
    const fee = feeOf(cells, [base.asset, quote.asset, 'BNB']);
    return {
      row: {
        id: cells.madeId,
        orderId: noOrder,
        clientOrderId: unknown("Binance's export names no client order id"),
        symbol: pair,
        side: cells.word('side', { buy: 'buy', sell: 'sell' }),
        price: cells.amount('price'),
        amount: base.amount,
        quoteAmount: quote.amount,
        fee: fee.amount,
        feeAsset: fee.asset,
        isMaker: false,
        at: cells.moment('at'),
        section: 'spot',
      },
    };
  },
});

interface AssetAmount {
  readonly amount: string;
  readonly asset: string;
}

/** "10.51INCH" is 10.5 of 1INCH or 10.51 of INCH: the pair decides, and where it cannot, nobody does. */
function amountsOf(cells: Cells, pair: string): { readonly base: AssetAmount; readonly quote: AssetAmount } {
  const quotes = splits(cells.text('amount'));
  const fits = splits(cells.text('executed')).flatMap((base) =>
    quotes.flatMap((quote) => (`${base.asset}${quote.asset}` === pair ? [{ base, quote }] : [])),
  );
  const [only, another] = fits;
  if (only === undefined) return cells.refuse('executed', 'with Amount it is no amounts of this pair');
  return another === undefined ? only : cells.refuse('executed', 'where amount and asset part is not clear');
}

function feeOf(cells: Cells, likely: readonly string[]): AssetAmount {
  const all = splits(cells.text('fee'));
  const fits = all.length === 1 ? all : all.filter(({ asset }) => likely.includes(asset));
  return fits.length === 1 && fits[0] !== undefined
    ? fits[0]
    : cells.refuse('fee', 'expected an amount and its asset, "0.001BNB"');
}

/** Every way to part the text into an amount and the name of an asset. */
function splits(text: string): readonly AssetAmount[] {
  const numeric = /^[\d.,]*/.exec(text)?.[0].length ?? 0;
  return Array.from({ length: numeric }, (_, index) => index + 1).flatMap((at) => {
    const read = readDecimal(text.slice(0, at));
    const asset = text.slice(at).trim();
    return 'amount' in read && /^[A-Z0-9]{1,20}$/.test(asset) ? [{ amount: read.amount, asset }] : [];
  });
}
