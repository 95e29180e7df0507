import { openOrders } from '../ledger-books.ts';
import type { Actor } from '../mutation.ts';
import type { World } from '../world.ts';

/**
 * "CancelAllOrdersAfter … will cancel all client orders when the timer expires." The timer is looked at
 * when a request comes in, and what is due happens as of its moment. In memory.
 */
export interface DeadManSwitch {
  /** `atMs` undefined: off. */
  set(atMs: number | undefined, by: Actor): void;
  expire(world: World, nowMs: number): void;
}

export function createDeadManSwitch(): DeadManSwitch {
  let due: { readonly atMs: number; readonly by: Actor } | undefined;
  return {
    set(atMs, by) {
      due = atMs === undefined ? undefined : { atMs, by };
    },
    expire(world, nowMs) {
      if (due === undefined || nowMs < due.atMs) return;
      const { atMs, by } = due;
      due = undefined;
      for (const { id } of openOrders(world.books())) {
        world.commit({ kind: 'order-cancelled', atMs, by, orderId: id });
      }
    },
  };
}
