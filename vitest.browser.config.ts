import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/one-assembly.ts', 'test/quiet-logs.ts'],
    include: ['test/browser/**/*.test.ts'],
    // One file at a time: six audio tabs are the most two cores carry without starving the mixer.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
