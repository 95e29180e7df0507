import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createDrillClock, loadScenario, stageScenario, startAttacker } from '../../src/drill/index.ts';
import type { DrillClock, StagedScenario } from '../../src/drill/index.ts';
import type { Attacker, AttackerRefused } from '../../src/drill/attacker.ts';
import { simulateBinance } from '../../src/simulators/index.ts';
import type { Simulator } from '../../src/simulators/index.ts';
import { manualClock } from '../support/manual-clock.ts';

export const thinPairFile = join(import.meta.dirname, '../../playbooks/drills/thin-pair.yaml');
export const thinPairText = readFileSync(thinPairFile, 'utf8');
export const thinPair = loadScenario('thin-pair.yaml', thinPairText);

export const minute = 60_000;

export interface Played {
  readonly staged: StagedScenario;
  readonly clock: DrillClock;
  readonly venue: Simulator;
  readonly attacker: Attacker;
  readonly refused: readonly AttackerRefused[];
  stop(): Promise<void>;
}

/** The thin pair with its attacker at work, on a clock that only the test moves. */
export async function play(given: { worldLog?: string; startAt?: string } = {}): Promise<Played> {
  const staged = stageScenario(thinPair, 'test');
  const real = manualClock('2026-11-21T00:00:00.000Z');
  const clock = createDrillClock({ startAt: given.startAt ?? thinPair.startsAt, speed: 60, real });
  const { worldLog } = given;
  const venue = await simulateBinance({
    clock,
    opening: staged.opening,
    seed: 'test',
    ...(worldLog === undefined ? {} : { worldLog }),
  });
  const ending = new AbortController();
  const refused: AttackerRefused[] = [];
  const attacker = startAttacker({
    script: staged.plan,
    simulator: venue,
    clock,
    signal: ending.signal,
    onRefused: (refusal) => refused.push(refusal),
  });
  const stop = async (): Promise<void> => {
    ending.abort();
    await attacker.done;
    await venue.close();
  };
  onTestFinished(stop);
  return { staged, clock, venue, attacker, refused, stop };
}
