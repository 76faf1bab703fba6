import { defineProject } from 'vitest/config';

// Some tests start processes and upload 100,000 points, on machines that have other work as well. A real server makes a collection on disk for
// nearly every test.
const timeout = process.env['X_TEST_QDRANT'] === undefined ? 30_000 : 120_000;

export default defineProject({
  test: {
    name: 'qdrant-adapter',
    pool: 'forks',
    include: ['src/**/*.test.ts'],
    testTimeout: timeout,
    hookTimeout: timeout,
  },
});
