import { phases } from '../../../domain/phase.ts';
import type { Phase } from '../../../domain/phase.ts';
import type { StepReport } from '../../model.ts';
import { cellOr, count, moment } from '../format.ts';
import { drawTable, grid } from '../table.ts';
import type { Line } from '../table.ts';
import { ink } from '../theme.ts';
import { outcomeInk } from '../verdict.ts';
import type { Section } from './section.ts';

export const steps: Section = {
  id: 'steps',
  title: 'Steps and outcomes',
  extent: ({ steps: all }) => {
    if (all.length === 0) return 'none';
    const verified = all.filter(({ outcome }) => outcome.is === 'verified').length;
    return `${count(all.length, 'step')}, ${verified} verified`;
  },
  draw: ({ steps: all }, flow) => {
    if (all.length === 0) return flow.none('None: no step was begun.');
    for (const phase of phases) {
      const own = all.filter((step) => step.phase === phase);
      flow.heading('detail', phaseTitle[phase]);
      if (own.length === 0) flow.none('None: this phase has no step in the record.');
      else drawTable(flow, { columns, rows: own.map(stepRow), look: { ...grid, most: 700 } });
    }
  },
};

const phaseTitle: Readonly<Record<Phase, string>> = {
  open: 'Open',
  triage: 'Triage',
  contain: 'Contain and preserve',
  inspect: 'Inspect',
  eradicate: 'Eradicate',
  recover: 'Recover',
  review: 'Review',
};

const columns = [
  { title: 'Step', width: 32 },
  { title: 'Outcome', width: 'fit', widest: 112 },
  { title: 'Summary', width: 68 },
  { title: 'Started and finished (UTC, host)', width: 'fit', face: 'mono' },
  { title: 'Tries', width: 'fit', align: 'right' },
] as const;

const stepRow = (step: StepReport): readonly (string | readonly Line[])[] => [
  [
    { text: step.title, face: 'bold' },
    { text: `${step.lane} · ${step.step}`, ink: ink.muted },
  ],
  outcomeLines(step.outcome),
  step.summary === '' ? '—' : step.summary,
  step.outcome.is === 'not-reached'
    ? '—'
    : [asLine(cellOr(step.startedAt, moment)), asLine(cellOr(step.finishedAt, moment))],
  String(step.attempts),
];

const asLine = (cell: string | Line): Line => (typeof cell === 'string' ? { text: cell } : cell);

function outcomeLines(outcome: StepReport['outcome']): Line[] {
  const word: Line = { text: outcome.is.replace('-', ' '), face: 'bold', ink: outcomeInk[outcome.is] };
  if (!('why' in outcome)) return [word];
  const by = 'by' in outcome ? `, by ${outcome.by}` : '';
  return [word, { text: `${outcome.why}${by}` }];
}
