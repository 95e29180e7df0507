import type { ListCoverage } from '../model.ts';
import { observed, readAt, type CaseView } from './case-view.ts';
import { openHoles } from './open-holes.ts';
import { listings, type ListingKind } from './shapes.ts';

// Prices are public and have no interval to be whole over.
const kinds = (Object.keys(listings) as ListingKind[]).filter((kind) => kind !== 'market-prices');

/** What was proven read of each list of an account, reading by reading. */
export function coverageOf(view: CaseView, account: string): readonly ListCoverage[] {
  return kinds.flatMap((kind) => {
    const looks = observed(view, account, kind).map((look) => ({
      at: readAt(view, look),
      exhibit: look.event.exhibit,
      listing: view.reader.listing(look.event.exhibit, kind),
    }));
    if (looks.length === 0) return [];
    const readings = looks.flatMap(({ at, exhibit, listing }) =>
      listing.known
        ? [{ at, exhibit, rows: listing.value.rows.length, coverage: listing.value.coverage }]
        : [],
    );
    const unusable = looks.flatMap(({ listing }) => (listing.known ? [] : [listing.why]));
    return [
      { list: kind, readings, openHoles: openHoles(readings.map(({ coverage }) => coverage)), unusable },
    ];
  });
}
