import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

// `npm run screenshots` takes the screenshots of the README. It tests nothing, so it is not part of `npm test`.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: { pool: 'forks', include: ['take-screenshots.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
});
