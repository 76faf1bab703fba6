// The engine without a server: as many calls at a time as there are connections, in this process. One message per run comes in, one
// result leaves.
import { TextCrossEncoder } from '../../packages/cross-encoder/dist/index.js';
import { TextEmbedding } from '../../packages/embed/dist/index.js';
import { quantile } from '../statistics.mjs';

/**
 * @typedef {{ requests: readonly import('./workloads.mjs').Ask[], connections: number, amount: number }} FloorRun
 * @typedef {{ seconds: number, items: number, failed: number, p50: number, p99: number }} FloorResult
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
async function run({ requests, connections, amount }) {
  /** @type {number[]} */
  const latencies = [];
  const start = performance.now();
  const caller = async (/** @type {number} */ name) => {
    const from = Math.floor((name * requests.length) / connections);
    for (let count = 0; count < amount / connections; count++) {
      const began = performance.now();
      await answer(/** @type {import('./workloads.mjs').Ask} */ (requests[(from + count) % requests.length]));
      latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, name) => caller(name)));
  const elapsed = (performance.now() - start) / 1000;
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  return { seconds: elapsed, items: latencies.length, failed: 0, p50, p99 };
}

/** @param {import('./workloads.mjs').Ask} ask */
function answer(ask) {
  if ('text' in ask) return embedding.embed([ask.text]);
  return crossEncoder.rerank(ask.query, ask.documents, { activation: 'sigmoid' });
}
