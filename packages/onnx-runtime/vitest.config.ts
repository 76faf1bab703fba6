import { defineProject } from 'vitest/config';

export default defineProject({
  // Threads and processes are started here, which takes its time on a busy machine.
  test: { name: 'onnx-runtime', pool: 'forks', include: ['src/**/*.test.ts'], testTimeout: 60_000 },
});
