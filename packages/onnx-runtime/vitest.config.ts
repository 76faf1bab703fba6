import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'onnx-runtime', pool: 'forks', include: ['src/**/*.test.ts'] } });
