import type { DemoState, FoundDocument, SearchAnswer, SearchRequest, StagePlace } from '../../../src/web/contract.ts';

/** A state with the movies, two ready models, and two models that are not downloaded. */
export const READY_STATE: DemoState = {
  models: {
    embedder: { name: 'owner/small-embedder', phase: 'ready', source: 'bundled' },
    reranker: { name: 'owner/small-reranker', phase: 'ready', source: 'bundled' },
  },
  choices: {
    embedders: [model('owner/small-embedder', true), model('other/big-embedder', false)],
    rerankers: [
      model('owner/small-reranker', true),
      { ...model('other/big-reranker', false), bytes: 1_110_000_000, license: 'cc-by-nc-4.0', commercialUse: false },
    ],
  },
  collections: [{ id: 'movies', name: 'Movies', documents: 20, ready: true }],
  queries: [
    {
      query: 'a strong figure',
      answer: { id: 9, text: 'Film 9 is about something that takes a whole sentence to tell.' },
    },
    { query: 'toys that come alive', answer: { id: 7, text: 'Film 7 is about toys that come alive. They talk.' } },
  ],
  limits: {
    collections: 8,
    texts: 10_000,
    charactersPerText: 20_000,
    charactersInAll: 20_000_000,
    bytesPerRequest: 20_000_000,
    queryCharacters: 1000,
    candidates: 100,
  },
};

/** The texts of the movies. Each contains its number. */
export const MOVIES: readonly string[] = Array.from(
  { length: READY_STATE.collections[0]?.documents ?? 0 },
  (_, id) => `Film ${id} is about something that takes a whole sentence to tell. And another one.`,
);

/** Computes an answer: the first stage ranks documents by their ids, and the reranker reverses the order. A search by words finds every second text. */
export function fakeAnswer(request: SearchRequest, texts: readonly string[]): SearchAnswer {
  const { query, collection, firstStage, way = 'two', rerank, candidates = 10 } = request;
  const found = texts.flatMap((text, id) => (firstStage === 'words' && id % 2 === 1 ? [] : [{ text, id }]));
  const first = found.slice(0, candidates).map(({ text, id }, index): FoundDocument => {
    const place = { rank: index + 1, score: 1 / (index + 1) };
    const document = { id, text, snippet: text.slice(0, 200), shown: true, firstStage: place };
    if (way === 'cascade') return { ...document, stages: cascadeStages(place), matches: MATCHES };
    return { ...document, stages: firstStage === 'hybrid' ? { dense: place, fuse: place } : { [firstStage]: place } };
  });
  const documents = rerank
    ? first.toReversed().map((document, index) => ({ ...document, rerank: { rank: index + 1, score: 5 - index } }))
    : first;
  const embedder = firstStage === 'words' ? {} : { embedder: 'owner/small-embedder' };
  return {
    query,
    collection,
    firstStage,
    way,
    reranked: rerank,
    documents,
    timingsMs: {
      embed: firstStage === 'words' ? 0 : 4,
      retrieve: 1,
      ...(way === 'cascade' ? { maxSim: 2, matches: 3 } : {}),
      ...(rerank ? { rerank: 40 } : {}),
      total: 45,
    },
    models: { ...embedder, ...(rerank ? { reranker: 'owner/small-reranker' } : {}) },
  };
}

/** The matches of {@link MOVIES}: the word `about`, and the word `is` with a weight that is too low to be marked. */
const MATCHES = [
  { start: 7, end: 9, weight: 0.01 },
  { start: 10, end: 15, weight: 0.99 },
];

/** Returns the ranks in the cascade. MaxSim keeps the rank, BM25 finds every second text, and dense search swaps neighbors. */
function cascadeStages({ rank, score }: StagePlace): FoundDocument['stages'] {
  const maxSim = { rank, score };
  const dense = { rank: rank % 2 === 0 ? rank - 1 : rank + 1, score };
  return rank % 2 === 0 ? { dense, maxSim } : { dense, words: { rank: (rank + 1) / 2, score }, maxSim };
}

function model(name: string, installed: boolean): DemoState['choices']['embedders'][number] {
  return {
    name,
    installed,
    bytes: 130_000_000,
    license: 'mit',
    commercialUse: true,
    description: 'For English texts.',
  };
}
