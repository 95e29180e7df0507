export { createBudget } from './budget.ts';
export type { Budget } from './budget.ts';
export { readAll } from './pager.ts';
export { symbolsInQuestion } from './symbols.ts';
