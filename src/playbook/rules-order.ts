import { phases } from '../domain/phase.ts';
import { quote, suggest } from '../domain/file-problem.ts';
import { describeFound, type Flaw, type Path } from '../domain/yaml/index.ts';
import { eachStep, type DraftSection, type DraftStep, type DraftTrack } from './draft.ts';
import { reservedIds } from './schema.ts';

/** What must hold between the steps, tracks and phases themselves. */
export function orderProblems(sections: readonly DraftSection[]): Flaw[] {
  return [
    ...idProblems(sections),
    ...phaseProblems(sections),
    ...accountSectionProblems(sections),
    ...sections.flatMap((section) => section.tracks.flatMap(chainProblems)),
    ...returnProblems(sections),
    ...mandatoryProblems(sections),
  ];
}

function idProblems(sections: readonly DraftSection[]): Flaw[] {
  const steps = [...eachStep(sections)].map(({ step }) => step);
  const tracks = sections.flatMap((section) => (section.perAccount ? section.tracks : []));
  return [...reservedProblems(steps), ...onceEach('step', steps), ...onceEach('track', tracks)];
}

const reservedProblems = (steps: readonly DraftStep[]): Flaw[] =>
  steps
    .filter(({ id }) => id !== undefined && reservedIds.includes(id))
    .map(({ id, path }) => ({
      path: [...path, 'id'],
      on: 'value',
      message: `"${id}" is a reserved word`,
      hint: `say what it is about: "${id}-…"`,
    }));

function onceEach(
  what: string,
  named: readonly { readonly id?: string | undefined; readonly path: Path }[],
): Flaw[] {
  return named
    .filter(({ id }, index) => id !== undefined && named.findIndex((other) => other.id === id) < index)
    .map(({ id, path }) => ({
      path: [...path, 'id'],
      on: 'value',
      message: `a second ${what} with the id "${id}": ids are used once`,
    }));
}

function phaseProblems(sections: readonly DraftSection[]): Flaw[] {
  let latest = -1;
  return sections.flatMap(({ phase, path }): Flaw[] => {
    if (phase === undefined) return [];
    const place = phases.indexOf(phase);
    const at = { path: [...path, 'phase'], on: 'value' } as const;
    if (place === latest)
      return [{ ...at, message: `a second section for the phase "${phase}": put its steps into the first` }];
    if (place < latest) {
      return [
        {
          ...at,
          message: `the phase "${phase}" comes after "${phases[latest]}"`,
          hint: `the order is ${phases.join(', ')}`,
        },
      ];
    }
    latest = place;
    return [];
  });
}

// The case waits in one place for all its lanes; two such places would need lanes that end twice.
const accountSectionProblems = (sections: readonly DraftSection[]): Flaw[] =>
  sections
    .filter((section) => section.perAccount)
    .slice(1)
    .map(({ path }) => ({
      path: [...path, 'per'],
      on: 'value',
      message: 'a second section that runs per account: a playbook has at most one',
    }));

function chainProblems(track: DraftTrack): Flaw[] {
  const unknown = track.steps.flatMap((step) => unknownNext(step, track));
  if (unknown.length > 0) return unknown;
  const { order, cycleAt } = chainOf(track.steps);
  if (cycleAt !== undefined) return [cycleProblem(cycleAt)];
  return track.steps
    .filter((step) => !order.includes(step))
    .map((step) => ({
      path: [...step.path, 'id'],
      on: 'value',
      message: `nothing leads to the step ${describeFound(step.id)}: a "next" before it goes past it`,
    }));
}

function unknownNext(step: DraftStep, track: DraftTrack): Flaw[] {
  const ids = track.steps.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (step.next === undefined || ids.includes(step.next)) return [];
  return [
    {
      path: [...step.path, 'next'],
      on: 'value',
      message: `"next" names ${quote(step.next)}, which is no step of this list`,
      ...suggest(step.next, ids),
    },
  ];
}

const cycleProblem = (step: DraftStep): Flaw => ({
  path: [...step.path, step.next === undefined ? 'id' : 'next'],
  on: 'value',
  message: `the step ${describeFound(step.id)} leads back to a step before it, and nothing ends the circle`,
  hint: 'to go back to an earlier phase write "returns: { to: …, when: { fact: …, is: … } }"',
});

/**
 * Returns the steps of a track in the order in which they run: one after the other in the list, unless
 * `next` names another. `cycleAt` is the step that leads back to one before it.
 */
export function chainOf<S extends { readonly id?: string | undefined; readonly next?: string | undefined }>(
  steps: readonly S[],
): { readonly order: readonly S[]; readonly cycleAt?: S } {
  const order: S[] = [];
  let step = steps[0];
  while (step !== undefined) {
    order.push(step);
    const { next } = step;
    const following: S | undefined =
      next === undefined ? steps[steps.indexOf(step) + 1] : steps.find(({ id }) => id === next);
    if (following !== undefined && order.includes(following)) return { order, cycleAt: step };
    step = following;
  }
  return { order };
}

function returnProblems(sections: readonly DraftSection[]): Flaw[] {
  const present = sections.flatMap(({ phase }) => phase ?? []);
  return [...eachStep(sections)].flatMap(({ section, step }): Flaw[] => {
    if (step.returns === undefined || section.phase === undefined) return [];
    const { to } = step.returns;
    const at = { path: [...step.path, 'returns', 'to'], on: 'value' } as const;
    if (section.perAccount) {
      return [
        {
          ...at,
          path: [...step.path, 'returns'],
          on: 'name',
          message: 'a step of a track cannot go back: other accounts are still at work',
          hint: 'put the "returns" on a step of a later section',
        },
      ];
    }
    if (phases.indexOf(to) >= phases.indexOf(section.phase)) {
      return [{ ...at, message: `"returns" goes back: "${to}" is not before "${section.phase}"` }];
    }
    return present.includes(to)
      ? []
      : [{ ...at, message: `this playbook has no section for "${to}"`, ...suggest(to, present) }];
  });
}

const mandatoryProblems = (sections: readonly DraftSection[]): Flaw[] =>
  [...eachStep(sections)]
    .filter(({ step }) => step.mandatory === true && step.required === false)
    .map(({ step }) => ({
      path: [...step.path, 'required'],
      on: 'value',
      message: 'a mandatory step is required too',
      hint: 'leave "required" out',
    }));
