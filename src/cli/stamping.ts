import { keysInScope } from '../analysis/index.ts';
import type { JournaledEvent } from '../domain/run-event.ts';
import { createStamper, type Authorities, type SealStamp, type Stamper } from '../evidence/index.ts';
import type { CaseFiles } from '../run/index.ts';
import type { Stage } from './stage.ts';

/** What a case needs to have its time confirmed. */
export interface Stamping {
  readonly stamper: Stamper;
  open(): Promise<Authorities>;
}

/** Stamps the case's journal beside its run; undefined on a stage that asks nobody. */
export function startStamping(stage: Stage, files: CaseFiles): Stamping | undefined {
  const open = stage.openAuthorities;
  return open && { open, stamper: createStamper({ files, open, isContained }) };
}

/** Every key in scope is proven dead. Whether the rest of containment was done too is the verdict's matter. */
function isContained(events: readonly JournaledEvent[]): boolean {
  const keys = keysInScope(events.map((event, seq) => ({ event, seq, at: '' })));
  return keys.length > 0 && keys.every(({ deadSince }) => deadSince !== undefined);
}

/** What the last screen says of a seal that an authority did not stamp; nothing when all did. */
export const sealInWords = (stamps: readonly SealStamp[]): readonly string[] =>
  stamps.flatMap((stamp) =>
    stamp.is === 'missing'
      ? [`Not time-stamped by ${stamp.authority}: ${stamp.over} (${stamp.code}, ${stamp.why})`]
      : [],
  );
