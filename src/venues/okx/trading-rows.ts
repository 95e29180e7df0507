import { z } from 'zod';
import { known, unknown, type Known } from '../../domain/known.ts';
import { compare, isZero, multiply } from '../../domain/money.ts';
import type { MarketPrice, Position, Trade } from '../../domain/trading.ts';
import { amount, id, maybeText, millis } from '../rows.ts';
import { amountOrNone, side } from './envelope.ts';

const text = z.string();

/** OKX writes what was taken as negative; a fee of ours is what was paid, and a rebate is negative. */
export const paidFee = (fee: string): string =>
  fee.startsWith('-') ? fee.slice(1) : isZero(fee) ? fee : `-${fee}`;

// Ordinary fills: bought, sold, opened, closed, and those of event contracts.
const ordinary: readonly string[] = ['', '1', '2', '3', '4', '5', '6', '410', '411', '412', '413'];

/** `instType` of fills whose size is one of the base coin; of the others it counts contracts. */
const inCoins: readonly string[] = ['SPOT', 'MARGIN'];

export const trade = z
  .object({
    billId: id,
    tradeId: maybeText,
    // "" for block trades.
    ordId: text,
    clOrdId: maybeText,
    instType: text.min(1),
    instId: text.min(1),
    side,
    fillPx: amount,
    fillSz: amount,
    fee: amountOrNone,
    feeCcy: maybeText,
    execType: maybeText,
    subType: maybeText,
    // The moment of the match; `ts` is when the row was made.
    fillTime: z.union([millis, z.literal('').transform(() => undefined)]).optional(),
    ts: millis,
  })
  .transform((row): Trade => ({
    // Several fills may share one trade id; the bill is of one fill only.
    id: row.billId,
    orderId: row.ordId,
    clientOrderId: known(row.clOrdId),
    symbol: row.instId,
    side: row.side,
    price: row.fillPx,
    amount: row.fillSz,
    // No row says how much of a coin a contract is: left empty, no analysis takes it for a number.
    quoteAmount: inCoins.includes(row.instType) ? multiply(row.fillPx, row.fillSz) : '',
    fee: paidFee(row.fee),
    feeAsset: row.feeCcy,
    isMaker: row.execType === 'M',
    at: row.fillTime ?? row.ts,
    section: row.instType,
    ...(ordinary.includes(row.subType) ? {} : { kind: `type ${row.subType}` }),
  }));

/** A position of size 0 is margin that was moved in beforehand: it comes out as undefined. */
export const position = z
  .object({
    posId: id,
    instType: text.min(1),
    instId: text.min(1),
    posSide: z.enum(['long', 'short', 'net']),
    pos: amountOrNone,
    posCcy: maybeText,
    avgPx: amountOrNone,
    markPx: amountOrNone.optional(),
    liqPx: maybeText,
    upl: maybeText,
    lever: maybeText,
  })
  .transform((row): Position | undefined =>
    isZero(row.pos)
      ? undefined
      : {
          id: row.posId,
          section: row.instType,
          symbol: row.instId,
          side: sideOf(row),
          amount: row.pos.startsWith('-') ? row.pos.slice(1) : row.pos,
          entryPrice: toldPrice(row.avgPx),
          markPrice: toldPrice(row.markPx),
          liquidationPrice: told(row.liqPx),
          unrealised: told(row.upl),
          leverage: told(row.lever),
        },
  );

/** Net positions: a sign tells, but of margin the coin that is held does. */
function sideOf(row: {
  readonly posSide: 'long' | 'short' | 'net';
  readonly instType: string;
  readonly instId: string;
  readonly pos: string;
  readonly posCcy: string;
}): Position['side'] {
  if (row.posSide !== 'net') return row.posSide;
  if (row.instType === 'MARGIN' && row.posCcy !== '') {
    return row.instId.split('-')[0] === row.posCcy ? 'long' : 'short';
  }
  return compare(row.pos, '0') < 0 ? 'short' : 'long';
}

const told = (value: string): Known<string> =>
  value === '' ? unknown('OKX leaves it empty for this position') : known(value);

const toldPrice = (price: string | undefined): Known<string> =>
  price === undefined || isZero(price) ? unknown('the row names no such price') : known(price);

/** What was never traded has no last price: such a row comes out as undefined. */
export const marketPrice = z
  .object({ instType: text.min(1), instId: text.min(1), last: amountOrNone, ts: millis })
  .transform((row): MarketPrice | undefined => {
    if (isZero(row.last)) return undefined;
    const [base = '', quote = '', ...rest] = row.instId.split('-');
    const isPair = row.instType === 'SPOT' && base !== '' && quote !== '' && rest.length === 0;
    return { symbol: row.instId, price: row.last, at: row.ts, ...(isPair ? { base, quote } : {}) };
  });

export const serverTime = z.object({ ts: z.string().regex(/^\d{13}$/, 'expected milliseconds since 1970') });
