export { simulateBinance } from './binance/simulate-binance.ts';
export type { Counted, OnCounted } from './counters.ts';
export { deriveKeyParts } from './key-ring.ts';
export type { KeyParts } from './key-ring.ts';
export { withQuietMarkets } from './quiet-markets.ts';
export { simulatorOf, simulators } from './registry.ts';
export { simulatorScopes } from './opening-books.ts';
export type { OpeningBooks, SimulatedKey, SimulatorScope } from './opening-books.ts';
export type {
  Books,
  FaultKind,
  KeyHolderActs,
  Refusal,
  SimulatedVenue,
  Simulator,
  SimulatorOptions,
  Website,
} from './contract.ts';
