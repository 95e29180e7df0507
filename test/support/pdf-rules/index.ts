import { archiveRules } from './archive.ts';
import type { Objects } from './document.ts';
import { structureRules } from './structure.ts';

export type { Objects } from './document.ts';
export { elementsInFile, elementsInTree } from './structure.ts';

/** The clauses of PDF/A-3a and PDF/UA-1 that a file breaks, each with the first places. */
export const brokenRules = (objects: Objects): string[] =>
  [...archiveRules, ...structureRules].flatMap(({ clause, broken }) => {
    const where = broken(objects);
    return where.length === 0 ? [] : [`${clause}: ${where.slice(0, 3).join(', ')}`];
  });
