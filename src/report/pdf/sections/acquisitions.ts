import type { Acquisition } from '../../model.ts';
import { requestLine, requestPlace } from '../../requests.ts';
import { cellOr, count, withKey } from '../format.ts';
import { drawTable, grid } from '../table.ts';
import type { Line } from '../table.ts';
import { ink } from '../theme.ts';
import type { Section } from './section.ts';

export const acquisitions: Section = {
  id: 'acquisitions',
  title: 'How each exhibit was read',
  extent: ({ acquisitions: all }) => {
    if (!all) return 'not in this report';
    return all.length === 0 ? 'none' : count(all.length, 'reading');
  },
  draw: ({ acquisitions: all }, flow) => {
    if (!all)
      return flow.none(
        'Not recorded in this report: the version of firebreak that made it did not write it.',
      );
    if (all.length === 0) return flow.none('None: nothing was read from a venue.');
    flow.paragraph(
      'Requests that differ in their parameters only are one line. Each request and reply, redacted, is in http/exchanges.warc.gz at the place that is named. Which edition of the venue’s documentation was followed is not in the record; the venues’ table of the tool names the pages.',
    );
    drawTable(flow, {
      columns: [
        { title: 'Exhibit', width: 'fit', face: 'mono' },
        { title: 'What was asked, how often, what was answered', width: 62 },
        { title: 'What the pages prove', width: 38 },
      ],
      rows: all.map((one) => [one.exhibit, askedLines(one), provenLines(one)]),
      look: { ...grid, most: 400 },
    });
  },
};

function askedLines({ capability, venue, account, readWith, requests, failed }: Acquisition): Line[] {
  const from = `${capability} at ${venue}, account ${account}, ${withKey(readWith)}`;
  return [
    { text: from },
    ...requests.flatMap((group): Line[] => [
      { text: requestLine(group), face: 'mono' },
      { text: requestPlace(group), ink: ink.muted },
    ]),
    ...(requests.length === 0 ? [{ text: 'no request was recorded', ink: ink.muted }] : []),
    ...(failed > 0
      ? [{ text: `${count(failed, 'request')} answered with an error, or not at all`, ink: ink.doubtful }]
      : []),
  ];
}

const provenLines = ({ rows, completeness }: Acquisition): Line[] => [
  ...(rows.known ? [{ text: count(rows.value, 'row'), face: 'bold' as const }] : []),
  asLine(cellOr(completeness, String)),
];

const asLine = (cell: string | Line): Line => (typeof cell === 'string' ? { text: cell } : cell);
