import { createRequire } from 'node:module';
import { defineProject } from 'vitest/config';

// Some tests start processes and upload 100,000 points, on machines that also do other work. A real server creates a collection on disk for nearly
// every test.
const timeout = process.env['X_TEST_QDRANT'] === undefined ? 60_000 : 120_000;

/** The build of the official client that is bundled into the package: docs/decisions/0102-dependencies-that-are-built-in.md. */
const officialClient = createRequire(import.meta.url)
  .resolve('@qdrant/js-client-rest')
  .replace(/cjs(.index\.js)$/, 'browser$1');

export default defineProject({
  resolve: { alias: { '@qdrant/js-client-rest': officialClient } },
  test: {
    name: 'qdrant-adapter',
    pool: 'forks',
    include: ['src/**/*.test.ts'],
    testTimeout: timeout,
    hookTimeout: timeout,
  },
});
