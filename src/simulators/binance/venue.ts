import type { VenueCore } from '../venue-core.ts';
import type { GateRules } from './gate.ts';
import type { RateLimits } from './rate-limits.ts';

/** What the parts of this venue share. */
export interface BinanceVenue extends VenueCore {
  readonly limits: RateLimits;
  /** The gate's rules over the books as they are now. */
  gateRules(): GateRules;
}
