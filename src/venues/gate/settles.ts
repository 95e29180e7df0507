/** Each settle coin of the perpetual contracts is an account of its own (API page, FAQ). */
export const futuresSettles = ['usdt', 'btc'] as const;
/** Of the delivery contracts the reference names this one only. */
export const deliverySettles = ['usdt'] as const;

/** "futures/usdt" → what `of` makes of it; one of each settle coin. */
export const bySettle = <Part>(
  market: 'futures' | 'delivery',
  of: (settle: string, section: string) => Part,
  suffix = '',
): Readonly<Record<string, Part>> =>
  Object.fromEntries(
    (market === 'futures' ? futuresSettles : deliverySettles).map((settle) => {
      const section = `${market}/${settle}${suffix}`;
      return [section, of(settle, section)];
    }),
  );

/** The account that the line of a contract's ledger or fee is in. */
export const assetOf = (settle: string): string => settle.toUpperCase();
