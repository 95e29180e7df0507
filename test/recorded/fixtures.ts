import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'vitest';

const repoRoot = path.join(import.meta.dirname, '../..');

/** Replies of venues recorded by others: data that lies beside the project, never in it. */
export const fixturesFolder = path.join(repoRoot, '..', 'shared', 'fixtures');
export const fixturesExist = existsSync(fixturesFolder);

/** Reads a fixture; undefined in a clone that has none. */
export function readFixture(name: string): unknown {
  return fixturesExist ? JSON.parse(readFileSync(path.join(fixturesFolder, name), 'utf8')) : undefined;
}

/** Without fixtures a suite is skipped by its name, and says how many kinds of reply went untested. */
export function skippedWithoutFixtures(suite: string, count: number): void {
  if (!fixturesExist)
    it.skip(`${suite}: ${count} checks need ../shared/fixtures, which is not here`, () => undefined);
}
