import type { Particular, Report } from '../../model.ts';
import { cellOr, ids, moment } from '../format.ts';
import { facts } from '../facts.ts';
import type { Flow } from '../layout.ts';
import { drawTable, grid } from '../table.ts';
import type { Section } from './section.ts';

export const identification: Section = {
  id: 'identification',
  title: 'Report, people, scope and environment',
  extent: ({ particulars = [] }) => {
    const unknowns = particulars.filter(({ value }) => !value.known).length;
    return particulars.length === 0
      ? 'as the record has it'
      : `${particulars.length} points, ${unknowns === 0 ? 'none' : unknowns} unknown`;
  },
  draw: (report, flow) => {
    drawCase(report, flow);
    for (const [topic, title] of topics) {
      const points = (report.particulars ?? []).filter((point) => point.topic === topic);
      if (points.length > 0) drawTopic(flow, title, points);
    }
  },
};

const topics: readonly (readonly [Particular['topic'], string])[] = [
  ['report', 'The report'],
  ['people', 'People'],
  ['scope', 'Scope'],
  ['environment', 'Environment'],
  ['notification', 'Times for notifications'],
];

function drawCase({ identification: id, format }: Report, flow: Flow): void {
  const scenario = id.scenario ? `, scenario ${id.scenario}` : '';
  facts(flow, [
    ['Case', { text: id.caseId, face: 'mono' }],
    ['Title', id.title],
    ['Kind', id.mode === 'drill' ? `drill on simulated venues${scenario}` : 'real incident'],
    ['Form', `${format}, ${id.status}, TLP:${id.tlp}`],
    ['Opened', `${moment(id.openedAt)} UTC, by the host’s clock`],
    ['Record as of', `${moment(id.asOf)} UTC, by the host’s clock: the time of the last record`],
    ['Operator', `${id.operator} (${id.operatorKind})`],
    [
      'Playbook',
      [{ text: `${id.playbook.id} ${id.playbook.version}` }, { text: id.playbook.sha256, face: 'mono' }],
    ],
    ['Tool', id.tool],
    [
      'Environment',
      `Node ${id.environment.node}, ${id.environment.os}, host ${id.environment.host}, user ${id.environment.user}`,
    ],
  ]);
}

function drawTopic(flow: Flow, title: string, points: readonly Particular[]): void {
  flow.heading('detail', title);
  if (points[0]?.topic === 'notification') {
    flow.paragraph(
      'Times only. Whether a contract or a law asks for a notification, and from which moment it counts, is not said here.',
    );
  }
  drawTable(flow, {
    columns: [
      { title: 'Point', width: 22, face: 'bold' },
      { title: 'What the record says', width: 78 },
      { title: 'Rests on', width: 'fit', widest: 84, face: 'mono' },
    ],
    rows: points.map(({ what, value, restsOn }) => [what, cellOr(value, String), ids(restsOn)]),
    look: { ...grid, most: 600 },
  });
}
