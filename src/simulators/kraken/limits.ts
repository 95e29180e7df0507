import { createDecayingCounter, nobody } from '../counters.ts';
import type { OnCounted } from '../counters.ts';
import type { LedgerOrder } from '../ledger-books.ts';
import { refusal } from './codes.ts';

/** "Spot REST Rate Limits", tier Intermediate: each key for itself. */
const calls = { most: 20, perSecond: 0.5 } as const;
/** "Spot Trading Limits", the same tier: each pair of the account for itself. */
const engine = { most: 125, perSecond: 2.34 } as const;

/** The same guide: "Max open orders per pair". */
export const mostOpenOrders = 80;

/** The same guide: what a cancel costs by the order's age, in seconds below which it does. */
const cancelCosts: readonly (readonly [below: number, cost: number])[] = [
  [5, 8],
  [10, 6],
  [15, 5],
  [45, 4],
  [90, 2],
  [300, 1],
];

export interface Limits {
  /** Throws EAPI:Rate limit exceeded. `cost`: 2 for ledgers and trades, 0 for orders. */
  countCall(key: string, cost: number, nowMs: number): void;
  /** Throws EOrder:Rate limit exceeded. */
  countOrder(pair: string, nowMs: number): void;
  /**
   * A cancel is dear for a young order. Throws EOrder:Rate limit exceeded when the counter is full
   * already; of a batch, "the requests in batch are still accepted".
   */
  countCancel(
    order: Pick<LedgerOrder, 'symbol' | 'placedAtMs'>,
    nowMs: number,
    how: { readonly inBatch: boolean },
  ): void;
}

const perWhile = ({ most, perSecond }: { readonly most: number; readonly perSecond: number }) => ({
  most,
  perMs: (most / perSecond) * 1_000,
});

/** Counters in memory. */
export function createLimits(onCounted: OnCounted = nobody): Limits {
  const ofCalls = createDecayingCounter(calls.perSecond);
  const ofEngine = createDecayingCounter(engine.perSecond);
  return {
    countCall(key, cost, nowMs) {
      if (cost === 0) return;
      onCounted({ counter: `calls ${key}`, units: cost, ...perWhile(calls) });
      // "possibly longer if calls continue to be made": refused ones count, to twice the most (assumed).
      if (ofCalls.level(key, nowMs) + cost > 2 * calls.most) throw refusal('EAPI:Rate limit exceeded');
      if (ofCalls.count(key, cost, nowMs) > calls.most) throw refusal('EAPI:Rate limit exceeded');
    },
    countOrder(pair, nowMs) {
      if (ofEngine.level(pair, nowMs) + 1 > engine.most) throw refusal('EOrder:Rate limit exceeded');
      ofEngine.count(pair, 1, nowMs);
    },
    countCancel({ symbol, placedAtMs }, nowMs, { inBatch }) {
      if (!inBatch && ofEngine.level(symbol, nowMs) > engine.most)
        throw refusal('EOrder:Rate limit exceeded');
      const ageS = (nowMs - placedAtMs) / 1000;
      const cost = cancelCosts.find(([below]) => ageS < below)?.[1] ?? 0;
      // "the requests in batch are still accepted": such a one is no matter of a limit.
      if (!inBatch) onCounted({ counter: `engine ${symbol}`, units: cost, ...perWhile(engine) });
      ofEngine.count(symbol, cost, nowMs);
    },
  };
}
