import type { Source } from '../domain/source.ts';
import { capabilityNames, type Capability, type CapabilityName, type Venue } from '../venues/index.ts';

export interface DescribedCapability {
  readonly by: 'api' | 'hand' | 'nobody';
  readonly needs?: readonly string[];
  readonly needsForAll?: readonly string[];
  readonly suffices?: readonly string[];
  readonly note?: string;
  readonly why?: string;
  readonly page?: string;
  readonly instructions?: readonly string[];
  /** Where it is written, when that was read, and whether it is written at all. */
  readonly where: string;
}

export interface DescribedVenue {
  readonly id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly credentialParts: readonly string[];
  readonly capabilities: Readonly<Record<CapabilityName, DescribedCapability>>;
  readonly deadlines: readonly { readonly what: string; readonly within: string; readonly where: string }[];
  readonly deathProof: string;
  readonly notVerified: readonly string[];
}

/** A declaration in words: what the `venues` command, its JSON and the document are made of. */
export function describeVenue(venue: Venue): DescribedVenue {
  const { id, name, hosts, credentialParts, capabilities, deadlines, notVerified } = venue;
  return {
    id,
    name,
    hosts,
    credentialParts,
    capabilities: Object.fromEntries(
      capabilityNames.map((each) => [each, describeCapability(capabilities[each])]),
    ) as DescribedVenue['capabilities'],
    deadlines: deadlines.map(({ what, within, source }) => ({ what, within, where: inWords(source) })),
    deathProof: describeDeathProof(venue),
    notVerified,
  };
}

function describeCapability(capability: Capability<unknown>): DescribedCapability {
  const where = inWords(capability.source);
  switch (capability.by) {
    case 'api': {
      const { by, needs, needsForAll, suffices, note, elseByHand } = capability;
      const guide = elseByHand && { page: elseByHand.page, instructions: elseByHand.instructions };
      const more = { ...(needsForAll && { needsForAll }), ...(suffices && { suffices }) };
      return { by, needs, where, ...more, ...(note === undefined ? {} : { note }), ...guide };
    }
    case 'hand': {
      const { by, why, page, instructions } = capability;
      return { by, why, page, instructions, where };
    }
    case 'nobody':
      return { by: 'nobody', why: capability.why, where };
  }
}

/** "read or withdraw; transfer for all of it"; "" when any key will do. */
export function neededScopes({
  needs = [],
  needsForAll = [],
  suffices = [],
}: Pick<DescribedCapability, 'needs' | 'needsForAll' | 'suffices'>): string {
  const least = [needs.join(', '), ...suffices].join(' or ');
  const parts = [least, needsForAll.length === 0 ? '' : `${needsForAll.join(', ')} for all of it`];
  return parts.filter((part) => part !== '').join('; ');
}

export const inWords = ({ where, checked, verified }: Source): string =>
  `${where}, read ${checked}${verified ? '' : '; unverified'}`;

function describeDeathProof({ deathProof: rules }: Venue): string {
  const codes = (list: readonly string[]): string => list.join(', ') || 'none';
  const { wanted, gapMs } = rules.probes;
  const control = rules.control === 'key' ? 'another key of the account' : 'the venue’s public clock';
  return [
    `Dead: ${codes(rules.deadCodes)}. Dead only if the key worked before from the same address: ${codes(rules.deadWithControl)}.`,
    `Refused, but the key exists: ${codes(rules.existsCodes)}.`,
    `Asked ${wanted} times, ${gapMs / 1000} s apart, on fresh sessions; ${control} must answer beside it.`,
    `Written in ${inWords(rules.source)}.`,
  ].join(' ');
}
