import { readAll } from '../../../src/acquisition/index.ts';
import { closableHoles } from '../../../src/domain/coverage.ts';
import type { CapabilityName } from '../../../src/venues/index.ts';
import { listOf } from '../../support/metered-venue.ts';
import type { OurSide } from './against-plain.ts';

/**
 * Reads one list with the acquisition as the steps do.
 *
 * @throws when there is a hole: a reading with a hole is not compared.
 */
export async function readList<Row>(
  name: CapabilityName,
  { venue, session, budget, task }: OurSide,
  options: {
    /** The only sections to read; absent: all that the venue has. */
    readonly sections?: readonly string[];
    readonly isWholeHistory?: boolean;
  } = {},
): Promise<readonly Row[]> {
  const { sections, isWholeHistory = false } = options;
  const whole = listOf(venue.pair, name);
  const capability = sections === undefined ? whole : { ...whole, run: { ...whole.run, sections } };
  const { listing, failure } = await readAll({
    capability,
    session,
    query: {
      symbols: task.symbols,
      ...(isWholeHistory ? {} : { from: new Date(task.from).toISOString() }),
    },
    budget,
    clock: venue.clock,
    signal: new AbortController().signal,
    what: name,
  });
  const holes = closableHoles(listing.coverage.holes);
  if (failure !== undefined || holes.length > 0) {
    throw new Error(`${name} at ${venue.pair.id} was not read whole: ${JSON.stringify(failure ?? holes)}`);
  }
  return listing.rows as readonly Row[];
}
