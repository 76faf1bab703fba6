import { defineProject } from 'vitest/config';

// Some tests start processes and upload 100,000 points, on machines that have other work as well.
export default defineProject({
  test: {
    name: 'qdrant-adapter',
    pool: 'forks',
    include: ['src/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
