import { count, ids } from '../format.ts';
import { drawTable } from '../table.ts';
import type { Section } from './section.ts';

export const gaps: Section = {
  id: 'gaps',
  title: 'Gaps and errors',
  extent: ({ gaps: all }) => (all.length === 0 ? 'none' : count(all.length, 'gap')),
  draw: ({ gaps: all }, flow) => {
    if (all.length === 0) {
      return flow.none('None: nothing that the steps were to read, do or confirm is known to be missing.');
    }
    flow.paragraph(
      'What was not read, not done, not confirmed or not understood, and why. Nothing in this list may be read as “no”.',
    );
    drawTable(flow, {
      columns: [
        { title: 'What is missing', width: 42, face: 'bold' },
        { title: 'Why', width: 42 },
        { title: 'Rests on', width: 'fit', face: 'mono' },
      ],
      rows: all.map(({ what, why, restsOn }) => [what, why, ids(restsOn)]),
    });
  },
};
