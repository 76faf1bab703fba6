// This project's server in a process that reports its used heap on request. Needs --expose-gc.
import { TextEmbedding } from '../../packages/embed/dist/index.js';
import { serve } from '../../apps/server/dist/index.js';

const { embedder, threads } = JSON.parse(process.argv[2] ?? '{}');
const embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { modelPath: embedder, threads });
const server = await serve({ port: 0, models: { embedding } });

process.on('message', (/** @type {{ what: 'url' | 'heap' }} */ { what }) => {
  globalThis.gc?.();
  process.send?.(what === 'url' ? { url: server.url } : { heapMB: process.memoryUsage().heapUsed / 1e6 });
});
process.send?.({ ready: true });
