// Words and meaning together: BM25 and dense vectors search side by side, their lists are fused, and a cross-encoder judges the best.
import { TextCrossEncoder } from '@x/cross-encoder';
import { SparseTextEmbedding, TextEmbedding } from '@x/embed';
import { createSearchPipeline } from '@x/pipeline';
import { createVectorStore, QdrantClient } from '@x/qdrant-adapter';

interface Note {
  readonly text: string;
}

const notes = [
  'Error E1042 means that the pump has no water.',
  'When the tank is empty the machine stops and a red lamp is lit.',
  'Error E2042 means that the door is open.',
  'Clean the filter every month with warm water.',
  'The warranty covers two years from the day of purchase.',
];

await using dense = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
await using words = await SparseTextEmbedding.load('Qdrant/bm25');
await using reranker = await TextCrossEncoder.load('x/bge-small-reranker-en');
await using client = new QdrantClient(':memory:');

const store = createVectorStore<Note>(client, {
  collection: 'manual',
  vectors: { dense: { dimension: dense.dimension }, words: { sparse: true, idf: true } },
});
const pipeline = createSearchPipeline<Note>({
  store,
  stages: [
    { retrieve: 'dense', embedder: dense, using: 'dense' },
    { retrieve: 'words', embedder: words, using: 'words' },
    { fuse: 'rrf' },
    { cut: 20 },
    { rerank: 'crossEncoder', reranker },
  ],
});
await pipeline.index(notes.map((text, id) => ({ id, payload: { text } })));

for (const query of ['E1042', 'why did it stop working?']) {
  const { hits } = await pipeline.search(query, { topK: 2, explain: true });
  console.log(`\n${query}`);
  for (const { rank, payload, explanation } of hits) console.log(`${rank}. ${payload.text}\n   ${explanation}`);
}
