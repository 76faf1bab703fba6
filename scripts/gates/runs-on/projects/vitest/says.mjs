import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { answer } from './answer.mjs';

test('the program says what it says in Node.js', async () => {
  writeFileSync('said.txt', await answer());
}, 120_000);
