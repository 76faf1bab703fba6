import { defineProject } from 'vitest/config';

export default defineProject({
  // These tests start threads and processes, which takes long on a busy machine.
  test: { name: 'onnx-runtime', pool: 'forks', include: ['src/**/*.test.ts'], testTimeout: 60_000 },
});
