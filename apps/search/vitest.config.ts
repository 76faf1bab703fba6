import { defineProject } from 'vitest/config';

export default defineProject({
  // Loading the real models may take long on a busy machine.
  test: { name: 'search', pool: 'forks', include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
