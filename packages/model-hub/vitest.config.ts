import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'model-hub', pool: 'forks', include: ['src/**/*.test.ts'] } });
