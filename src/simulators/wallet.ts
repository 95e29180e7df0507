import { add, compare, negate, subtract } from '../domain/money.ts';
import { LedgerRefusal } from './ledger-books.ts';
import type { Holding, LedgerMarket, LedgerTrade } from './ledger-books.ts';

/** The balances while one mutation is worked out; `close` refuses a balance below zero. */
export class Wallet {
  readonly #holdings: Map<string, Holding>;

  constructor(balances: ReadonlyMap<string, Holding>) {
    this.#holdings = new Map(balances);
  }

  /** Adds to what is free; a negative amount takes away. */
  change(asset: string, amount: string): void {
    const held = this.#of(asset);
    this.#holdings.set(asset, { ...held, free: add(held.free, amount) });
  }

  /** Moves from free to locked; a negative amount moves back. */
  lock(asset: string, amount: string): void {
    const held = this.#of(asset);
    const moved = { free: subtract(held.free, amount), locked: add(held.locked, amount) };
    this.#holdings.set(asset, moved);
  }

  settle(trade: LedgerTrade, market: LedgerMarket): void {
    const sign = trade.side === 'buy' ? 1 : -1;
    this.change(market.base, sign > 0 ? trade.amount : negate(trade.amount));
    this.change(market.quote, sign > 0 ? negate(trade.quote) : trade.quote);
    this.change(market.quote, negate(trade.fee));
  }

  close(): ReadonlyMap<string, Holding> {
    for (const [asset, { free, locked }] of this.#holdings) {
      if (compare(free, '0') < 0 || compare(locked, '0') < 0) {
        throw new LedgerRefusal('insufficient-funds', `${asset} free ${free} locked ${locked}`);
      }
    }
    return this.#holdings;
  }

  #of(asset: string): Holding {
    return this.#holdings.get(asset) ?? { free: '0', locked: '0' };
  }
}
