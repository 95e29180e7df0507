import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { copyOf } from './once.ts';
import type { Place, Ran } from './command.ts';
import { sealDrill, sealedIn, type SealedDrill } from './sealed-drill.ts';

/**
 * The drill of `sealDrill()` without flags, played once for a run of the suite: whichever file of tests asks first
 * plays it, each gets a copy to do with as it likes. Files that ask at the same moment play it each: nobody waits for
 * another process, which may have been killed. One that did not end with 0 is nobody else's.
 */
export async function sharedDrill(): Promise<SealedDrill> {
  const kept = join(inject('runFolder'), 'drill');
  const before = ranIn(kept);
  if (before) return sealedIn(copyOf(placeIn(kept)), before);
  const drill = await sealDrill();
  if (drill.ran.code === 0) keep(drill, kept);
  return drill;
}

const placeIn = (folder: string): Place => ({ cwd: join(folder, 'cwd'), home: join(folder, 'home') });

function ranIn(kept: string): Ran | undefined {
  try {
    return JSON.parse(readFileSync(join(kept, 'ran.json'), 'utf8')) as Ran;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** All of it or nothing: a folder gets its name when it is whole, and only the first gets it. */
function keep({ place, ran }: SealedDrill, kept: string): void {
  const made = mkdtempSync(`${kept}-`);
  const { cwd, home } = placeIn(made);
  for (const [from, to] of [
    [place.cwd, cwd],
    [place.home, home],
  ] as const) {
    mkdirSync(to, { mode: 0o700 });
    cpSync(from, to, { recursive: true, preserveTimestamps: true });
  }
  writeFileSync(join(made, 'ran.json'), JSON.stringify(ran));
  try {
    renameSync(made, kept);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // Another file of tests was quicker: its drill is as good.
    if (ranIn(kept) === undefined) throw error;
  }
}
