import { writeFileSync } from 'node:fs';
import { answer } from './answer.mjs';

// In Jest, a test has other array classes than ONNX Runtime, so a model must run in a separate thread or process.
test('the program writes its answer', async () => {
  writeFileSync('said.txt', await answer(['process']));
}, 120_000);
