import { known, unknown, type Known } from '../../domain/known.ts';
import type { Particular } from '../model.ts';
import { recordId, type CaseView } from './case-view.ts';

/** Makes the points of one topic. */
export const pointsOf =
  (topic: Particular['topic']) =>
  (what: string, value: Known<string>, restsOn: readonly string[] = []): Particular => ({
    topic,
    what,
    value,
    restsOn,
  });

/** What the record may hold; else who would know. */
export const stated = (value: string | undefined, whoKnows: string): Known<string> =>
  value === undefined || value === '' ? unknown(`not in the record; ${whoKnows} would know`) : known(value);

/** The record that opened the case. */
export const openingRecordId = ({ records }: CaseView): string => recordId(records[0]?.seq ?? 0);
