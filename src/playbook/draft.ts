import type { z } from 'zod';
import { isPhase, type Phase } from '../domain/phase.ts';
import type { Path } from './found.ts';
import * as schema from './schema.ts';

/**
 * A playbook as far as it can be understood. A field whose shape is wrong is simply absent here (its
 * problem is reported by `shape.ts`), so that one mistake does not hide the others in the file.
 */
export interface DraftSection {
  readonly path: Path;
  readonly phase: Phase | undefined;
  readonly perAccount: boolean;
  /** A section without tracks is one track without an id. */
  readonly tracks: readonly DraftTrack[];
}

export interface DraftTrack {
  readonly path: Path;
  readonly id: string | undefined;
  readonly steps: readonly DraftStep[];
}

export interface DraftStep {
  readonly path: Path;
  readonly id: string | undefined;
  readonly do: schema.WrittenWork | undefined;
  readonly check: schema.WrittenWork | undefined;
  readonly needs: z.infer<typeof schema.needs> | undefined;
  readonly required: boolean | undefined;
  readonly mandatory: boolean | undefined;
  readonly when: z.infer<typeof schema.condition> | undefined;
  readonly next: string | undefined;
  readonly returns: z.infer<typeof schema.returns> | undefined;
}

export function readDraft(written: unknown): DraftSection[] {
  return list(field(written, 'sections')).map((section, index) => readSection(section, ['sections', index]));
}
