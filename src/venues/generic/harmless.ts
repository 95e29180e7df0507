/**
 * Options that keep ccxt from changing an account while it reads. Without them it approves a fee to its own
 * authors on these venues, and sets a referrer (measured: ccxt 4.5.84 hazards, venues-more §6.1).
 */
export const harmless: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  hyperliquid: { approvedBuilderFee: true, refSet: true },
  aster: { builderFee: false },
};
