// Loads, uses and disposes of a model 50 times, and sends the resident memory after each cycle. Needs --expose-gc.
import { OnnxModel } from '@x/onnx-runtime';

const { model: path, isolation } = JSON.parse(process.argv[2]);
const reduction = { module: new URL('./reductions.mjs', import.meta.url).href, options: { kind: 'batchShape' } };
const sequence = { inputIds: new Int32Array(64).fill(3), truncatedTokens: 0 };

// Keeps the models referenced, so that the garbage collector cannot free memory that dispose leaked.
const models = [];
const residentBytes = [];
for (let cycle = 0; cycle < 50; cycle++) {
  const model = await OnnxModel.load(path, { reduction, isolation, threads: 1 });
  for await (const result of model.run([sequence])) if (result[0] !== 1) throw new Error('a wrong result');
  await model.dispose();
  models.push(model);
  globalThis.gc();
  residentBytes.push(process.memoryUsage.rss());
}
process.send(residentBytes);
