// fastembed-js (npm: fastembed). It uses the first token's vector for every model, and pads every text to the token limit.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EmbeddingModel, FlagEmbedding } from 'fastembed';
import { serve } from '../../contestants/serve.mjs';

await serve(async ({ embedder, threads, maxLength }) => {
  limitThreads(threads);
  const embedding = await FlagEmbedding.init({
    model: EmbeddingModel.CUSTOM,
    modelAbsoluteDirPath: embedder,
    modelName: 'model.onnx',
    maxLength,
  });
  /** @param {readonly string[]} texts */
  async function* stream(texts) {
    for await (const vectors of embedding.embed([...texts])) yield* vectors;
  }
  return {
    versions: { fastembed: versionOf('fastembed'), 'onnxruntime-node': versionOf('onnxruntime-node') },
    embed: async (texts) => {
      const vectors = [];
      for await (const vector of stream(texts)) vectors.push(vector);
      return vectors;
    },
    stream,
  };
});

/**
 * Limits the threads through ONNX Runtime, because fastembed-js has no option for their number.
 *
 * @param {number} threads
 */
function limitThreads(threads) {
  const { InferenceSession } = createRequire(import.meta.url)('onnxruntime-node');
  const create = InferenceSession.create.bind(InferenceSession);
  InferenceSession.create = (path, options) => create(path, { ...options, intraOpNumThreads: threads });
}

/** @param {string} name */
function versionOf(name) {
  const manifest = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return String(JSON.parse(readFileSync(manifest, 'utf8')).version);
}
