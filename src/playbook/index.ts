export { loadPlaybook } from './load.ts';
export { PlaybookProblems } from './found.ts';
export { fillTemplate, accountNames, UnfilledTemplate } from './template.ts';
export type {
  AccountSection,
  CaseSection,
  Condition,
  Playbook,
  Section,
  Step,
  Track,
  Work,
} from './playbook.ts';
export type { StepKindDescription } from './step-kind.ts';
