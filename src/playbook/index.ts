export { describePlaybook } from './describe.ts';
export { exportSchema } from './export-schema.ts';
export { drawGraph } from './graph.ts';
export { describeAdvice, lintPlaybook, type Advice } from './lint.ts';
export { loadPlaybook } from './load.ts';
export { accountNames, fillTemplate, UnfilledTemplate } from './template.ts';
export { placedSteps, type Placed } from './walk.ts';
export { defineStep } from './step-kind.ts';
export { compilePlaybook } from './compile.ts';
export type {
  CompiledPlaybook,
  CompiledStep,
  ProcedureContext,
  ProcedureEvent,
  Procedure,
  ProcedureMeta,
  Waiting,
} from './compile.ts';
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
export type { Act, RunnableStep, StepKind, StepKindDescription, StepResult, StepWorld } from './step-kind.ts';
