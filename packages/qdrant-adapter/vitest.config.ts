import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'qdrant-adapter', pool: 'forks', include: ['src/**/*.test.ts'] } });
