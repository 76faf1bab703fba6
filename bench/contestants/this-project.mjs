// The contestant of this project. It imports the packages' public entry points, as users do.
import { readFileSync } from 'node:fs';
import { TextEmbedding } from '../../packages/embed/dist/index.js';
import { serve } from './serve.mjs';

await serve(async ({ embedder, reranker, threads, maxLength, dtype = 'fp32' }) => {
  const options = { modelPath: embedder, threads, maxLength, dtype };
  const embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', options);

  const loadReranker = async () => {
    const { TextCrossEncoder } = await import('../../packages/cross-encoder/dist/index.js');
    return TextCrossEncoder.load('x/bge-small-reranker-en', { modelPath: reranker, threads, dtype });
  };
  /** @type {ReturnType<typeof loadReranker> | undefined} */
  let crossEncoder;

  return {
    versions: { '@x/embed': versionOf('embed'), '@x/cross-encoder': versionOf('cross-encoder') },
    embed: (texts) => embedding.embed(texts),
    stream: (texts) => embedding.embedStream(texts),
    preparePairs: async () => (crossEncoder ??= loadReranker()),
    rerank: async (query, documents) => (await (crossEncoder ??= loadReranker())).score(query, documents),
  };
});

/** @param {string} name */
function versionOf(name) {
  const manifest = new URL(`../../packages/${name}/package.json`, import.meta.url);
  return String(JSON.parse(readFileSync(manifest, 'utf8')).version);
}
