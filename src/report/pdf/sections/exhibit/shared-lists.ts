import type { SharedList } from '../../../model.ts';
import { count, moment } from '../../format.ts';
import type { Flow } from '../../layout.ts';
import { drawTable, type Line } from '../../table.ts';
import { ink } from '../../theme.ts';

type Part = SharedList['parts'][number];

/** Part of the exhibits: only where one key could not read a list to its end and another went on. */
export function drawSharedLists(lists: readonly SharedList[], flow: Flow): void {
  flow.heading('detail', 'Lists that several keys read', 120);
  flow.paragraph(
    'One key could not read these lists to their end, and another went on. The rows of each key lie in an exhibit of their own.',
  );
  drawTable(flow, {
    columns: [
      { title: 'List, exhibit', width: 22 },
      { title: 'Key', width: 'fit' },
      { title: 'Rows, from and to (UTC, venue)', width: 30 },
      { title: 'What it could not read', width: 30 },
    ],
    rows: lists.flatMap(({ account, kind, parts }) =>
      parts.map((part) => [
        listLines(`${kind.replaceAll('-', ' ')} of ${account}`, part),
        keyLines(part),
        rowLines(part),
        part.missing.join('; ') || 'nothing',
      ]),
    ),
  });
}

const listLines = (list: string, { exhibit, continues }: Part): Line[] => [
  { text: list, face: 'bold' },
  { text: exhibit, face: 'mono' },
  ...(continues === undefined ? [] : [{ text: `continues ${continues}`, ink: ink.muted }]),
];

const keyLines = ({ key, holder, at }: Part): Line[] => [
  { text: key, face: 'mono' },
  { text: `the ${holder} key` },
  { text: `read at ${moment(at)} (host)`, ink: ink.muted },
];

const rowLines = ({ rows, first, last, proven }: Part): Line[] => [
  { text: count(rows, 'row') },
  ...(first === undefined || last === undefined ? [] : [{ text: `${moment(first)} to ${moment(last)}` }]),
  {
    text:
      proven === undefined
        ? 'no stretch of time is proven'
        : `proven ${moment(proven.from)} to ${moment(proven.to)}`,
    ink: ink.muted,
  },
];
