import type { Clock } from '../domain/clock.ts';
import { BadInput } from '../domain/failure.ts';
import { nearest } from '../domain/file-problem.ts';
import type { CaseMode } from '../domain/run-event.ts';

/** `FB-20261121-0312-k7q2`; a drill's says so first: `DRILL-20261121-0312-k7q2`. */
export type CaseId = string;

// Crockford's: no i, l, o, u. Read over the telephone, and 32 of them: a byte's five bits fit evenly.
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Returns a new case id: the minute of opening (UTC) and four letters. `random` returns that many
 * random bytes.
 */
export function newCaseId({
  clock,
  random,
  mode,
}: {
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  readonly mode: CaseMode;
}): CaseId {
  const suffix = [...random(4)].map((byte) => letters[byte % 32]).join('');
  const prefix = mode === 'drill' ? 'DRILL' : 'FB';
  return `${prefix}-${clock.now().toUTC().toFormat('yyyyLLdd-HHmm')}-${suffix}`;
}

const form = /^(FB|DRILL)-\d{8}-\d{4}-[0-9a-z]{4}$/;

export const isCaseId = (text: string): boolean => form.test(text);

export const modeOf = (id: CaseId): CaseMode => (id.startsWith('DRILL-') ? 'drill' : 'real');

/**
 * Returns the case that was meant. What stands on a command line is hostile: it becomes part of a
 * path only when it is the id of a case that is there. Throws BadInput with the nearest id.
 */
export function parseCaseId(given: string, existing: readonly CaseId[]): CaseId {
  if (isCaseId(given) && existing.includes(given)) return given;
  const near = nearest(given, existing);
  const latest = existing.toSorted(byTime).at(-1);
  const hint =
    near !== undefined
      ? `did you mean ${near}?`
      : latest === undefined
        ? 'there are no cases yet: `firebreak respond` opens one'
        : `the latest is ${latest}`;
  // Anything else may hold escape sequences, or a path: it is not repeated.
  const found = /^[A-Za-z0-9-]{1,64}$/.test(given) ? given : 'that name';
  throw new BadInput(`there is no case ${found}`, { where: 'case', hint });
}

/** Oldest first: the minute of opening, then the letters. */
export const byTime = (a: CaseId, b: CaseId): number => {
  const [left, right] = [a, b].map((id) => id.slice(id.indexOf('-')));
  return (left ?? '') < (right ?? '') ? -1 : 1;
};
