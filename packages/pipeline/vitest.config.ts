import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'pipeline', pool: 'forks', include: ['src/**/*.test.ts'] } });
