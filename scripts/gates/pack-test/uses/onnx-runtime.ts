// needs: @x/model-all-minilm-l6-v2
import { fileURLToPath } from 'node:url';
import { OnnxModel } from '@x/onnx-runtime';

const file = fileURLToPath(import.meta.resolve('@x/model-all-minilm-l6-v2/model.onnx'));
const code = `export const createReduction = () => ({ outputs: [hidden], lengths }) =>
  Array.from(lengths, (length) => Float32Array.of(length, hidden.dims[2]));`;
await using model = await OnnxModel.load(file, {
  reduction: { module: `data:text/javascript,${encodeURIComponent(code)}` },
});
const sequence = { inputIds: Int32Array.of(101, 7592, 2088, 102), truncatedTokens: 0 };
for await (const result of model.run([sequence])) console.log(result.join(' tokens, hidden size ')); // => 4 tokens, hidden size 384
