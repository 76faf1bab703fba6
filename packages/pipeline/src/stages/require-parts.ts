import { InvalidArgumentError, requireMethods } from '@x/core';

const embedderMethods = ['passageEmbed', 'queryEmbed'] as const;

/** Refuses a value that is not an embedder. @throws {InvalidArgumentError} with `parameter` as its parameter. */
export function requireEmbedder(embedder: unknown, parameter: string): void {
  const expected = 'a loaded embedder, e.g. from TextEmbedding.load of @x/embed';
  requireMethods(embedder, parameter, { methods: embedderMethods, expected });
  if (typeof embedder !== 'object' || embedder === null || !isHybrid(embedder)) return;
  const parts = 'one of the parts `dense`, `sparse` and `multiVector` of a hybrid embedder';
  const advice = 'The hybrid embedder itself returns three kinds of vectors.';
  throw new InvalidArgumentError({ parameter, value: embedder, expected: parts, advice });
}

/** Checks the parts of a pipeline without stages. @throws {InvalidArgumentError} with the name of the first invalid part. */
export function requireSearchParts(parts: object): void {
  const { embedder, words, reranker } = parts as Readonly<Record<string, unknown>>;
  requireEmbedder(embedder, 'embedder');
  if (!hasDimension(embedder)) {
    const expected = 'an embedder of dense vectors with a dimension, e.g. from TextEmbedding.load of @x/embed';
    throw new InvalidArgumentError({ parameter: 'embedder', value: embedder, expected });
  }
  if (words !== undefined) requireEmbedder(words, 'words');
  if (words !== undefined && hasDimension(words)) {
    const expected = "an embedder of words, without a dimension, e.g. from SparseTextEmbedding.load('Qdrant/bm25')";
    throw new InvalidArgumentError({ parameter: 'words', value: words, expected });
  }
  if (reranker !== undefined) requireReranker(reranker, 'reranker');
}

/** Refuses a value that is not a reranker. @throws {InvalidArgumentError} with `parameter` as its parameter. */
export function requireReranker(reranker: unknown, parameter: string): void {
  const expected = 'a loaded reranker, e.g. from TextCrossEncoder.load of @x/cross-encoder';
  requireMethods(reranker, parameter, { methods: ['rerank'], expected });
}

/**
 * Refuses a value that is not a store, in particular a client of a vector database. @throws {InvalidArgumentError} with the parameter `store`.
 */
export function requireStore(store: unknown): void {
  const expected = 'a store, e.g. from createSearchStore of @x/qdrant-adapter';
  requireMethods(store, 'store', { methods: ['upsert', 'query', 'delete'], expected });
  if (!('createCollection' in (store as object))) return;
  const advice = 'Create a store with the client: createSearchStore(client, { collection, dimension }).';
  throw new InvalidArgumentError({ parameter: 'store', value: store, expected, advice });
}

/** Refuses a value that is not a chunker. @throws {InvalidArgumentError} with the parameter `chunker`. */
export function requireChunker(chunker: unknown): void {
  const expected = 'a chunker with `name` and `split`, e.g. embedder.chunker({ maxTokens: 200 })';
  requireMethods(chunker, 'chunker', { methods: ['split'], expected });
  if (typeof Reflect.get(chunker as object, 'name') === 'string') return;
  throw new InvalidArgumentError({ parameter: 'chunker', value: chunker, expected });
}

/** Returns true for embedders of dense vectors, and false for those of sparse vectors. */
function hasDimension(embedder: unknown): boolean {
  return typeof Reflect.get(embedder as object, 'dimension') === 'number';
}

function isHybrid(embedder: object): boolean {
  return ['dense', 'sparse', 'multiVector'].every((part) => typeof Reflect.get(embedder, part) === 'object');
}
