// Runs both models and holds the vectors of the movies. In a worker, they do not block the page.
import { TextCrossEncoder } from '@x/cross-encoder';
import { TextEmbedding } from '@x/embed';

import movies from '../../data/movies.json';
import type { PlacedMovie, SearchRequest, WorkerMessage } from './messages.ts';
import { nearest } from './nearest.ts';

const { descriptions } = movies;
const candidates = 10;
const loaded = { embedder: { completed: 0, total: 0 }, reranker: { completed: 0, total: 0 } };

const fail = (error: unknown): void => post({ type: 'failed', message: (error as Error).message });

const searching = load();
searching.catch(fail);

addEventListener('message', ({ data: { query } }: MessageEvent<SearchRequest>) => {
  searching.then((search) => search(query)).catch(fail);
});

/** Loads the models from the folder beside the page and embeds the movies. Returns the search function. */
async function load(): Promise<(query: string) => Promise<void>> {
  const embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', {
    modelPath: '../models/all-minilm-l6-v2/',
    onProgress: ({ phase, completed, total }) => phase === 'download' && tell('embedder', completed, total ?? 0),
  });
  const reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', {
    modelPath: '../models/bge-small-reranker-en/',
    onProgress: ({ phase, completed, total }) => phase === 'download' && tell('reranker', completed, total ?? 0),
  });
  const vectors = await embedding.passageEmbed(descriptions);
  post({ type: 'ready', runtime: embedding.runtime });
  return async (query) => {
    const start = performance.now();
    const found = nearest(await embedding.queryEmbed(query), vectors, candidates);
    const ranked = await reranker.rerank(
      query,
      found.map((id) => descriptions[id]!),
    );
    const placed = ranked.map(({ index, score }): PlacedMovie => {
      const id = found[index]!;
      return { id, description: descriptions[id]!, previousRank: index + 1, score };
    });
    post({ type: 'found', movies: placed, milliseconds: performance.now() - start });
  };
}

function tell(model: keyof typeof loaded, completed: number, total: number): void {
  loaded[model] = { completed, total };
  const { embedder, reranker } = loaded;
  post({
    type: 'loading',
    loaded: embedder.completed + reranker.completed,
    total: embedder.total + reranker.total,
  });
}

function post(message: WorkerMessage): void {
  postMessage(message);
}
