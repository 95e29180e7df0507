import { known } from '../../domain/known.ts';
import type { Particular } from '../model.ts';
import { recordId, type CaseView } from './case-view.ts';
import { openingRecordId, pointsOf } from './particular.ts';
import { utc } from './sentence.ts';

const point = pointsOf('report');

/** Which report this is. Its number is that of the last record: a later report of the case has a higher one. */
export function reportItself(view: CaseView): readonly Particular[] {
  const { opened, records, closed } = view;
  const last = records.at(-1);
  const lastId = recordId(last?.seq ?? 0);
  return [
    point('Report id', known(`${opened.caseId}/${lastId}`), [lastId]),
    point(
      'Version',
      known(`as of record ${records.length}; a later report of this case has a higher number`),
      [lastId],
    ),
    point(
      'Generated',
      known(
        `from the record as of ${utc(last?.at ?? view.openedAt, 'host')}; the moment of drawing is left out, so that each drawing gives the same bytes`,
      ),
      [lastId],
    ),
    point(
      'Status',
      known(closed ? 'final: the case was closed' : 'draft: the case was not closed when this was drawn'),
      [lastId],
    ),
    point(
      'Author',
      known(
        `${opened.tool.name} ${opened.tool.version}, by rules, from the record; no sentence was edited by hand`,
      ),
      [openingRecordId(view)],
    ),
  ];
}
