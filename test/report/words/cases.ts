import { join } from 'node:path';
import type { JournaledEvent, JournalRecord } from '../../../src/domain/run-event.ts';
import { buildReport, readBag, type Report } from '../../../src/report/index.ts';
import { sampleFolder } from '../../support/sample.ts';
import { listing, withdrawal } from '../../support/rows.ts';
import { notProven, thinPairCase, type Twist } from '../../support/thin-pair-case.ts';

export interface Told {
  readonly name: string;
  readonly report: Report;
  readonly records: readonly JournalRecord[];
}

const told = (
  name: string,
  records: readonly JournalRecord[],
  readExhibit: Parameters<typeof buildReport>[0]['readExhibit'],
): Told => ({ name, records, report: buildReport({ records, readExhibit }) });

/** The sample drill, which the program itself played, as it was after every seventh record. */
export async function playedDrill(): Promise<readonly Told[]> {
  const { records, readExhibit } = await readBag(join(sampleFolder, 'bag'));
  const ends = records.flatMap((_, i) => (i % 7 === 0 || i === records.length - 1 ? [i + 1] : []));
  return ends.map((end) => told(`the sample, first ${end} records`, records.slice(0, end), readExhibit));
}

/** The case made by hand, after every third record, and with everything a test knows to make worse. */
export function handMadeCases(): readonly Told[] {
  const whole = thinPairCase();
  const cut = whole.records.flatMap((_, i) =>
    i % 3 === 0 ? [told(`by hand, first ${i + 1} records`, whole.records.slice(0, i + 1), whole.read)] : [],
  );
  const twisted = Object.entries(twists).map(([name, twist]) => {
    const made = thinPairCase(twist);
    return told(name, made.records, made.read);
  });
  const edited = Object.entries(edits).map(([name, edit]) =>
    told(
      name,
      whole.records.map((record) => ({ ...record, event: edit(record.event) })),
      whole.read,
    ),
  );
  const unreadable = told('no exhibit can be read', whole.records, () => {
    throw new Error('ENOENT');
  });
  return [...cut, ...twisted, ...edited, unreadable];
}

const hole = { what: 'fills of ZRTUSDT', why: 'RATE_LIMITED', from: '2026-11-21T00:00:00.000Z' };

const twists: Readonly<Record<string, Twist>> = {
  'the key is not proven dead': { proof: notProven },
  'orders were not read': { ordersRead: false },
  'there is no baseline': { withBaseline: false },
  'fills have a hole': {
    exhibits: { 'EX-006': listing([], [hole]) as never, 'EX-012': listing([], [hole]) as never },
  },
  'a withdrawal is not ours': {
    exhibits: Object.fromEntries(
      ['EX-008', 'EX-014'].map((id) => [id, JSON.parse(JSON.stringify(listing([withdrawal({})]))) as never]),
    ),
  },
};

const edits: Readonly<Record<string, (event: JournaledEvent) => JournaledEvent>> = {
  'a real incident': (event) => (event.type === 'case.opened' ? { ...event, mode: 'real' } : event),
  'a decision was overridden': (event) =>
    event.type === 'decision.recorded' ? { ...event, recommended: 'one', chosen: 'the other' } : event,
  'acts of which nobody knows': (event) =>
    event.type === 'act.finished' ? { ...event, result: 'unknown', how: 'no answer' } : event,
  'acts that did not happen, by API': (event) => {
    if (event.type === 'act.finished') return { ...event, result: 'not-done', how: 'refused' };
    return event.type === 'act.intended' ? { ...event, by: 'api' } : event;
  },
  'no responder key': (event) =>
    event.type === 'case.opened'
      ? { ...event, accounts: event.accounts.map((account) => ({ ...account, hasResponderKey: false })) }
      : event,
  'people and scope were stated': (event) =>
    event.type === 'case.opened'
      ? {
          ...event,
          about: {
            organisation: 'Example Trading',
            contact: 'ir@example.invalid',
            reviewer: 'R. Roe',
            authority: 'order of the board',
            outOfScope: ['the mail server'],
            command: 'respond --config …',
          },
        }
      : event,
  'items and a cause in the review': (event) => {
    if (event.type !== 'step.finished') return event;
    if (event.step === 'action-items')
      return { ...event, facts: { items: [{ what: 'rotate host keys', who: 'Ada', until: '2026-12-01' }] } };
    if (event.step === 'root-cause')
      return { ...event, facts: { cause: 'a key in a public repository.', control: 'repository closed.' } };
    return event;
  },
  'text that would end a quotation': (event) =>
    event.type === 'decision.recorded' ? { ...event, because: 'a” it is  very “bad.' } : event,
};
