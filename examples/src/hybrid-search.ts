// Searches by words and by meaning: BM25 and dense vectors find candidates, token vectors order them, and a reranker scores the best.
import { TextCrossEncoder } from '@x/cross-encoder';
import { SparseTextEmbedding, TextEmbedding } from '@x/embed';
import { createSearchPipeline } from '@x/pipeline';
import { createSearchStore, QdrantClient } from '@x/qdrant-adapter';

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

await using embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
await using words = await SparseTextEmbedding.load('Qdrant/bm25');
await using reranker = await TextCrossEncoder.load('x/bge-small-reranker-en');
await using client = new QdrantClient(':memory:');

const store = createSearchStore<Note>(client, { collection: 'manual', dimension: embedder.dimension });
const pipeline = createSearchPipeline<Note>({ embedder, words, store, reranker });
await pipeline.index(notes.map((text, id) => ({ id, payload: { text } })));

for (const query of ['E1042', 'why did it stop working?']) {
  const { hits } = await pipeline.search(query, { topK: 2, explain: true, matches: true });
  console.log(`\n${query}`);
  for (const { rank, payload, explanation, matches = [] } of hits) {
    const best = matches.filter(({ weight }) => weight > 0.2).map(({ start, end }) => payload.text.slice(start, end));
    console.log(`${rank}. ${payload.text}\n   matched: ${best.join(', ')}\n   ${explanation}`);
  }
}
