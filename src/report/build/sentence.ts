import { dateAndTime } from '../../analysis/index.ts';
import { groupDigits, round } from '../../domain/money.ts';
import type { Report, Sentence } from '../model.ts';
import { recordId, type CaseView } from './case-view.ts';

/** The parts of the report that the summary puts into words. */
export interface Told {
  readonly verdict: Report['verdict'];
  readonly subjects: Report['subjects'];
}

export const fact = (text: string, restsOn: readonly string[]): Sentence => sentence(text, 'fact', restsOn);
export const inference = (text: string, restsOn: readonly string[]): Sentence =>
  sentence(text, 'inference', restsOn);

/** Words of the record that no rule of ours made: a step's, a venue's, a person's. Told apart from ours by the marks. */
export const quoted = (text: string): string =>
  `“${text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '')
    // A mark inside could end the quotation early and pass for words of ours.
    .replace(/“/g, '‘')
    .replace(/”/g, '’')}”`;

/** The last record: what is not in the record was not in it up to there. */
export const upToHere = ({ records }: CaseView): readonly string[] => {
  const last = records.at(-1);
  return last ? [recordId(last.seq)] : [];
};

/** What people typed often ends in a full stop of its own: a sentence has one. */
export const sentence = (text: string, basis: Sentence['basis'], restsOn: readonly string[]): Sentence => ({
  text: text.replace(/\.\.$/, '.'),
  basis,
  restsOn,
});

/** A moment, and whose clock it is by: the host's that ran firebreak, or the venue's. */
export const utc = (at: string, clock: 'host' | 'venue'): string => `${dateAndTime(at)} UTC (${clock})`;
export const money = (amount: string): string => groupDigits(round(amount, 2));
