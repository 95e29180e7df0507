import { z } from 'zod';
import type { Balance } from '../../domain/trading.ts';
import { add, compare, isZero, negate, subtract } from '../../domain/money.ts';
import { amount } from '../rows.ts';

// Forms: binance-connector-js (2026-07-24), clients/margin-trading, derivatives-trading-*, simple-earn.

const text = z.string();

const marginAsset = z.object({
  asset: text.min(1),
  free: amount,
  locked: amount,
  borrowed: amount,
  interest: amount,
});

/** What is owed stands beside what is held, as a row below zero: their sum is what is the owner's. */
const asMargin = (wallet: string, row: z.output<typeof marginAsset>): Balance[] => [
  ...present({ wallet, asset: row.asset, free: row.free, locked: row.locked }),
  ...owed(wallet, row.asset, add(row.borrowed, row.interest)),
];

const owed = (wallet: string, asset: string, debt: string): Balance[] =>
  isZero(debt) ? [] : [{ wallet: `${wallet}, owed`, asset, free: negate(debt), locked: '0' }];

/** The lists name every asset there is, nearly all with nothing in it. */
const present = (row: Balance): Balance[] => (isZero(row.free) && isZero(row.locked) ? [] : [row]);

export const crossMarginBalances = z
  .object({ userAssets: z.array(marginAsset) })
  .transform(({ userAssets }) => userAssets.flatMap((row) => asMargin('margin', row)));

export const isolatedMarginBalances = z
  .object({
    assets: z.array(z.object({ symbol: text.min(1), baseAsset: marginAsset, quoteAsset: marginAsset })),
  })
  .transform(({ assets }) =>
    assets.flatMap(({ symbol, baseAsset, quoteAsset }) =>
      [baseAsset, quoteAsset].flatMap((row) => asMargin(`isolated margin ${symbol}`, row)),
    ),
  );

/** Free is what is available of the wallet: with several assets as margin, more than it holds may be. */
export const futuresBalances = (wallet: string) =>
  z
    .object({
      assets: z.array(z.object({ asset: text.min(1), walletBalance: amount, availableBalance: amount })),
    })
    .transform(({ assets }) =>
      assets.flatMap(({ asset, walletBalance, availableBalance }) => {
        const free = compare(availableBalance, walletBalance) > 0 ? walletBalance : availableBalance;
        return present({ wallet, asset, free, locked: subtract(walletBalance, free) });
      }),
    );

export const optionsBalances = z
  .object({ asset: z.array(z.object({ asset: text.min(1), marginBalance: amount, available: amount })) })
  .transform(({ asset: assets }) =>
    assets.flatMap(({ asset, marginBalance, available }) => {
      const free = compare(available, marginBalance) > 0 ? marginBalance : available;
      return present({ wallet: 'options', asset, free, locked: subtract(marginBalance, free) });
    }),
  );

/** What lies in earn is not free: it has to be redeemed first. */
export const flexibleEarn = z
  .object({ rows: z.array(z.object({ asset: text.min(1), totalAmount: amount, productId: text })) })
  .transform(({ rows }) =>
    rows.map((row): Balance => ({
      wallet: `earn, flexible ${row.productId}`,
      asset: row.asset,
      free: '0',
      locked: row.totalAmount,
    })),
  );

export const lockedEarn = z
  .object({
    rows: z.array(z.object({ asset: text.min(1), amount, positionId: z.union([text, z.number()]) })),
  })
  .transform(({ rows }) =>
    rows.map((row): Balance => ({
      wallet: `earn, locked ${String(row.positionId)}`,
      asset: row.asset,
      free: '0',
      locked: row.amount,
    })),
  );
