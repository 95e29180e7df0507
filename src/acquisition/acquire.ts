import type { Capability, ReadPages } from '../venues/contract.ts';
import { describeCoverage } from './coverage.ts';
import { readAll, type ReadAllOptions, type ReadResult } from './pager.ts';

/** What became of one listing. What no API gives is an answer too, never an empty list. */
export type AcquiredListing<Row> =
  | (ReadResult<Row> & {
      readonly by: 'api';
      /** One line for the timeline: what came, and how far it is proven. */
      readonly summary: string;
    })
  | {
      readonly by: 'hand';
      readonly page: string;
      readonly instructions: readonly string[];
      readonly why: string;
    }
  | { readonly by: 'nobody'; readonly why: string };

export interface AcquireListingOptions<Row> extends Omit<ReadAllOptions<Row>, 'capability' | 'onPage'> {
  readonly capability: Capability<ReadPages<Row>>;
  /** Plural noun: "withdrawals". */
  readonly what: string;
  /** Told after every page. */
  readonly progress?: (text: string, rows: number) => void;
}

/**
 * Reads one listing fully, or says who could. Throws what `readAll` throws: an abort, or an error
 * that is no failure of the venue.
 */
export async function acquireListing<Row>(
  options: AcquireListingOptions<Row>,
): Promise<AcquiredListing<Row>> {
  const { capability, what, progress } = options;
  switch (capability.by) {
    case 'hand': {
      const { page, instructions, why } = capability;
      return { by: 'hand', page, instructions, why };
    }
    case 'nobody':
      return { by: 'nobody', why: capability.why };
    case 'api': {
      const result = await readAll<Row>({
        ...options,
        capability,
        onPage: ({ page, rows, symbol }) => {
          const where = symbol === undefined ? what : `${what} of ${symbol}`;
          progress?.(`${where}: page ${page}, ${rows} rows`, rows);
        },
      });
      return { by: 'api', ...result, summary: describeCoverage(result.listing, { what }) };
    }
  }
}
