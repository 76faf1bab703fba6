// transformers.js in batches of 32, as its users would write it. It runs all texts of a call as one batch, padded to the longest text.
import { basename, dirname } from 'node:path';
import { AutoModelForSequenceClassification, AutoTokenizer, env, pipeline } from '@huggingface/transformers';
import { serve } from '../../contestants/serve.mjs';

const BATCH_SIZE = 32;

await serve(async ({ embedder, reranker, threads }) => {
  env.allowRemoteModels = false;
  env.localModelPath = dirname(embedder);
  const options = { dtype: 'fp32', subfolder: '', session_options: { intraOpNumThreads: threads } };
  // Its token limit is the one in tokenizer_config.json: 256.
  const extract = await pipeline('feature-extraction', basename(embedder), options);

  /** @param {readonly string[]} texts */
  async function* stream(texts) {
    for (let start = 0; start < texts.length; start += BATCH_SIZE) {
      const output = await extract(texts.slice(start, start + BATCH_SIZE), { pooling: 'mean', normalize: true });
      const [rows, dimension] = output.dims;
      for (let row = 0; row < rows; row++) yield output.data.slice(row * dimension, (row + 1) * dimension);
    }
  }

  const loadReranker = async () => ({
    tokenizer: await AutoTokenizer.from_pretrained(basename(reranker)),
    model: await AutoModelForSequenceClassification.from_pretrained(basename(reranker), options),
  });
  /** @type {ReturnType<typeof loadReranker> | undefined} */
  let pairModel;

  return {
    versions: { '@huggingface/transformers': env.version },
    embed: async (texts) => {
      const vectors = [];
      for await (const vector of stream(texts)) vectors.push(vector);
      return vectors;
    },
    stream,
    preparePairs: async () => (pairModel ??= loadReranker()),
    rerank: async (query, documents) => {
      const { tokenizer, model } = await (pairModel ??= loadReranker());
      /** @type {number[]} */
      const scores = [];
      for (let start = 0; start < documents.length; start += BATCH_SIZE) {
        const batch = documents.slice(start, start + BATCH_SIZE);
        const queries = batch.map(() => query);
        const { logits } = await model(tokenizer(queries, { text_pair: batch, padding: true, truncation: true }));
        scores.push(...logits.data);
      }
      return scores;
    },
  };
});
