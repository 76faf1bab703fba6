import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      '{packages,models,apps,tooling}/*/vitest.config.ts',
      'examples/vitest.config.ts',
      { test: { name: 'scripts', pool: 'forks', include: ['{bench,eval,scripts,tooling}/**/*.test.mjs'] } },
    ],
  },
});
