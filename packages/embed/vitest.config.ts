import { defineProject } from 'vitest/config';

export default defineProject({
  // The tests load real models, which takes long on a busy machine.
  test: { name: 'embed', pool: 'forks', include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
