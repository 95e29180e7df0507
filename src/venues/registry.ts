import { BadInput } from '../domain/failure.ts';
import { quote, suggest } from '../domain/file-problem.ts';
import { binance } from './binance/index.ts';
import { bitvavo } from './bitvavo/index.ts';
import { bybit } from './bybit/index.ts';
import { coinbase } from './coinbase/index.ts';
import type { Venue } from './contract.ts';
import { gate } from './gate/index.ts';
import { closed, genericFacts, genericVenue, renamed } from './generic/index.ts';
import { kraken } from './kraken/index.ts';
import { okx } from './okx/index.ts';

/** Every venue that firebreak knows. One line a venue; a test compares this with the folders. */
export const venues: readonly Venue[] = [binance, bitvavo, bybit, coinbase, gate, kraken, okx];

/** Ids of the venues that ccxt knows beyond these: the generic declaration speaks for them. */
export const genericVenueIds = (): readonly string[] =>
  genericFacts.map(({ id }) => id).filter((id) => !venues.some((venue) => venue.id === id));

/** Every venue that can be named: those with a declaration of their own, then the generic ones. */
export const venueIds = (): readonly string[] => [...venues.map(({ id }) => id), ...genericVenueIds()];

/** What a configuration must know of a venue, under every id that it may be called by. */
export interface NameableVenue {
  readonly id: string;
  readonly credentialParts: readonly string[];
  /** The id that it has today, where this is an old one. */
  readonly keptAs?: string;
  /** Why it cannot be used any more. */
  readonly closed?: { readonly why: string; readonly hint: string };
}

/** Every id that somebody may write, old ones and those of closed venues too. Builds no declaration. */
export function nameableVenues(): readonly NameableVenue[] {
  const today = new Map<string, NameableVenue>(genericFacts.map((facts) => [facts.id, facts]));
  for (const { id, credentialParts } of venues) today.set(id, { id, credentialParts });
  const old = Object.entries(renamed).flatMap(([id, keptAs]) => {
    const venue = today.get(keptAs);
    return venue === undefined ? [] : [{ id, credentialParts: venue.credentialParts, keptAs }];
  });
  const gone = Object.entries(closed).map(([id, why]) => ({ id, credentialParts: [], closed: why }));
  return [...today.values(), ...old, ...gone];
}

/**
 * Returns the venue of this id, or of the id that it was renamed to. Throws BadInput that names the
 * nearest id or all of them, or says what became of a venue that closed.
 */
export function findVenue(id: string): Venue {
  const today = Object.hasOwn(renamed, id) ? (renamed[id] ?? id) : id;
  const found = venues.find((venue) => venue.id === today) ?? genericVenue(today);
  if (found !== undefined) return found;
  const gone = Object.hasOwn(closed, id) ? closed[id] : undefined;
  if (gone !== undefined) throw new BadInput(gone.why, { hint: gone.hint });
  const ids = venues.map((venue) => venue.id).join(', ');
  const all = `known venues: ${ids}, and ${genericVenueIds().length} more by ccxt: \`firebreak venues\` names them`;
  throw new BadInput(`there is no venue ${quote(id)}`, { hint: suggest(id, venueIds()).hint ?? all });
}
