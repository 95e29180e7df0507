import { count, moment } from '../format.ts';
import type { Flow } from '../layout.ts';
import { drawTable } from '../table.ts';
import type { Section } from './section.ts';
import { signingRows } from '../signing-rows.ts';

export const custody: Section = {
  id: 'custody',
  title: 'Chain of custody',
  extent: ({ custody: all }) => (all.length === 0 ? 'none recorded' : count(all.length, 'entry', 'entries')),
  draw: ({ custody: all }, flow) => {
    if (all.length === 0) flow.none('None recorded: the record has not changed hands since it was made.');
    else {
      drawTable(flow, {
        columns: [
          { title: 'Time (UTC, host)', width: 'fit', face: 'mono' },
          { title: 'Item', width: 18, face: 'bold' },
          { title: 'What was done', width: 18 },
          { title: 'By', width: 'fit' },
          { title: 'Reason', width: 28 },
        ],
        rows: all.map(({ at, item, action, by, reason }) => [moment(at), item, action, by, reason]),
      });
    }
    drawLaterTransfers(flow);
  },
};

function drawLaterTransfers(flow: Flow): void {
  flow.heading('detail', 'Later transfers', 120);
  flow.paragraph(
    'To be filled in by hand, one row for each transfer. Before signing, the receiver checks the hashes as under “Integrity” and writes down the result.',
  );
  signingRows(flow, 5);
}
