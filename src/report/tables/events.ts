import type { Report } from '../model.ts';
import { millis } from '../words.ts';
import { defineTable, knownText } from './table.ts';

export const timeline = defineTable<Report['timeline'][number]>({
  id: 'timeline',
  title: 'Timeline',
  about: 'What happened, in the order of time: the record’s own events and what the venue’s rows show.',
  columns: [
    ['time_utc', 'Time (UTC)', 'time', 'When; the column clock says by whose clock', ({ at }) => at],
    ['lane', 'Lane', 'text', 'Who: attacker, responder, venue or firebreak', ({ lane }) => lane],
    ['what', 'What', 'text', 'What happened', ({ what }) => what],
    ['clock', 'Clock', 'text', 'Whose clock the time is: host or venue', ({ clock }) => clock],
    [
      'account',
      'Account',
      'text',
      'The account, empty where it is the case as a whole',
      (row) => row.account ?? '',
    ],
    [
      'rests_on',
      'Rests on',
      'ids',
      'Exhibits (EX), findings (FD) and journal records (J)',
      (row) => row.restsOn.join(' '),
    ],
  ],
  rows: (report) => report.timeline,
  none: () => 'None: the record holds no event.',
});

export const steps = defineTable<Report['steps'][number]>({
  id: 'steps',
  title: 'Steps and outcomes',
  about:
    'Every step of the playbook with how it ended. Only “verified” means that the world was read back and agreed.',
  columns: [
    ['phase', 'Phase', 'text', 'Phase of the response', ({ phase }) => phase],
    ['lane', 'Lane', 'text', 'The case, or one account', ({ lane }) => lane],
    ['step', 'Step', 'text', 'Id of the step in the playbook', ({ step }) => step],
    ['title', 'Title', 'text', 'What the step does', ({ title }) => title],
    ['outcome', 'Outcome', 'text', 'How it ended', ({ outcome }) => outcome.is.replace('-', ' ')],
    [
      'why',
      'Why',
      'text',
      'Why it did not end verified',
      ({ outcome }) => ('why' in outcome ? outcome.why : ''),
    ],
    ['by', 'By', 'text', 'Who skipped or waived it', ({ outcome }) => ('by' in outcome ? outcome.by : '')],
    ['summary', 'Summary', 'text', 'What the step said at its end', ({ summary }) => summary],
    [
      'started_utc',
      'Started (UTC, host)',
      'time',
      'When it began, by the host’s clock',
      ({ startedAt }) => (startedAt.known ? startedAt.value : ''),
    ],
    [
      'finished_utc',
      'Finished (UTC, host)',
      'time',
      'When it ended, by the host’s clock',
      ({ finishedAt }) => (finishedAt.known ? finishedAt.value : ''),
    ],
    ['attempts', 'Tries', 'count', 'How often it was tried', ({ attempts }) => String(attempts)],
  ],
  rows: (report) => report.steps,
  none: () => 'None: no step was begun.',
});

export const actions = defineTable<Report['actions'][number]>({
  id: 'actions',
  title: 'Actions on the account',
  about:
    'Each act that changed, or could have changed, an account: intended, approved, sent, answered, read back.',
  columns: [
    ['time_utc', 'Time (UTC, host)', 'time', 'When it was begun, by the host’s clock', ({ at }) => at],
    ['account', 'Account', 'text', 'On which account', ({ account }) => account],
    ['what', 'What', 'text', 'What was done', ({ what }) => what],
    ['target', 'Target', 'text', 'To what', ({ target }) => target],
    ['by', 'By', 'text', 'api: sent by firebreak; hand: by a person on the venue’s page', ({ by }) => by],
    ['approved_by', 'Approved by', 'text', 'Who approved it', ({ approvedBy }) => approvedBy],
    ['why', 'Why', 'text', 'Why it was done', ({ why }) => why],
    [
      'result',
      'Result',
      'text',
      'done, not-done, unknown or no-result: the last two may have happened',
      ({ result }) => result,
    ],
    [
      'verification',
      'Verification',
      'text',
      'What reading the world back showed',
      ({ verification }) => verification,
    ],
    [
      'requests',
      'Requests',
      'code',
      'Method, address and status of each request',
      ({ exchanges }) =>
        exchanges.map(({ method, url, status }) => `${method} ${url} → ${knownText(status)}`).join('; '),
    ],
    [
      'finished_utc',
      'Finished (UTC, host)',
      'time',
      'When the result was known, by the host’s clock',
      ({ finishedAt }) => knownText(finishedAt),
    ],
    [
      'took_ms',
      'Took, ms',
      'count',
      'From begin to result',
      ({ at, finishedAt }) => (finishedAt.known ? between(at, finishedAt.value) : ''),
    ],
    ['undo', 'Undo', 'text', 'How it can be undone', ({ undo }) => undo],
    ['id', 'Id', 'ids', 'Its id in the journal', ({ id }) => id],
  ],
  rows: (report) => report.actions,
  none: () => 'None: nothing on any account was changed.',
});

export const decisions = defineTable<Report['decisions'][number]>({
  id: 'decisions',
  title: 'Decisions',
  about: 'What was recommended by rule, what was chosen, and why.',
  columns: [
    ['time_utc', 'Time (UTC, host)', 'time', 'When it was decided, by the host’s clock', ({ at }) => at],
    ['what', 'What', 'text', 'What was to be decided', ({ what }) => what],
    ['recommended', 'Recommended', 'text', 'What the rule recommended', ({ recommended }) => recommended],
    ['chosen', 'Chosen', 'text', 'What was chosen', ({ chosen }) => chosen],
    ['because', 'Because', 'text', 'The reason given', ({ because }) => because],
    ['by', 'By', 'text', 'Who decided', ({ by }) => by],
  ],
  rows: (report) => report.decisions,
  none: () => 'None recorded.',
});

export const notes = defineTable<Report['notes'][number]>({
  id: 'notes',
  title: 'Notes',
  about: 'What the operator wrote down.',
  columns: [
    ['time_utc', 'Time (UTC, host)', 'time', 'When it was written, by the host’s clock', ({ at }) => at],
    ['note', 'Note', 'text', 'The words', ({ text }) => text],
    ['by', 'By', 'text', 'Whose', ({ by }) => by],
  ],
  rows: (report) => report.notes,
  none: () => 'None: nobody wrote a note.',
});

/** Whole milliseconds between two ISO times; empty where one is no time. */
function between(from: string, to: string): string {
  const [begin, end] = [millis(from), millis(to)];
  return begin === undefined || end === undefined ? '' : String(end - begin);
}
