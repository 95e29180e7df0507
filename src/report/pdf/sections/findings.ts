import type { ReportedFinding } from '../../model.ts';
import { count, ids } from '../format.ts';
import { worstFirst } from '../../severity.ts';
import { drawTable } from '../table.ts';
import type { Line } from '../table.ts';
import { ink } from '../theme.ts';
import type { Section } from './section.ts';

export const findings: Section = {
  id: 'findings',
  title: 'Findings',
  extent: ({ findings: all }) => {
    if (all.length === 0) return 'none';
    const critical = all.filter(({ severity }) => severity === 'critical').length;
    return `${count(all.length, 'finding')}${critical > 0 ? `, ${critical} critical` : ''}`;
  },
  draw: ({ findings: all }, flow) => {
    if (all.length === 0) {
      return flow.none(
        'None: no rule found anything in what was read. What was not read is in “Gaps and errors”.',
      );
    }
    drawTable(flow, {
      columns: [
        { title: 'Finding', width: 'fit', face: 'mono' },
        { title: 'Severity', width: 'fit' },
        { title: 'What', width: 53 },
        { title: 'Basis, confidence', width: 'fit', widest: 78 },
        { title: 'Account', width: 'fit' },
        { title: 'Exhibits', width: 'fit', face: 'mono' },
      ],
      rows: worstFirst(all).map((finding) => [
        finding.id,
        severityLine(finding.severity),
        [
          { text: finding.title, face: 'bold' },
          { text: finding.detail },
          ...otherwiseLines(finding),
          { text: `rule ${finding.rule}`, ink: ink.muted },
        ],
        basisLines(finding),
        finding.account ?? '—',
        ids(finding.exhibits),
      ]),
    });
  },
};

const otherwiseLines = ({ otherwise }: ReportedFinding): Line[] =>
  otherwise === undefined
    ? []
    : [{ text: `What else would explain it: ${otherwise.join(' ') || 'the rule names nothing.'}` }];

const basisLines = ({ basis, confidence, confidenceBecause = '' }: ReportedFinding): Line[] => [
  { text: basis, face: 'bold' },
  ...(confidence === undefined ? [] : [{ text: `${confidence}: ${confidenceBecause}`, ink: ink.muted }]),
];

function severityLine(severity: ReportedFinding['severity']): Line {
  const loud = severity === 'critical' || severity === 'high';
  return { text: severity, face: loud ? 'bold' : 'sans', ink: severity === 'critical' ? ink.bad : ink.text };
}
