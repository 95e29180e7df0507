export { proveDead } from './death-proof.ts';
export type { ProofRequest } from './death-proof.ts';
export { defaultTimeouts } from './http.ts';
export type { Timeouts } from './http.ts';
export { probeKey } from './probe.ts';
export type { ReadEgress } from './probe.ts';
export { findVenue, venues } from './registry.ts';
export { openSession } from './session.ts';
export type { SessionRequest } from './session.ts';
export { WireRefusal } from './wire.ts';
export type { DrillWire, RealWire, Wire } from './wire.ts';
export type {
  ByApi,
  ByHand,
  ByNobody,
  Capabilities,
  Capability,
  CapabilityName,
  DeathProofRules,
  FailureMeaning,
  FailureTable,
  Page,
  PageRequest,
  Paging,
  ReadPages,
  Refusal,
  Reply,
  Session,
  Venue,
} from './contract.ts';
