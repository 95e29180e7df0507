import type { CustodyEntry } from '../model.ts';
import type { CaseView } from './case-view.ts';

/** Who held what: each exhibit's acquisition, then what was recorded of hand-overs and sealing. */
export function buildCustody({ records }: CaseView): readonly CustodyEntry[] {
  return records.flatMap(({ at, event }) => {
    if (event.type === 'exhibit.acquired') {
      const { id, acquiredAt, acquiredBy, source } = event.exhibit;
      const reason =
        source.from === 'venue' ? `read from ${source.venue} with ${source.acquiredWith}` : source.why;
      return [{ at: acquiredAt, item: id, action: 'acquired', by: acquiredBy, reason }];
    }
    if (event.type !== 'custody.recorded') return [];
    const { item, action, by, reason } = event;
    return [{ at, item, action, by, reason }];
  });
}
