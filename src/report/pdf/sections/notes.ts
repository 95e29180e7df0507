import { count, moment } from '../format.ts';
import { drawTable } from '../table.ts';
import type { Section } from './section.ts';

export const notes: Section = {
  id: 'notes',
  title: 'Notes of the operator',
  extent: ({ notes: all }) => (all.length === 0 ? 'none' : count(all.length, 'note')),
  draw: ({ notes: all }, flow) => {
    if (all.length === 0) return flow.none('None.');
    drawTable(flow, {
      columns: [
        { title: 'Time (UTC, host)', width: 'fit', face: 'mono' },
        { title: 'Note', width: 66 },
        { title: 'By', width: 'fit' },
      ],
      rows: all.map(({ at, text, by }) => [moment(at), text, by]),
    });
  },
};
