import { count } from '../format.ts';
import { drawTable } from '../table.ts';
import type { Section } from './section.ts';

export const actionItems: Section = {
  id: 'action-items',
  title: 'What is left to do',
  extent: ({ actionItems: items }) => {
    if (!items) return 'not recorded';
    return items.length === 0 ? 'none' : count(items.length, 'item');
  },
  draw: ({ actionItems: items }, flow) => {
    if (!items)
      return flow.none(
        'Not recorded: the step that asks for it did not run. This does not mean that nothing is left.',
      );
    if (items.length === 0) return flow.none('None: the operator recorded that nothing is left to do.');
    drawTable(flow, {
      columns: [
        { title: 'What', width: 60, face: 'bold' },
        { title: 'Who', width: 20 },
        { title: 'Until', width: 20 },
      ],
      rows: items.map(({ what, who, until }) => [what, who, until]),
    });
  },
};
