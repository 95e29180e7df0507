import type { Report } from '../model.ts';
import { worstFirst } from '../severity.ts';
import { defineTable } from './table.ts';

export const findings = defineTable<Report['findings'][number]>({
  id: 'findings',
  title: 'Findings',
  about:
    'What rules found in what was read, the worst first, each with its basis: fact, inference or assumption.',
  columns: [
    ['id', 'Finding', 'ids', 'Its id', ({ id }) => id],
    ['severity', 'Severity', 'text', 'critical, high, low or note', ({ severity }) => severity],
    ['title', 'What', 'text', 'What was found', ({ title }) => title],
    ['detail', 'Detail', 'text', 'What it rests on, in words', ({ detail }) => detail],
    [
      'basis',
      'Basis',
      'text',
      'fact: the record shows it; inference: it follows by a rule; assumption: plausible, not shown',
      ({ basis }) => basis,
    ],
    [
      'confidence',
      'Confidence',
      'text',
      'high, medium or low, by the basis alone',
      ({ confidence }) => confidence ?? 'not stated',
    ],
    [
      'confidence_because',
      'Confidence because',
      'text',
      'Why it is that',
      ({ confidenceBecause }) => confidenceBecause ?? '',
    ],
    [
      'otherwise',
      'What else would explain it',
      'text',
      'What else would leave the same rows',
      ({ otherwise = [] }) => (otherwise.length === 0 ? 'the rule names nothing' : otherwise.join(' ')),
    ],
    ['account', 'Account', 'text', 'The account', ({ account }) => account ?? ''],
    ['rule', 'Rule', 'text', 'The rule that made it', ({ rule }) => rule],
    ['exhibits', 'Exhibits', 'ids', 'What it rests on', ({ exhibits }) => exhibits.join(' ')],
  ],
  rows: (report) => worstFirst(report.findings),
  none: () => 'None: no rule found anything in what was read. What was not read is in “Gaps and errors”.',
});

export const gaps = defineTable<Report['gaps'][number]>({
  id: 'gaps',
  title: 'Gaps and errors',
  about:
    'What was not read, not done, not confirmed or not understood, and why. Nothing here may be read as “no”.',
  columns: [
    ['what', 'What is missing', 'text', 'What is missing', ({ what }) => what],
    ['why', 'Why', 'text', 'Why it is missing', ({ why }) => why],
    ['rests_on', 'Rests on', 'ids', 'Exhibits and journal records', ({ restsOn }) => restsOn.join(' ')],
  ],
  rows: (report) => report.gaps,
  none: () => 'None: nothing that the steps were to read, do or confirm is known to be missing.',
});

export const actionItems = defineTable<NonNullable<Report['actionItems']>[number]>({
  id: 'action-items',
  title: 'What is left to do',
  about: 'What remained to be done when the case was reviewed.',
  columns: [
    ['what', 'What', 'text', 'What is to be done', ({ what }) => what],
    ['who', 'Who', 'text', 'By whom', ({ who }) => who],
    ['until', 'Until', 'text', 'Until when, as the operator said', ({ until }) => until],
  ],
  rows: (report) => report.actionItems ?? [],
  none: (report) =>
    report.actionItems
      ? 'None: the operator recorded that nothing is left to do.'
      : 'Not recorded: the step that asks for it did not run. This does not mean that nothing is left.',
});
