import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** These measure this process's memory or race others, or change what the process does for as long as it lives. */
const alone = [
  'test/acquisition/{flat-memory,shared-tally}.test.ts',
  'test/evidence/{bag,canary-planted,seal-large}.test.ts',
  'test/evidence/changes/*.test.ts',
];

/**
 * Tests that leave a process as they found it: several files of them, one after the other, in one process, which loads
 * the program once. For each file of a process of its own that is a second more of this machine. The others play whole
 * runs of the program.
 */
const together = [
  ...['acquisition', 'analysis', 'config', 'contract', 'domain', 'drill', 'evidence', 'playbook', 'recorded'],
  ...['report', 'secrets', 'simulators', 'steps', 'terminal', 'venues'],
].map((folder) => `test/${folder}/**/*.test.ts`);
const apart = [...configDefaults.exclude, 'test/conformance/**', ...together];

/** A part of the suite. */
const part = (name: string, files: { include: string[]; exclude: string[] }, isolate: boolean) => ({
  extends: true as const,
  test: { name, ...files, isolate, globalSetup: ['test/support/run-folder.ts'] },
});

const suite = [
  part('apart', { include: ['test/**/*.test.ts'], exclude: apart }, true),
  part('alone', { include: alone, exclude: configDefaults.exclude }, true),
  part('together', { include: together, exclude: [...configDefaults.exclude, ...alone] }, false),
];

// They judge with other people's tools, which a machine may lack. They have a mode of vitest's own, `npm run conformance`:
// a variable set in the script would be no command on Windows.
const conformance = [
  part('conformance', { include: ['test/conformance/**/*.test.ts'], exclude: configDefaults.exclude }, true),
];

export default defineConfig(({ mode }) => ({
  test: {
    projects: mode === 'conformance' ? conformance : suite,
    sequence: { sequencer: LongestFirst },
    setupFiles: ['test/support/loopback-only.mjs'],
    // Generous: machines are shared, and what is tested here is never speed.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // An accelerated drill turns the venue's 5 s receive window into tens of real milliseconds: a machine
    // that stands still that long fails it. Such a test is run once more; vitest says so.
    retry: 1,
    // Tests that run beside each other in one file start programs: two cores do not carry more of them.
    maxConcurrency: 3,
    pool: 'forks',
    // More than cores: the longest tests wait for child processes most of their time.
    maxWorkers: 3,
  },
}));
