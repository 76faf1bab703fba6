import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'embed', pool: 'forks', include: ['src/**/*.test.ts'] } });
