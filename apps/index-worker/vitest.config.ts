import { defineProject } from 'vitest/config';

export default defineProject({
  // Databases are started and a real model is loaded; a busy machine must not make that a failure.
  test: {
    name: 'index-worker',
    pool: 'forks',
    include: ['src/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
