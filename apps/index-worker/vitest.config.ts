import { defineProject } from 'vitest/config';

export default defineProject({
  // Tests start databases and load a real model, which takes long on a busy machine.
  test: {
    name: 'index-worker',
    pool: 'forks',
    include: ['src/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
