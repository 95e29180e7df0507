import { count, duration, ids } from '../format.ts';
import type { Flow } from '../layout.ts';
import { facts, prose } from '../facts.ts';
import type { Fact } from '../facts.ts';
import { drawTable } from '../table.ts';
import { ink } from '../theme.ts';
import type { Report, Verdict } from '../../model.ts';
import { amount, cellOr } from '../format.ts';
import { verdictWord } from '../verdict.ts';
import type { Section } from './section.ts';

export const summary: Section = {
  id: 'summary',
  title: 'Summary',
  extent: ({ summary: sentences }) => (sentences.length === 0 ? 'none' : count(sentences.length, 'sentence')),
  draw: (report, flow) => {
    drawSentences(report, flow);
    flow.heading('part', 'The verdict and its numbers');
    facts(flow, verdictFacts(report.verdict));
    flow.heading('part', 'Durations');
    drawDurations(report.verdict, flow);
  },
};

function drawSentences({ summary: sentences }: Report, flow: Flow): void {
  if (sentences.length === 0) return flow.none('None: the record holds nothing to summarise.');
  drawTable(flow, {
    columns: [
      // A sentence has no name.
      { title: 'Basis', width: 'fit', face: 'bold', namesRow: false },
      { title: 'What happened', width: 68 },
      { title: 'Rests on', width: 'fit', widest: 84, face: 'mono' },
    ],
    rows: sentences.map(({ basis, text, restsOn }) => [basis, text, ids(restsOn)]),
    look: prose,
  });
}

function verdictFacts({ is, because, numbers }: Verdict): Fact[] {
  const { timeToKeyDead, moneyLost, evidenceComplete, unknowns, harm } = numbers;
  return [
    ['Verdict', [{ text: verdictWord[is], face: 'bold' }, { text: because }]],
    ['Time to key dead', cellOr(timeToKeyDead, (ms) => `${duration(ms)} (${amount(String(ms))} ms)`)],
    [
      'Money lost',
      cellOr(
        moneyLost,
        ({ lost, asset, atLeast }) => `${atLeast ? 'at least ' : ''}${amount(lost)} ${asset}`,
      ),
    ],
    ['How the loss was computed', cellOr(moneyLost, ({ method }) => method)],
    [
      'Lost without the response',
      moneyLost.known
        ? cellOr(moneyLost.value.avoidable, (lost) => `${amount(lost)} ${moneyLost.value.asset}`)
        : cellOr(moneyLost, () => ''),
    ],
    [
      'Evidence complete',
      `${evidenceComplete.present} of ${evidenceComplete.required} exhibits that the steps were to give`,
    ],
    ['Unknowns', unknowns === 0 ? 'none' : String(unknowns)],
    ['Harm by the response', harm.length === 0 ? 'none recorded' : harm.map((text) => ({ text }))],
  ];
}

function drawDurations({ metrics }: Verdict, flow: Flow): void {
  if (metrics.length === 0) return flow.none('None: no durations were computed from this record.');
  drawTable(flow, {
    columns: [
      { title: 'From … to', width: 40 },
      { title: 'Duration', width: 35 },
      { title: 'Milliseconds', width: 25, align: 'right', face: 'mono' },
    ],
    rows: metrics.map(({ name, ms }) => [
      name,
      cellOr(ms, duration),
      ms.known ? amount(String(ms.value)) : { text: '—', ink: ink.muted },
    ]),
  });
}
