import { z } from 'zod';
import { isZero } from '../../domain/money.ts';
import type { MarketPrice } from '../../domain/trading.ts';
import { amountOrNone } from './parts.ts';

// Forms: SystemTime, Ticker, FuturesTicker, DeliveryTicker and OptionsTicker of gateapi-nodejs.

const text = z.string();

/** What was never traded has no last price: such a row comes out as undefined. */
const quote = (
  row: { readonly symbol: string; readonly price: string },
  at: string,
): MarketPrice | undefined => (isZero(row.price) ? undefined : { ...row, at });

export const spotPrice = (at: string) =>
  z.object({ currency_pair: text.min(1), last: amountOrNone }).transform((row): MarketPrice | undefined => {
    const price = quote({ symbol: row.currency_pair, price: row.last }, at);
    const parts = row.currency_pair.split('_');
    const quoted = parts.pop() ?? '';
    return price === undefined || parts.length === 0
      ? price
      : { ...price, base: parts.join('_'), quote: quoted };
  });

export const contractPrice = (at: string) =>
  z
    .object({ contract: text.min(1), last: amountOrNone })
    .transform((row) => quote({ symbol: row.contract, price: row.last }, at));

/** Most options have not traded for hours: their mark price is the quote. */
export const optionPrice = (at: string) =>
  z
    .object({ name: text.min(1), mark_price: amountOrNone })
    .transform((row) => quote({ symbol: row.name, price: row.mark_price }, at));

/** GET /spot/time: milliseconds. */
export const serverTime = z
  .object({ server_time: z.union([z.number().int(), z.string().regex(/^\d{13}$/)]) })
  .transform(({ server_time }) => Number(server_time))
  .refine((ms) => ms > 1_230_768_000_000 && ms < 4_102_444_800_000, 'expected milliseconds since 1970');
