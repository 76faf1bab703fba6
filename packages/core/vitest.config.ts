import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'core', pool: 'forks', include: ['src/**/*.test.ts'] } });
