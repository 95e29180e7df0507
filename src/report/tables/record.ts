import { withKey } from '../words.ts';
import type { Exhibit } from '../../domain/exhibit.ts';
import type { Report } from '../model.ts';
import type { OfAccount } from './each-row.ts';
import { venueColumn } from './seen-rows.ts';
import { defineTable, yesNo } from './table.ts';

export const exhibits = defineTable<Exhibit>({
  id: 'exhibits',
  title: 'Exhibits',
  about: 'Every item that was acquired, with the SHA-256 of its bytes as they lie in the bag.',
  columns: [
    ['id', 'Exhibit', 'ids', 'Its id', ({ id }) => id],
    ['kind', 'Kind', 'text', 'What it is', ({ kind }) => kind],
    ['title', 'Title', 'text', 'Of what', ({ title }) => title],
    [
      'acquired_utc',
      'Acquired (UTC, host)',
      'time',
      'When, by the host’s clock',
      ({ acquiredAt }) => acquiredAt,
    ],
    [
      'venue_clock_offset_ms',
      'Venue clock, ms',
      'count',
      'The venue’s clock less the host’s; empty: not read',
      (row) => String(row.clockOffsetMs ?? ''),
    ],
    ['acquired_by', 'By', 'text', 'Who or what acquired it', ({ acquiredBy }) => acquiredBy],
    ['source', 'From', 'text', 'From where', sourceOf],
    ['bytes', 'Bytes', 'count', 'Its size', ({ bytes }) => String(bytes)],
    ['media_type', 'Type', 'text', 'Its media type', ({ mediaType }) => mediaType],
    ['sha256', 'SHA-256', 'code', 'Of its bytes, after redaction', ({ sha256 }) => sha256],
    ['path', 'File', 'code', 'In the bag, below data/', ({ path }) => path],
    [
      'taken_back',
      'Taken back',
      'text',
      'Of an attached file that is not in the bag: when by the host’s clock, by whom and why',
      ({ takenBack: back }) => (back ? `${back.at}, ${back.by}: ${back.why}` : ''),
    ],
  ],
  rows: (report) => report.exhibits,
  none: () => 'None: nothing was acquired.',
});

function sourceOf({ source }: Exhibit): string {
  if (source.from !== 'venue') return `${source.from}: ${source.why}`;
  return `${source.venue}, account ${source.account}, ${source.capability}, ${withKey(source.acquiredWith)}`;
}

export const custody = defineTable<Report['custody'][number]>({
  id: 'custody',
  title: 'Chain of custody',
  about: 'Who held which item, and what was done with it.',
  columns: [
    ['time_utc', 'Time (UTC, host)', 'time', 'When it was done, by the host’s clock', ({ at }) => at],
    ['item', 'Item', 'ids', 'Which item', ({ item }) => item],
    ['action', 'What was done', 'text', 'What was done', ({ action }) => action],
    ['by', 'By', 'text', 'By whom', ({ by }) => by],
    ['reason', 'Reason', 'text', 'Why it was done', ({ reason }) => reason],
  ],
  rows: (report) => report.custody,
  none: () => 'None recorded: the record has not changed hands since it was made.',
});

export const clocks = defineTable<Report['clocks'][number]>({
  id: 'clocks',
  title: 'Clocks',
  about:
    'The venue’s clock less the host’s, measured at the middle of one request; uncertain by half the round trip.',
  columns: [
    ['moment', 'When', 'text', 'At the start, the end or a probe', ({ moment }) => moment],
    ['venue', 'Venue', 'text', 'The venue', ({ venue }) => venue],
    ['host_time_utc', 'Host time (UTC, host)', 'time', 'By the host’s clock', ({ at }) => at],
    ['offset_ms', 'Offset, ms', 'count', 'Venue less host', ({ offsetMs }) => String(Math.round(offsetMs))],
    [
      'round_trip_ms',
      'Round trip, ms',
      'count',
      'How long the request took',
      ({ roundTripMs }) => String(Math.round(roundTripMs)),
    ],
  ],
  rows: (report) => report.clocks,
  none: () => 'None: no venue’s clock was measured, so times by host and by venue may not be compared.',
});

export const scopeChecks = defineTable<OfAccount<Report['subjects'][number]['scopeCheck'][number]>>({
  id: 'scope-checks',
  title: 'Replacement keys, line by line',
  about: 'What each replacement key was to have, and what the venue says that it has.',
  columns: [
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    venueColumn,
    ['what', 'What', 'text', 'What was compared', ({ what }) => what],
    ['expected', 'Asked for', 'text', 'What was asked for', ({ expected }) => expected],
    ['found', 'The venue says', 'text', 'What the venue says', ({ found }) => found],
    ['agrees', 'Agrees', 'text', 'yes, no or unknown', ({ ok }) => yesNo(ok)],
  ],
  rows: ({ subjects }) =>
    subjects.flatMap(({ account, scopeCheck }) =>
      scopeCheck.map((line) => ({ ...line, account: account.id, venue: account.venue })),
    ),
  none: ({ subjects }) =>
    subjects.length === 0
      ? 'None: no key is in the case.'
      : subjects
          .map(({ account, replacement }) =>
            replacement.known
              ? `Account ${account.id}: no line was compared.`
              : `Account ${account.id}: not checked: ${replacement.why}.`,
          )
          .join(' '),
});
