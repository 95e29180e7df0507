import { known, unknown, type Known } from '../../domain/known.ts';
import type { Particular } from '../model.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import { recordId, type CaseView } from './case-view.ts';
import { openingRecordId, pointsOf, stated } from './particular.ts';
import { utc } from './sentence.ts';

const point = pointsOf('scope');

/** What the report is about, and what it is not about. */
export function scopeOf(view: CaseView, analyses: readonly AccountAnalysis[]): readonly Particular[] {
  const { opened, records, accounts } = view;
  const inScope = new Set(accounts.map(({ id }) => id));
  const left = opened.accounts.filter(({ id }) => !inScope.has(id));
  const lanes = records.flatMap(({ event, seq }) =>
    event.type === 'lane.opened' ? [{ event, id: recordId(seq) }] : [],
  );
  const from = [openingRecordId(view)];
  const ids = lanes.map(({ id }) => id);
  return [
    point(
      'In scope',
      listed(accounts.map(nameOf), 'no account came into the case'),
      ids.length > 0 ? ids : from,
    ),
    point(
      'Why in scope',
      listed([...new Set(lanes.map(({ event }) => event.because))], 'no scope was recorded'),
      ids,
    ),
    point('Time looked at', windowOf(analyses)),
    point('Configured and left out', known(left.length === 0 ? 'none' : left.map(nameOf).join('; ')), from),
    point(
      'Left out by the owner',
      stated(opened.about?.outOfScope?.join('; '), 'the owner of the accounts'),
      from,
    ),
    point(
      'Never in scope',
      known(
        'the venue’s own systems and logs, the hosts, mailboxes and networks of the owner, and accounts that firebreak.yaml does not name',
      ),
    ),
  ];
}

const nameOf = ({ label, id, venueName }: CaseView['accounts'][number]): string =>
  `${label} (${id}) at ${venueName}`;

const listed = (texts: readonly string[], why: string): Known<string> =>
  texts.length === 0 ? unknown(why) : known(texts.join('; '));

function windowOf(analyses: readonly AccountAnalysis[]): Known<string> {
  const window = analyses[0]?.window;
  return window
    ? known(`from ${utc(window.from, 'venue')} to the last reading of each list`)
    : unknown('no account was read');
}
