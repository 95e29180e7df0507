export { capabilityNames, capabilityTable, capabilityTitles } from './capability-table.ts';
export { proveDead } from './death-proof.ts';
export { priceOf } from './price.ts';
export { probeKey } from './probe.ts';
export { findVenue, genericVenueIds, nameableVenues, venueIds, venues } from './registry.ts';
export { openSession } from './session.ts';
export type { RealWire, Wire } from './wire.ts';
export type {
  ByApi,
  Endpoint,
  Params,
  Capabilities,
  Capability,
  CapabilityName,
  Forgets,
  PageRequest,
  EvidenceDeadline,
  Paging,
  RateLimit,
  ReadPages,
  SectionWay,
  Session,
  Venue,
} from './contract.ts';
