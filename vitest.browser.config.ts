import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/one-assembly.ts', 'test/quiet-logs.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'sound',
          include: ['test/browser/audio*.test.ts'],
          // One file at a time: six audio tabs are the most two cores carry without starving the mixer.
          fileParallelism: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: ['test/browser/page*.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
