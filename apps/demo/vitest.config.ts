import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'demo', pool: 'forks', include: ['src/**/*.test.ts'] } });
