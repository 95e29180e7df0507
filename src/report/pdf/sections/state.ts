import { tables } from '../../tables/index.ts';
import { moment } from '../format.ts';
import { drawTable, grid } from '../table.ts';
import type { Line } from '../table.ts';
import { ink } from '../theme.ts';
import type { Section } from './section.ts';

const { state: table } = tables;

export const state: Section = {
  id: 'state',
  title: table.title,
  extent: (report) => (report.accounts.length === 0 ? 'none read' : 'as first found and as last read'),
  draw: (report, flow) => {
    const rows = table.rows(report);
    if (rows.length === 0) return flow.none(table.none(report));
    flow.paragraph(`${table.about} Times are by the host’s clock.`);
    drawTable(flow, {
      columns: [
        { title: 'Account', width: 'fit', widest: 60, namesRow: true },
        { title: 'What', width: 'fit', face: 'bold', namesRow: true },
        { title: 'As first found', width: 50 },
        { title: 'As last read', width: 50 },
        { title: 'Exhibits', width: 'fit', face: 'mono' },
      ],
      rows: [...rows].map(
        ([account = '', what = '', before = '', beforeAt = '', after = '', afterAt = '', exhibits = '']) => [
          account,
          what,
          readLines(before, beforeAt),
          readLines(after, afterAt),
          exhibits === '' ? '—' : exhibits,
        ],
      ),
      look: { ...grid, most: 600 },
    });
  },
};

const readLines = (text: string, at: string): Line[] => [
  text.startsWith('unknown:') ? { text, ink: ink.muted } : { text },
  ...(at === '' ? [] : [{ text: moment(at), ink: ink.muted }]),
];
