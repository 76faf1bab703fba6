import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'simulate-cluster', pool: 'forks', include: ['src/**/*.test.ts'] } });
