import { defineProject } from 'vitest/config';

export default defineProject({
  test: { name: 'tiny-onnx', pool: 'forks', include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
