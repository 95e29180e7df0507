import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Tests that leave a process as they found it: several files of them, one after the other, in one process, which loads
 * the program once. The others start programs, measure memory, or have a file run for a minute.
 */
const together = [
  ...['analysis', 'config', 'domain', 'drill', 'playbook', 'recorded', 'report', 'secrets', 'simulators'],
  ...['steps', 'terminal', 'venues'],
].map((folder) => `test/${folder}/**/*.test.ts`);
const apart = [...configDefaults.exclude, 'test/conformance/**', ...together];

/** One of the two halves of the suite. */
const half = (name: string, files: { include: string[]; exclude: string[] }, isolate: boolean) => ({
  extends: true as const,
  test: { name, ...files, isolate, globalSetup: isolate ? ['test/support/run-folder.ts'] : [] },
});

const suite = [
  half('apart', { include: ['test/**/*.test.ts'], exclude: apart }, true),
  half('together', { include: together, exclude: configDefaults.exclude }, false),
];

// They judge with other people's tools, which a machine may lack. They have a mode of vitest's own, `npm run conformance`:
// a variable set in the script would be no command on Windows.
const conformance = [
  half('conformance', { include: ['test/conformance/**/*.test.ts'], exclude: configDefaults.exclude }, true),
];

export default defineConfig(({ mode }) => ({
  test: {
    projects: mode === 'conformance' ? conformance : suite,
    setupFiles: ['test/support/loopback-only.ts'],
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
