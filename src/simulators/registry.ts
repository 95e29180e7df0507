import { simulateBinance } from './binance/simulate-binance.ts';
import type { Simulator, SimulatorOptions } from './contract.ts';

interface SimulatedVenue {
  readonly venue: string;
  readonly simulate: (options: SimulatorOptions) => Promise<Simulator>;
}

/** Every venue that can be simulated: one folder and one line each. */
export const simulators: readonly SimulatedVenue[] = [{ venue: 'binance', simulate: simulateBinance }];

export const simulatorOf = (venue: string): SimulatedVenue | undefined =>
  simulators.find((each) => each.venue === venue);
