import { defineConfig } from 'vitest/config';

/** These put a clock and dice of their own into a worker: it is theirs alone. */
const inVirtualTime = ['test/simulation/**/*.test.ts', 'test/races/rush.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/one-assembly.ts', 'test/quiet-logs.ts'],
    // Guards against hanging only: whole stories run in a test, on machines that others use too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rostrum',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', ...inVirtualTime, 'node_modules/**'],
          // A worker loads the embedded cloud once and not once a file: two minutes of a run.
          isolate: false,
          // For the two cores of the smallest machine we promise: a flow waits for its cloud a third of the time.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'simulation',
          include: inVirtualTime,
          isolate: true,
          // A story never waits: one for each core, after everything else.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
