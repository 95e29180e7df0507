import { z } from 'zod';
import { permissionScopes } from '../domain/api-key.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { phases } from '../domain/phase.ts';

/**
 * A playbook as people write it. The comments that an editor shows come from `describe` here. What
 * one field alone cannot say (a name that exists nowhere, a step that nothing leads to) is in the
 * `rules-*.ts` files. Messages of rules complete "should be …".
 */
const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

// Reserved: the machine's own states, and the first words of the names that templates use.
export const reservedIds: readonly string[] = ['end', 'closed', 'case', 'lane', 'account', ...phases];

const id = z.string().regex(idPattern, 'lower-case words joined by "-"');
const text = z.string().trim().min(1, 'some text');
// A title stands in one line of an 80-column screen, beside its number and its outcome.
const title = text.max(60, 'at most 60 characters, the room of a line');

export const listOf = <T extends z.ZodType>(item: T) => z.array(item).min(1, 'a list with at least one item');

const json: z.ZodType<Json> = z.json();

const condition = z.strictObject({
  fact: text.describe('A fact that an earlier step leaves, as <step>.<fact>.'),
  is: json.describe('The value that the fact must have.'),
});

const needs = z.strictObject({
  scopes: z.array(z.enum(permissionScopes)).describe('Scopes of the key that the step reads or acts with.'),
  approval: z.enum(['none', 'operator']).describe('Who must say yes first.'),
});

const work = z.object({ kind: id.describe('A step kind. The other keys are its arguments.') }).catchall(json);

const returns = z.strictObject({ to: z.enum(phases), when: condition });

export const step = z
  .strictObject({
    id: id.describe('Stays the same when a by-hand step becomes an automatic one.'),
    title,
    purpose: text.describe('What the step is for, in a sentence.'),
    needs,
    do: work.meta({ id: 'do', description: 'The work: a step kind and its arguments.' }),
    check: work.meta({
      id: 'check',
      description: 'How we know that it took effect: a step kind that confirms.',
    }),
    undo: text.describe('How to take it back; "none" when that cannot be done.'),
    harm: z
      .string()
      .optional()
      .describe('What the operator loses by it: bots that go blind, stops that die.'),
    required: z.boolean().optional().describe('Default: true. The case is not clean until it is verified.'),
    mandatory: z.boolean().optional().describe('Cannot be skipped: verified, or waived by name.'),
    when: condition.optional().describe('Run only when this holds; else the step is passed over.'),
    next: id.optional().describe('The step after this one, in the same list. Default: the next in the list.'),
    returns: returns.optional().describe('Goes back to an earlier phase when this holds after the step.'),
  })
  .meta({ id: 'step' });

export const track = z.strictObject({ id, title, steps: listOf(step) });

const phase = z.enum(phases);
export const caseSection = z.strictObject({
  phase,
  title,
  purpose: text,
  per: z.literal('case').optional(),
  steps: listOf(step),
});
export const accountSection = z.strictObject({
  phase,
  title,
  purpose: text,
  per: z.literal('account').describe('Runs once for each account in scope, its tracks side by side.'),
  tracks: listOf(track),
});
const section = z.discriminatedUnion('per', [caseSection, accountSection]);

export const playbookSchema = z.strictObject({
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers, like "1.0.0"'),
  title,
  summary: text,
  sections: listOf(section),
});

export type WrittenPlaybook = z.infer<typeof playbookSchema>;
export type WrittenSection = z.infer<typeof section>;
export type WrittenStep = z.infer<typeof step>;
export type WrittenWork = z.infer<typeof work>;

/** The arguments of a step kind: all that stands beside `kind`. */
export function argumentsOf(written: WrittenWork): JsonObject {
  const { kind: _, ...given } = written;
  return given;
}
