import { defineProject } from 'vitest/config';

export default defineProject({ test: { name: 'tokenizer', pool: 'forks', include: ['src/**/*.test.ts'] } });
