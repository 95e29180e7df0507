import { count, ids, moment } from '../format.ts';
import { drawCapped } from '../capped-table.ts';
import { grid } from '../table.ts';
import type { Section } from './section.ts';

export const timeline: Section = {
  id: 'timeline',
  title: 'Timeline',
  extent: ({ timeline: entries }) =>
    entries.length === 0 ? 'none' : count(entries.length, 'entry', 'entries'),
  draw: ({ timeline: entries }, flow) => {
    if (entries.length === 0) return flow.none('None: the record holds no event.');
    flow.paragraph(
      'All times UTC. “Clock” says whose time it is: the host that ran firebreak, or the venue as it wrote the time itself.',
    );
    drawCapped(flow, {
      columns: [
        { title: 'Time (UTC)', width: 'fit', face: 'mono' },
        { title: 'Who', width: 'fit' },
        { title: 'What', width: 43 },
        { title: 'Clock', width: 'fit' },
        { title: 'Account', width: 'fit' },
        { title: 'Rests on', width: 'fit', face: 'mono' },
      ],
      rows: entries,
      cells: ({ at, lane, what, clock, account, restsOn }) => [
        moment(at),
        lane === 'attacker' ? { text: lane, face: 'bold' } : lane,
        what,
        clock,
        account ?? '—',
        ids(restsOn),
      ],
      whereAll: 'report.json',
      look: { ...grid, most: 700 },
      table: 'timeline.csv',
    });
  },
};
