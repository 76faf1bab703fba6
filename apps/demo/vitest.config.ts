import { defineProject } from 'vitest/config';

export default defineProject({
  test: {
    name: 'demo',
    pool: 'forks',
    include: ['src/**/*.test.ts', 'page/**/*.test.ts'],
    globalSetup: 'page/tests/support/say-what-is-missing.ts',
    // Loading the real models may take long on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
