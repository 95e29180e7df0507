import type { World } from '../world.ts';
import type { GateRules } from './gate.ts';
import type { RateLimits } from './rate-limits.ts';

/** What the parts of this venue share. */
export interface BinanceVenue {
  readonly world: World;
  readonly limits: RateLimits;
  /** The gate's rules over the books as they are now. */
  gateRules(): GateRules;
  nowMs(): number;
}
