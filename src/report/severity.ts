import type { Finding } from '../domain/finding.ts';

const order: readonly Finding['severity'][] = ['critical', 'high', 'low', 'note'];

/** Findings by severity, the worst first; otherwise in the order in which they were made. */
export const worstFirst = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
