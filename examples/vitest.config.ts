import { defineProject } from 'vitest/config';

export default defineProject({
  test: { name: 'examples', pool: 'forks', testTimeout: 120_000, include: ['src/**/*.test.ts'] },
});
