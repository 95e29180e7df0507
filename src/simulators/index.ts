export { simulateBinance } from './binance/simulate-binance.ts';
export { deriveKeyParts } from './key-ring.ts';
export type { KeyParts } from './key-ring.ts';
export { simulatorOf, simulators } from './registry.ts';
export { simulatorScopes } from './contract.ts';
export type {
  Books,
  KeyHolderActs,
  OpeningBooks,
  Refusal,
  SimulatedKey,
  Simulator,
  SimulatorScope,
  Website,
} from './contract.ts';
