import { binance } from './binance/simulate-binance.ts';
import { bitvavo } from './bitvavo/simulate-bitvavo.ts';
import type { SimulatedVenue } from './contract.ts';

/** Every venue that can be simulated: one folder and one line each. */
export const simulators: readonly SimulatedVenue[] = [binance, bitvavo];

export const simulatorOf = (venue: string): SimulatedVenue | undefined =>
  simulators.find((each) => each.venue === venue);
