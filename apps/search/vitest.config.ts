import { defineProject } from 'vitest/config';

export default defineProject({
  // Real models are loaded; a busy machine must not make that a failure.
  test: { name: 'search', pool: 'forks', include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
