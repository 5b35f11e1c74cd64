import { defineConfig } from 'vitest/config';

const shared = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    globalSetup: ['test/one-assembly.ts', 'test/quiet-logs.ts'],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
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
          ...shared,
          name: 'pages',
          include: ['test/browser/page*.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
