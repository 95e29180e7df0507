import { z } from 'zod';
import type { OpenOrder } from '../../domain/trading.ts';
import { id, maybeText, millis } from '../rows.ts';
import { amountOrNone } from './envelope.ts';

// Forms: order-book-trading of the reference, grid, DCA, recurring buy and signal.

const text = z.string();

const bot = { algoId: id, algoClOrdId: maybeText, state: text.min(1), cTime: millis };

const asOrder = (
  row: { algoId: string; algoClOrdId: string; state: string; cTime: string },
  is: Pick<OpenOrder, 'symbol' | 'type' | 'section'> & { readonly side?: OpenOrder['side'] },
): OpenOrder => ({
  id: row.algoId,
  clientOrderId: row.algoClOrdId,
  symbol: is.symbol,
  // A bot that trades both ways has none: its type says so.
  side: is.side ?? 'buy',
  type: `${is.type}, ${row.state}`,
  price: '0',
  // What was put in is no amount of the symbol: it stands in the type.
  amount: '0',
  filled: '0',
  createdAt: row.cTime,
  ...(is.section === undefined ? {} : { section: is.section }),
});

export const gridBot = (section: string) =>
  z
    .object({
      ...bot,
      instId: text.min(1),
      direction: maybeText,
      minPx: amountOrNone,
      maxPx: amountOrNone,
      investment: amountOrNone.optional(),
    })
    .transform((row) =>
      asOrder(row, {
        symbol: row.instId,
        type: `grid bot, both ways${row.direction === '' ? '' : ` (${row.direction})`}, from ${row.minPx} to ${row.maxPx}, with ${row.investment ?? 'unknown means'}`,
        section,
      }),
    );

export const dcaBot = (section: string) =>
  z
    .object({
      ...bot,
      instId: text.min(1),
      direction: maybeText,
      investmentAmt: amountOrNone,
      investmentCcy: maybeText,
    })
    .transform((row) =>
      asOrder(row, {
        symbol: row.instId,
        side: row.direction === 'short' ? 'sell' : 'buy',
        type: `DCA bot, both ways (${row.direction}), with ${row.investmentAmt} ${row.investmentCcy}`,
        section,
      }),
    );

export const recurringBot = (section: string) =>
  z
    .object({
      ...bot,
      amt: amountOrNone,
      period: maybeText,
      investmentCcy: maybeText,
      recurringList: z.array(z.object({ ccy: text.min(1) })),
    })
    .transform((row) =>
      asOrder(row, {
        symbol: row.recurringList.map(({ ccy }) => ccy).join(', '),
        side: 'buy',
        type: `recurring buy, ${row.amt} ${row.investmentCcy} ${row.period}`,
        section,
      }),
    );

export const signalBot = (section: string) =>
  z
    .object({
      ...bot,
      instIds: z.array(text),
      investAmt: amountOrNone,
      signalChanName: maybeText,
    })
    .transform((row) =>
      asOrder(row, {
        symbol: row.instIds.join(', '),
        type: `signal bot, both ways as the signal "${row.signalChanName}" says, with ${row.investAmt}`,
        section,
      }),
    );
