import { createSearchPipeline, type SearchPipelineOptions } from '@x/pipeline';
import { toRetriever } from '@x/pipeline/langchain';

type Parts = Required<SearchPipelineOptions<{ text: string }>>;
const countLetters = (text: string) => Float32Array.from(['a', 'e'], (letter) => text.split(letter).length - 1);
const embedder: Parts['embedder'] = {
  modelName: 'letters',
  dimension: 2,
  passageEmbed: async (documents) => documents.map(countLetters),
  queryEmbed: async (query) => countLetters(query),
};
const stored: Parameters<Parts['store']['upsert']>[0][number][] = [];
const store: Parts['store'] = {
  upsert: async (points) => void stored.push(...points),
  query: async (query, { limit }) =>
    stored
      .map(({ id, payload, vector }) => ({ id, payload, score: vector.reduce((sum, v, i) => sum + v * query[i]!, 0) }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, limit),
  delete: async () => {},
};
const pipeline = createSearchPipeline<{ text: string }>({ embedder, store });
await pipeline.index([
  { id: 1, payload: { text: 'even we three' } },
  { id: 2, payload: { text: 'a banana' } },
]);
const { hits } = await pipeline.search('cat', { topK: 1 });
console.log(hits.map(({ id, rank, payload }) => `${rank}. ${String(id)} ${payload.text}`)); // => [ '1. 2 a banana' ]
const [found] = await toRetriever(pipeline, { topK: 1 })('cat');
console.log(found?.pageContent); // => a banana
