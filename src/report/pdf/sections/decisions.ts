import { count, moment } from '../format.ts';
import { drawTable } from '../table.ts';
import type { Section } from './section.ts';

export const decisions: Section = {
  id: 'decisions',
  title: 'Decisions',
  extent: ({ decisions: all }) => (all.length === 0 ? 'none' : count(all.length, 'decision')),
  draw: ({ decisions: all }, flow) => {
    if (all.length === 0) return flow.none('None: no judgement was put to the operator.');
    flow.paragraph('Judgements that firebreak computed from the facts and the operator took or overrode.');
    drawTable(flow, {
      columns: [
        { title: 'Time (UTC, host)', width: 'fit', face: 'mono' },
        { title: 'What was decided', width: 22, face: 'bold', namesRow: true },
        { title: 'Recommended', width: 13 },
        { title: 'Chosen', width: 13 },
        { title: 'Because', width: 27 },
        { title: 'By', width: 'fit' },
      ],
      rows: all.map(({ at, what, recommended, chosen, because, by }) => [
        moment(at),
        what,
        recommended,
        chosen === recommended ? chosen : { text: `${chosen} (overridden)`, face: 'bold' },
        because,
        by,
      ]),
    });
  },
};
