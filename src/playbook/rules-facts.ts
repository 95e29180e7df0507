import { quote, suggest } from '../domain/file-problem.ts';
import type { Flaw, Path } from '../domain/yaml/index.ts';
import type { DraftSection, DraftTrack } from './draft.ts';
import type { Kinds } from './rules-kinds.ts';
import { chainOf } from './rules-order.ts';
import { argumentsOf, type WrittenWork } from './schema.ts';
import { accountNames, templatesIn } from './template.ts';

/** What a step can read: names, and steps whose facts cannot be told because their kind is wrong. */
interface Sight {
  readonly names: readonly string[];
  readonly untold: readonly string[];
}

/**
 * Conditions and templates may name what an earlier step leaves: in the case, steps of the case; in a
 * track, steps of the case before it and of the same track. Tracks run side by side, so what the one
 * leaves is not "earlier" for the other; and the case cannot read a lane's fact, as there may be many.
 */
export function factProblems(sections: readonly DraftSection[], kinds: Kinds): Flaw[] {
  let ofCase: Sight = { names: [], untold: [] };
  return sections.flatMap((section) => {
    if (section.perAccount) {
      const inLane = { ...ofCase, names: [...ofCase.names, ...Object.keys(accountNames)] };
      return section.tracks.flatMap((track) => trackProblems(track, inLane, kinds).found);
    }
    const results = section.tracks.map((track) => trackProblems(track, ofCase, kinds));
    ofCase = results[0]?.sight ?? ofCase;
    return results.flatMap(({ found }) => found);
  });
}

function trackProblems(track: DraftTrack, before: Sight, kinds: Kinds): { found: Flaw[]; sight: Sight } {
  let sight = before;
  const found = chainOf(track.steps).order.flatMap((step) => {
    const worked = learn(sight, step.id, step.do, kinds);
    const checked = learn(worked, step.id, step.check, kinds);
    const problems = [
      ...conditionProblems(step.when?.fact, [...step.path, 'when', 'fact'], sight),
      ...namesIn(step.do, [...step.path, 'do'], sight),
      // The check sees what the work has just found.
      ...namesIn(step.check, [...step.path, 'check'], worked),
      ...conditionProblems(step.returns?.when.fact, [...step.path, 'returns', 'when', 'fact'], checked),
    ];
    sight = checked;
    return problems;
  });
  return { found, sight };
}

function learn(sight: Sight, step: string | undefined, work: WrittenWork | undefined, kinds: Kinds): Sight {
  if (step === undefined) return sight;
  const facts = work && kinds.get(work.kind)?.facts;
  if (facts === undefined) return { ...sight, untold: [...sight.untold, step] };
  return { ...sight, names: [...sight.names, ...facts.map((fact) => `${step}.${fact}`)] };
}

function conditionProblems(fact: string | undefined, path: Path, sight: Sight): Flaw[] {
  if (fact === undefined || isSeen(fact, sight)) return [];
  const message = `no step before this one leaves the fact ${quote(fact)}`;
  return [{ path, on: 'value', message, ...suggest(fact, sight.names) }];
}

/** Templates anywhere in the arguments; and an argument called "facts" holds names of facts. */
function namesIn(work: WrittenWork | undefined, path: Path, sight: Sight): Flaw[] {
  if (work === undefined) return [];
  return textsIn(argumentsOf(work), path).flatMap(({ text, path: at }) => {
    const isFactName = at.at(-2) === 'facts' && templatesIn(text).length === 0;
    return isFactName ? conditionProblems(text, at, sight) : templateProblems(text, at, sight);
  });
}

function templateProblems(text: string, path: Path, sight: Sight): Flaw[] {
  return templatesIn(text).flatMap(({ written, name }): Flaw[] => {
    const at = { path, on: 'value' } as const;
    if (name === undefined) {
      return [{ ...at, message: `${quote(written)} is not a template`, hint: 'like "{{ account.id }}"' }];
    }
    if (isSeen(name, sight)) return [];
    const message = `the template names ${quote(name)}, which nothing before this step leaves`;
    return [{ ...at, message, ...suggest(name, sight.names) }];
  });
}

const isSeen = (name: string, sight: Sight): boolean =>
  sight.names.includes(name) || sight.untold.some((step) => name.startsWith(`${step}.`));

function textsIn(value: unknown, path: Path): { text: string; path: Path }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    textsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
