import { writeFileSync } from 'node:fs';
import { answer } from './answer.mjs';

// Jest gives a test other classes of arrays than ONNX Runtime has: a model runs in a thread or a process of its own.
test('the program says what it says in Node.js', async () => {
  writeFileSync('said.txt', await answer(['process']));
}, 120_000);
