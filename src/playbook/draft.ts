import type { z } from 'zod';
import type { Phase } from '../domain/phase.ts';
import type { Path } from '../domain/yaml/index.ts';
import { caseSection, step, track, type WrittenStep } from './schema.ts';
import { valueAt } from './value-at.ts';

/**
 * A playbook as far as it can be understood. A field whose shape is wrong is absent here (`shape.ts`
 * reports it), so that one mistake does not hide the others in the file.
 */
export interface DraftSection {
  readonly path: Path;
  readonly phase: Phase | undefined;
  readonly perAccount: boolean;
  /** A section without tracks reads as one track without an id. */
  readonly tracks: readonly DraftTrack[];
}

export interface DraftTrack {
  readonly path: Path;
  readonly id: string | undefined;
  readonly steps: readonly DraftStep[];
}

export interface DraftStep extends Partial<WrittenStep> {
  readonly path: Path;
}

/** Returns the sections, tracks and steps of a document that may be wrong in any place. */
export function readDraft(written: unknown): DraftSection[] {
  return list(written, ['sections']).map(({ value, path }) => readSection(value, path));
}

function readSection(value: unknown, path: Path): DraftSection {
  const perAccount = valueAt(value, ['tracks']) !== undefined;
  return {
    path,
    phase: piece(caseSection.shape.phase, valueAt(value, ['phase'])),
    perAccount,
    tracks: perAccount
      ? list(value, [...path, 'tracks']).map((one) => readTrack(one.value, one.path))
      : [{ path, id: undefined, steps: readSteps(value, path) }],
  };
}

function readTrack(value: unknown, path: Path): DraftTrack {
  return { path, id: piece(track.shape.id, valueAt(value, ['id'])), steps: readSteps(value, path) };
}

const readSteps = (value: unknown, path: Path): DraftStep[] =>
  list(value, [...path, 'steps']).map((one) => ({ ...readFields(one.value), path: one.path }));

function readFields(value: unknown): Partial<WrittenStep> {
  const fields = Object.entries(step.shape).flatMap(([name, shape]) => {
    const read = piece<unknown>(shape, valueAt(value, [name]));
    return read === undefined ? [] : [[name, read] as const];
  });
  // Each field was read by the shape that has its name.
  return Object.fromEntries(fields);
}

const piece = <T>(shape: z.ZodType<T>, value: unknown): T | undefined => shape.safeParse(value).data;

/** The items of the list at the end of the path, in the map that has it, with their own paths. */
function list(parent: unknown, path: Path): { value: unknown; path: Path }[] {
  const value = valueAt(parent, path.slice(-1));
  return Array.isArray(value)
    ? value.map((item: unknown, index) => ({ value: item, path: [...path, index] }))
    : [];
}

/** Every step with the track and the section it stands in, in the order of the file. */
export function* eachStep(
  sections: readonly DraftSection[],
): Generator<{ section: DraftSection; track: DraftTrack; step: DraftStep }> {
  for (const section of sections) {
    for (const track of section.tracks) {
      for (const step of track.steps) yield { section, track, step };
    }
  }
}
