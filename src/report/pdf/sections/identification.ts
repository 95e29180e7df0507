import { moment } from '../format.ts';
import { facts } from '../facts.ts';
import type { Section } from './section.ts';

export const identification: Section = {
  id: 'identification',
  title: 'Case, tool and environment',
  extent: ({ identification: { playbook } }) => `playbook ${playbook.id} ${playbook.version}`,
  draw: ({ identification: id, format }, flow) => {
    facts(flow, [
      ['Case', { text: id.caseId, face: 'mono' }],
      ['Title', id.title],
      [
        'Kind',
        id.mode === 'drill'
          ? `drill on simulated venues${id.scenario ? `, scenario ${id.scenario}` : ''}`
          : 'real incident',
      ],
      ['Report', `${format}, ${id.status}, TLP:${id.tlp}`],
      ['Opened', moment(id.openedAt)],
      ['Record as of', `${moment(id.asOf)}: the time of the last record, not of this rendering`],
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
  },
};
