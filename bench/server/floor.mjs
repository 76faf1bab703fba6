// The engine without a server, called in this process with the same concurrency. For each run, it receives one message and sends one
// result.
import { TextCrossEncoder } from '../../packages/cross-encoder/dist/index.js';
import { TextEmbedding } from '../../packages/embed/dist/index.js';
import { askInTurn } from './ask-in-turn.mjs';

/**
 * @typedef {{ requests: readonly import('./workloads.mjs').Ask[], connections: number, amount: number }} FloorRun
 * @typedef {import('./ask-in-turn.mjs').TurnsResult} FloorResult
 */

const { embedder, reranker, threads } = JSON.parse(process.argv[2] ?? '{}');
const embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { modelPath: embedder, threads });
const crossEncoder = await TextCrossEncoder.load('x/bge-small-reranker-en', { modelPath: reranker, threads });

process.on('message', (/** @type {FloorRun} */ asked) => {
  void run(asked).then((result) => process.send?.(result));
});
process.send?.({ ready: true });

/**
 * @param {FloorRun} asked
 * @returns {Promise<FloorResult>}
 */
function run({ requests: asks, connections, amount }) {
  return askInTurn({ asks, connections, amount }, async (ask) => {
    await answer(ask);
    return true;
  });
}

/** @param {import('./workloads.mjs').Ask} ask */
function answer(ask) {
  if ('text' in ask) return embedding.embed([ask.text]);
  return crossEncoder.rerank(ask.query, ask.documents, { activation: 'sigmoid' });
}
