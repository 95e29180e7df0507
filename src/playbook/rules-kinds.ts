import { phases } from '../domain/phase.ts';
import { quote, suggest } from '../domain/file-problem.ts';
import type { Flaw, Path } from '../domain/yaml/index.ts';
import { argumentProblems } from './rules-arguments.ts';
import { eachStep, type DraftSection, type DraftStep } from './draft.ts';
import type { WrittenWork } from './schema.ts';
import type { StepKindDescription } from './step-kind.ts';

export type Kinds = ReadonlyMap<string, StepKindDescription>;

/** What must hold between a step and the kinds it names. */
export function kindProblems(sections: readonly DraftSection[], kinds: Kinds): Flaw[] {
  return [...eachStep(sections)].flatMap(({ section, step }) => [
    ...workProblems(step.do, [...step.path, 'do'], kinds, [...kinds.keys()]),
    ...workProblems(step.check, [...step.path, 'check'], kinds, checkingKinds(kinds)),
    ...checkMustConfirm(step, kinds),
    ...changeMustBeApproved(step, kinds),
    ...keyMustComeAfterContainment(section, step, kinds),
  ]);
}

function workProblems(
  work: WrittenWork | undefined,
  path: Path,
  kinds: Kinds,
  choices: readonly string[],
): Flaw[] {
  if (work === undefined) return [];
  const kind = kinds.get(work.kind);
  if (kind !== undefined) return argumentProblems(work, kind, path);
  return [
    {
      path: [...path, 'kind'],
      on: 'value',
      message: `unknown step kind ${quote(work.kind)}`,
      ...suggest(work.kind, choices),
    },
  ];
}

function checkMustConfirm(step: DraftStep, kinds: Kinds): Flaw[] {
  const kind = step.check && kinds.get(step.check.kind);
  if (kind === undefined || kind.checks) return [];
  return [
    {
      path: [...step.path, 'check', 'kind'],
      on: 'value',
      message: `${kind.id} does something but confirms nothing: it cannot stand under "check"`,
      hint: `kinds that confirm: ${checkingKinds(kinds).join(', ')}`,
    },
  ];
}

function changeMustBeApproved(step: DraftStep, kinds: Kinds): Flaw[] {
  if (step.needs?.approval !== 'none') return [];
  const works = [step.do, step.check].flatMap((work) => (work ? [work.kind] : []));
  const changing = works.find((kind) => kinds.get(kind)?.changes);
  if (changing === undefined) return [];
  return [
    {
      path: [...step.path, 'needs', 'approval'],
      on: 'value',
      message: `${changing} changes the account: somebody must say yes first`,
      hint: 'approval: operator',
    },
  ];
}

// A key made while the attacker still acts in the account is a key that he sees, or deletes.
function keyMustComeAfterContainment(section: DraftSection, step: DraftStep, kinds: Kinds): Flaw[] {
  if (step.do === undefined || !kinds.get(step.do.kind)?.createsKey || section.phase === undefined) return [];
  if (phases.indexOf(section.phase) > phases.indexOf('contain')) return [];
  return [
    {
      path: [...step.path, 'do', 'kind'],
      on: 'value',
      message: `${step.do.kind} makes a new key in the phase "${section.phase}": not before containment is over`,
      hint: 'move the step to "recover"',
    },
  ];
}

const checkingKinds = (kinds: Kinds): string[] =>
  [...kinds.values()].filter((kind) => kind.checks).map((kind) => kind.id);
