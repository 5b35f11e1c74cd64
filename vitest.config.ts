import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/one-assembly.ts', 'test/quiet-logs.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'node_modules/**'],
    // Three workers for the two cores of the smallest machine we promise: a flow waits for its cloud a third of the time.
    maxWorkers: 3,
    // Guards against hanging only: whole stories run in a test, on machines that others use too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
