import type { Clock } from '../domain/clock.ts';
import type { Market } from './contract.ts';
import type { World } from './world.ts';

/** Other people's orders, as far as they meet this account's. */
export function openMarket(world: World, clock: Clock): Market {
  return {
    meet(orderId, amount) {
      const atMs = clock.now().toMillis();
      world.commit({ kind: 'order-matched', atMs, orderId: Number(orderId), amount });
    },
  };
}
