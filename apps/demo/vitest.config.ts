import { defineProject } from 'vitest/config';

export default defineProject({
  test: {
    name: 'demo',
    pool: 'forks',
    include: ['src/**/*.test.ts', 'page/**/*.test.ts'],
    globalSetup: 'page/tests/support/say-what-is-missing.ts',
    // Real models are loaded; a busy machine must not make that a failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
