import { configDefaults, defineConfig } from 'vitest/config';

// Tests in test/conformance judge with other people's tools, which a machine may lack. They have a mode of vitest's own,
// `npm run conformance`: a variable set in the script would be no command on Windows.
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === 'conformance' ? 'test/conformance/**/*.test.ts' : 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(mode === 'conformance' ? [] : ['test/conformance/**'])],
    setupFiles: ['test/support/loopback-only.ts'],
    // Generous: machines are shared, and what is tested here is never speed.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // An accelerated drill turns the venue's 5 s receive window into tens of real milliseconds: a machine
    // that stands still that long fails it. Such a test is run once more; vitest says so.
    retry: 1,
    pool: 'forks',
    // More than cores: the longest tests wait for child processes most of their time.
    maxWorkers: 3,
  },
}));
