// Uses a function as a stage: newer notes rank higher.
import { TextEmbedding } from '@x/embed';
import { createSearchPipeline } from '@x/pipeline';
import { createVectorStore, QdrantClient } from '@x/qdrant-adapter';

interface News {
  readonly text: string;
  readonly year: number;
}

const news: News[] = [
  { text: 'The bridge over the river was closed for repairs.', year: 2019 },
  { text: 'The bridge over the river is open again.', year: 2024 },
  { text: 'A new bakery has opened in the old town.', year: 2025 },
];

await using embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
await using client = new QdrantClient(':memory:');
const store = createVectorStore<News>(client, { collection: 'news', dimension: embedder.dimension });
const pipeline = createSearchPipeline<News>({
  store,
  stages: [
    { retrieve: 'dense', embedder },
    // Adds 0.1 per year. The previous scores are cosines.
    {
      rerank: 'recency',
      with: async (_, documents) => documents.map(({ score, payload }) => score + 0.1 * (payload.year - 2020)),
    },
  ],
});
await pipeline.index(news.map((payload, id) => ({ id, payload })));

const { hits } = await pipeline.search('Can I cross the river?');
for (const { rank, payload, stages } of hits) {
  console.log(`${rank}. ${payload.year} ${payload.text} (was ${stages['dense']?.rank})`);
}
