import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The default is one less than the number of processors, which leaves half of a machine with two idle.
    maxWorkers: '100%',
    projects: [
      '{packages,models,apps,tooling}/*/vitest.config.ts',
      'examples/vitest.config.ts',
      {
        test: {
          name: 'scripts',
          pool: 'forks',
          include: ['{bench,eval,scripts,tooling}/**/*.test.mjs'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
