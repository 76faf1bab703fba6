import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'cross-encoder', pool: 'forks', include: ['src/**/*.test.ts'] } });
