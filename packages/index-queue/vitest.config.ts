import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'index-queue', pool: 'forks', include: ['src/**/*.test.ts'] } });
