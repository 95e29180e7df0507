import type { Recommendation, Report } from '../../model.ts';
import { ids } from '../format.ts';
import type { Flow } from '../layout.ts';
import { drawTable } from '../table.ts';
import type { Line } from '../table.ts';
import { ink } from '../theme.ts';
import type { Section } from './section.ts';

export const actionItems: Section = {
  id: 'action-items',
  title: 'Recommendations and what is left to do',
  extent: ({ actionItems: items, recommendations = [] }) => {
    const proposed = recommendations.filter(({ status }) => status === 'proposed').length;
    return `${extentOf(items)}; ${proposed === 0 ? 'nothing' : proposed} proposed by rules`;
  },
  draw: ({ actionItems: items, recommendations }, flow) => {
    if (!items)
      flow.none(
        'Not recorded by people: the step that asks for it did not run. This does not mean that nothing is left.',
      );
    else if (items.length === 0)
      flow.none('None recorded by people: the operator recorded that nothing is left to do.');
    if (recommendations && recommendations.length > 0) drawRecommendations(flow, recommendations);
    else if (items && items.length > 0) drawItems(flow, items);
  },
};

function extentOf(items: Report['actionItems']): string {
  if (!items) return 'not recorded by people';
  return items.length === 0 ? 'nothing recorded by people' : `${items.length} recorded by people`;
}

function drawRecommendations(flow: Flow, all: readonly Recommendation[]): void {
  flow.paragraph('Proposed: a rule follows it from what it rests on; nobody has taken it on yet.');
  drawTable(flow, {
    columns: [
      { title: 'Id', width: 'fit', face: 'mono' },
      { title: 'What, because', width: 56 },
      { title: 'Priority', width: 'fit', widest: 62 },
      { title: 'Owner', width: 'fit', widest: 84 },
      { title: 'Due', width: 'fit', widest: 70 },
      { title: 'Status', width: 'fit' },
      { title: 'Rests on', width: 'fit', widest: 60, face: 'mono' },
    ],
    rows: all.map(({ id, what, because, priority, owner, due, status, restsOn }) => [
      id,
      [
        { text: what, face: 'bold' },
        { text: because, ink: ink.muted },
      ],
      priority.known ? priority.value : unset('not asked'),
      owner.known ? owner.value : unset('nobody named'),
      due.known ? due.value : unset('no date set'),
      status,
      ids(restsOn),
    ]),
  });
}

/** Said in words above the table: the reason in full would fill the column. */
const unset = (text: string): Line => ({ text, ink: ink.muted });

/** Of a report that an older version made. */
function drawItems(flow: Flow, items: NonNullable<Report['actionItems']>): void {
  drawTable(flow, {
    columns: [
      { title: 'What', width: 60, face: 'bold' },
      { title: 'Who', width: 20 },
      { title: 'Until', width: 20 },
    ],
    rows: items.map(({ what, who, until }) => [what, who, until]),
  });
}
