export { simulateBinance } from './binance/simulate-binance.ts';
export { deriveKeyParts } from './key-ring.ts';
export type { KeyParts } from './key-ring.ts';
export { simulatorOf, simulators } from './registry.ts';
export type { SimulatedVenue } from './registry.ts';
export { simulatorScopes } from './contract.ts';
export type {
  BookedAct,
  Books,
  FaultKind,
  Faults,
  KeyHolderActs,
  Market,
  OpeningBooks,
  Refusal,
  SimulatedAddress,
  SimulatedKey,
  Simulator,
  SimulatorOptions,
  SimulatorScope,
  Website,
} from './contract.ts';
