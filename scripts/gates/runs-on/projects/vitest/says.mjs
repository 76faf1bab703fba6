import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { answer } from './answer.mjs';

test('the program writes its answer', async () => {
  writeFileSync('said.txt', await answer());
}, 120_000);
