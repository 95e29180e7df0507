import { BadInput } from '../domain/failure.ts';
import { quote, suggest } from '../domain/file-problem.ts';
import { binance } from './binance/index.ts';
import { bitvavo } from './bitvavo/index.ts';
import { bybit } from './bybit/index.ts';
import type { Venue } from './contract.ts';

/** Every venue that firebreak knows. One line a venue; a test compares this with the folders. */
export const venues: readonly Venue[] = [binance, bitvavo, bybit];

/** Ids of the venues that ccxt knows beyond these: the generic declaration speaks for them. */
export const genericVenueIds = (): readonly string[] => [];

/** Returns the venue of this id. Throws BadInput that names the nearest id, or all of them. */
export function findVenue(id: string): Venue {
  const found = venues.find((venue) => venue.id === id);
  if (found !== undefined) return found;
  const ids = venues.map((venue) => venue.id);
  throw new BadInput(`there is no venue ${quote(id)}`, suggest(id, ids, 'known venues'));
}
