import { binance } from './binance/simulate-binance.ts';
import { bitvavo } from './bitvavo/simulate-bitvavo.ts';
import { bybit } from './bybit/simulate-bybit.ts';
import { coinbase } from './coinbase/simulate-coinbase.ts';
import type { SimulatedVenue } from './contract.ts';
import { gate } from './gate/simulate-gate.ts';
import { kraken } from './kraken/simulate-kraken.ts';
import { okx } from './okx/simulate-okx.ts';

/** Every venue that can be simulated: one folder and one line each. */
export const simulators: readonly SimulatedVenue[] = [binance, bitvavo, bybit, coinbase, gate, kraken, okx];

export const simulatorOf = (venue: string): SimulatedVenue | undefined =>
  simulators.find((each) => each.venue === venue);
