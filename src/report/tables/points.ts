import type { Acquisition, Particular, Recommendation, Report } from '../model.ts';
import { requestLine, requestPlace } from '../requests.ts';
import { defineTable, knownText } from './table.ts';

/** An older report.json has no such member: that is not "none". */
const older = 'Not recorded in this report: the version of firebreak that made it did not write it.';

const noneOf = (rows: readonly unknown[] | undefined, none: string): string => (rows ? none : older);

export const particulars = defineTable<Particular>({
  id: 'particulars',
  title: 'The report, point by point',
  about:
    'Which report this is, who made it and on whose word, what it is about and with what it was made; what is not known says who would know.',
  columns: [
    ['topic', 'Of', 'text', 'report, people, scope, environment or notification', ({ topic }) => topic],
    ['what', 'Point', 'text', 'The point', ({ what }) => what],
    ['value', 'What the record says', 'text', 'What the record says of it', ({ value }) => knownText(value)],
    ['rests_on', 'Rests on', 'ids', 'Exhibits and journal records', ({ restsOn }) => restsOn.join(' ')],
  ],
  rows: (report) => report.particulars ?? [],
  none: (report) => noneOf(report.particulars, 'None: the record says nothing of the report itself.'),
});

export const acquisitions = defineTable<Acquisition>({
  id: 'acquisitions',
  title: 'How each exhibit was read',
  about:
    'For each exhibit that came from a venue: which requests with which key, how they were answered, and what the pages prove. The requests themselves are in http/exchanges.warc.gz.',
  columns: [
    ['exhibit', 'Exhibit', 'ids', 'Its id', ({ exhibit }) => exhibit],
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    ['venue', 'Venue', 'text', 'The venue', ({ venue }) => venue],
    ['capability', 'What was read', 'text', 'As firebreak calls it', ({ capability }) => capability],
    ['read_with', 'With key', 'code', 'The key, masked; (public): without one', ({ readWith }) => readWith],
    [
      'requests',
      'Requests',
      'text',
      'Method, host and path, how often, and the answers',
      ({ requests }) => requests.map(requestLine).join('; '),
    ],
    [
      'where',
      'Parameters, place',
      'code',
      'Names of the parameters, and where the records begin in http/exchanges.warc.gz',
      ({ requests }) => requests.map(requestPlace).join('; '),
    ],
    [
      'failed',
      'Failed',
      'count',
      'Requests without a reply or with status 400 and above',
      ({ failed }) => String(failed),
    ],
    ['rows', 'Rows', 'count', 'Rows that came', ({ rows }) => (rows.known ? String(rows.value) : '')],
    [
      'completeness',
      'What the pages prove',
      'text',
      'The interval that was proven read, and its holes',
      ({ completeness }) => knownText(completeness),
    ],
  ],
  rows: (report) => report.acquisitions ?? [],
  none: (report) => noneOf(report.acquisitions, 'None: nothing was read from a venue.'),
});

export const recommendations = defineTable<Recommendation>({
  id: 'recommendations',
  title: 'Recommendations',
  about:
    'What people recorded in the review, and what rules propose. A proposal has no owner until the incident lead names one, and no date until the owner sets it.',
  columns: [
    ['id', 'Id', 'ids', 'Its id', ({ id }) => id],
    ['what', 'What', 'text', 'What is to be done', ({ what }) => what],
    ['because', 'Because', 'text', 'What it follows from, in words', ({ because }) => because],
    ['priority', 'Priority', 'text', 'high, medium or low', ({ priority }) => knownText(priority)],
    ['owner', 'Owner', 'text', 'By whom', ({ owner }) => knownText(owner)],
    ['due', 'Due', 'text', 'Until when', ({ due }) => knownText(due)],
    ['status', 'Status', 'text', 'recorded by people, or proposed by a rule', ({ status }) => status],
    ['rests_on', 'Rests on', 'ids', 'What it follows from', ({ restsOn }) => restsOn.join(' ')],
  ],
  rows: (report) => report.recommendations ?? [],
  none: (report: Report) =>
    noneOf(
      report.recommendations,
      'None: nothing was recorded in the review, and no rule proposes anything.',
    ),
});
