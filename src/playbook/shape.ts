import { z } from 'zod';
import { shapeFlaws, type Flaw } from '../domain/yaml/index.ts';
import { accountSection, caseSection, listOf, playbookSchema } from './schema.ts';
import { valueAt } from './value-at.ts';

// A field that is left out of a step is a decision that nobody made, so each says what it is for.
const whyNeeded: ReadonlyMap<string, string> = new Map([
  ['purpose', 'it says what the step is for'],
  ['needs', 'it says which scopes the step uses and who must say yes: { scopes: [], approval: none }'],
  ['do', 'it says what the step does'],
  ['check', 'it says how we know that the step took effect; without it nobody does'],
  ['per', 'a section with tracks runs once for each account, so it says "per: account"'],
  ['undo', 'it says how to take the step back; write "none" if that cannot be done'],
]);

/** Returns what is wrong with the shape of a playbook as written: unknown, missing and wrong fields. */
export function shapeProblems(written: unknown): Flaw[] {
  const sections = valueAt(written, ['sections']);
  return [
    ...shapeFlaws(frame, written, { whyNeeded }),
    ...(Array.isArray(sections) ? sections : []).flatMap((section: unknown, index) =>
      shapeFlaws(shapeOfSection(section), section, { whyNeeded, at: ['sections', index] }).map(
        inOtherSection,
      ),
    ),
  ];
}

// Sections are read one by one: in a union a wrong "per" would hide whatever else is wrong in them.
const frame = playbookSchema.extend({ sections: listOf(z.unknown()) });

const shapeOfSection = (section: unknown): z.ZodType =>
  valueAt(section, ['tracks']) !== undefined || valueAt(section, ['per']) === 'account'
    ? accountSection
    : caseSection;

/** Steps or tracks right below a section are known names, only that this section has the other. */
function inOtherSection(flaw: Flaw): Flaw {
  const [, , name, ...below] = flaw.path;
  const isOther = flaw.on === 'name' && below.length === 0 && (name === 'steps' || name === 'tracks');
  if (!isOther) return flaw;
  const message = `"${name}" does not belong here: a section has steps, or "per: account" and tracks`;
  return { path: flaw.path, on: 'name', message };
}
