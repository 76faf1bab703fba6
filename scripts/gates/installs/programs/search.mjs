import { TextCrossEncoder } from '@x/cross-encoder';
import { SparseTextEmbedding, TextEmbedding } from '@x/embed';
import { createSearchPipeline } from '@x/pipeline';
import { createSearchStore, QdrantClient } from '@x/qdrant-adapter';

const embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { offline: true });
const reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', { offline: true });
const words = await SparseTextEmbedding.load('Qdrant/bm25');
const client = new QdrantClient({ path: 'database' });
const store = createSearchStore(client, { collection: 'notes', dimension: embedder.dimension });
const pipeline = createSearchPipeline({ embedder, words, store, reranker });
await pipeline.index([
  { id: 1, payload: { text: 'A volcano threw ash over the town.' } },
  { id: 2, payload: { text: 'Bees make honey from nectar.' } },
]);
const { hits } = await pipeline.search('how is honey made', { topK: 1 });
console.log(hits[0].payload.text);
await client.close();
await embedder.dispose();
await reranker.dispose();
