// The floor: ONNX Runtime alone, in this thread. Its inputs are tokenized, sorted and packed before the clock starts, and its outputs
// are dropped. Hardly any program that runs the same graph on the same runtime in batches of this size can be faster.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { packBatches, runBatches } from './raw-batches.mjs';
import { serve } from './serve.mjs';

const ort = createRequire(new URL('../../packages/onnx-runtime/package.json', import.meta.url))('onnxruntime-node');

await serve(async ({ embedder, reranker, threads, maxLength }) => {
  /** @param {string} directory @param {object} tokenizerOptions */
  const open = async (directory, tokenizerOptions) => ({
    tokenizer: await Tokenizer.load(directory, tokenizerOptions),
    session: await ort.InferenceSession.create(join(directory, 'model.onnx'), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
    }),
  });
  const model = await open(embedder, { maxLength });
  /** @type {ReturnType<typeof open> | undefined} */
  let pairModel;
  /** @type {import('./raw-batches.mjs').Batch[]} */
  let batches = [];

  const prepare = async (/** @type {readonly string[]} */ texts) => {
    batches = packBatches(await model.tokenizer.encodeBatch(texts), ort.Tensor);
  };
  const pool = async (/** @type {readonly string[]} */ texts, /** @type {number | undefined} */ tokens) => {
    await prepare(texts);
    /** @type {Float32Array[]} */
    const vectors = [];
    await runBatches(model.session, batches, (output, batch) => average(output, batch, tokens, vectors));
    return vectors;
  };

  return {
    versions: { 'onnxruntime-node': ort.env.versions.node },
    prepare,
    embed: async () => {
      await runBatches(model.session, batches);
      return [];
    },
    vectors: (texts) => pool(texts, undefined),
    firstTokens: (texts) => pool(texts, 1),
    preparePairs: async (query, documents) => {
      const { tokenizer } = await (pairModel ??= open(reranker, {}));
      batches = packBatches(await tokenizer.encodePairs(documents.map((document) => [query, document])), ort.Tensor);
    },
    rerank: async () => {
      const { session } = await (pairModel ??= open(reranker, {}));
      /** @type {number[]} */
      const scores = [];
      await runBatches(session, batches, ({ data }, { indexes }) => {
        for (const [row, index] of indexes.entries()) scores[index] = data[row] ?? Number.NaN;
      });
      return scores;
    },
  };
});

/**
 * Averages the first `tokens` token vectors of each row, or all of them when `tokens` is `undefined`. Does not normalize the result.
 *
 * @param {import('./raw-batches.mjs').Tensor} output `[batch, tokens, hidden]`
 * @param {import('./raw-batches.mjs').Batch} batch
 * @param {number | undefined} tokens
 * @param {Float32Array[]} vectors receives each average at the index of its text in the input
 */
function average({ data, dims }, { indexes, lengths }, tokens, vectors) {
  const [, longest = 0, hidden = 0] = dims;
  for (const [row, index] of indexes.entries()) {
    const count = tokens ?? lengths[row] ?? 0;
    const vector = new Float32Array(hidden);
    for (let cell = 0; cell < count * hidden; cell++) {
      vector[cell % hidden] = (vector[cell % hidden] ?? 0) + (data[row * longest * hidden + cell] ?? 0) / count;
    }
    vectors[index] = vector;
  }
}
