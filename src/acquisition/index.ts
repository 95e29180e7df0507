export { createBudget } from './budget.ts';
export type { Budget } from './budget.ts';
export { readAll } from './pager.ts';
export { planReadings } from './reading-plan.ts';
export type { ReadingPlan } from './reading-plan.ts';
export { symbolsInQuestion } from './symbols.ts';
