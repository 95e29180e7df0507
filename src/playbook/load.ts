import { readYaml, refusalOf, type Flaw } from '../domain/yaml/index.ts';
import { assemble } from './assemble.ts';
import { readDraft } from './draft.ts';
import type { Playbook } from './playbook.ts';
import { factProblems } from './rules-facts.ts';
import { kindProblems } from './rules-kinds.ts';
import { orderProblems } from './rules-order.ts';
import { playbookSchema } from './schema.ts';
import { shapeProblems } from './shape.ts';
import type { StepKindDescription } from './step-kind.ts';

/**
 * Reads a playbook, checked for shape and meaning against the step kinds there are. `file` is only
 * named in the problems; `source` is its content, bytes or decoded text.
 * @throws {BadFile} with every problem of the file at once, each at its line and column
 */
export function loadPlaybook(
  file: string,
  source: string | Uint8Array,
  kinds: readonly StepKindDescription[],
): Playbook {
  const yaml = readYaml(source);
  const shape = playbookSchema.safeParse(yaml.value);
  const wrong = [...shapeProblems(yaml.value), ...meaningProblems(yaml.value, kinds)].filter(
    ({ path, on }) => on === 'name' || !yaml.isRefused(path),
  );
  const flaws = [...yaml.flaws, ...wrong.map(yaml.locate)];
  if (!shape.success || flaws.length > 0) throw refusalOf(file, yaml.text, flaws);
  return assemble(shape.data);
}

function meaningProblems(value: unknown, kinds: readonly StepKindDescription[]): Flaw[] {
  const sections = readDraft(value);
  const known = new Map(kinds.map((kind) => [kind.id, kind]));
  return [...orderProblems(sections), ...kindProblems(sections, known), ...factProblems(sections, known)];
}
