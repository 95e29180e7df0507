import { z } from 'zod';
import { isZero } from '../../domain/money.ts';
import type { Balance } from '../../domain/trading.ts';
import { amount } from '../rows.ts';
import { amountOrNone } from './envelope.ts';

const ccy = z.string().min(1);

/** `frozenBal` is what orders, margin and bots hold. `free` and `locked` are `eq` together. */
export const tradingAccount = z
  .object({ details: z.array(z.object({ ccy, availBal: amountOrNone, frozenBal: amountOrNone })) })
  .transform(({ details }) =>
    details.map((row): Balance => ({
      wallet: 'trading',
      asset: row.ccy,
      free: row.availBal,
      locked: row.frozenBal,
    })),
  );

export const fundingAccount = z
  .object({ ccy, availBal: amountOrNone, frozenBal: amountOrNone })
  .transform((row): Balance => ({
    wallet: 'funding',
    asset: row.ccy,
    free: row.availBal,
    locked: row.frozenBal,
  }));

/** Simple earn, flexible. None of it can be moved without another act, so it is not free. */
export const savings = z
  .object({ ccy, amt: amount })
  .transform((row): Balance => ({ wallet: 'savings', asset: row.ccy, free: '0', locked: row.amt }));

const held = z.array(z.object({ ccy, amt: amount }));

/** On-chain earn: an order may hold several coins, and several orders the same one. */
export const onChainEarn = z
  .object({ ordId: z.string().min(1), investData: held })
  .transform(({ ordId, investData }) =>
    investData
      .filter(({ amt }) => !isZero(amt))
      .map((row): Balance => ({
        wallet: `on-chain earn ${ordId}`,
        asset: row.ccy,
        free: '0',
        locked: row.amt,
      })),
  );
