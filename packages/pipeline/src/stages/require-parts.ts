import { InvalidArgumentError, requireMethods } from '@x/core';

const embedderMethods = ['passageEmbed', 'queryEmbed'] as const;

/** Refuses what is no embedder of any kind. @throws {InvalidArgumentError} naming `parameter`. */
export function requireEmbedder(embedder: unknown, parameter: string): void {
  const expected = 'a loaded embedder, such as TextEmbedding.load of @x/embed gives';
  requireMethods(embedder, parameter, { methods: embedderMethods, expected });
  if (typeof embedder !== 'object' || embedder === null || !isHybrid(embedder)) return;
  const parts = 'one of its parts `dense`, `sparse` and `multiVector`, since it gives three kinds of vectors';
  throw new InvalidArgumentError({ parameter, value: embedder, expected: parts });
}

/** Checks the parts of a pipeline without stages, by their own names. @throws {InvalidArgumentError} naming the first that is something else. */
export function requireSearchParts(parts: object): void {
  const { embedder, words, reranker } = parts as Readonly<Record<string, unknown>>;
  requireEmbedder(embedder, 'embedder');
  if (!hasDimension(embedder)) {
    const expected = 'an embedder of dense vectors with a dimension, such as TextEmbedding.load of @x/embed gives';
    throw new InvalidArgumentError({ parameter: 'embedder', value: embedder, expected });
  }
  if (words !== undefined) requireEmbedder(words, 'words');
  if (words !== undefined && hasDimension(words)) {
    const expected = "an embedder of words, without a dimension, such as SparseTextEmbedding.load('Qdrant/bm25') gives";
    throw new InvalidArgumentError({ parameter: 'words', value: words, expected });
  }
  if (reranker !== undefined) requireReranker(reranker, 'reranker');
}

/** Refuses what is no reranker. @throws {InvalidArgumentError} naming `parameter`. */
export function requireReranker(reranker: unknown, parameter: string): void {
  const expected = 'a loaded reranker, such as TextCrossEncoder.load of @x/cross-encoder gives';
  requireMethods(reranker, parameter, { methods: ['rerank'], expected });
}

/** Refuses what is no store, a client of a vector database above all. @throws {InvalidArgumentError} naming `store`. */
export function requireStore(store: unknown): void {
  const expected = 'a store, such as createSearchStore of @x/qdrant-adapter makes';
  requireMethods(store, 'store', { methods: ['upsert', 'query', 'delete'], expected });
  if (!('createCollection' in (store as object))) return;
  const advice = 'Make a store of the client: createSearchStore(client, { collection, dimension }).';
  throw new InvalidArgumentError({ parameter: 'store', value: store, expected, advice });
}

/** Refuses what is no chunker. @throws {InvalidArgumentError} naming `chunker`. */
export function requireChunker(chunker: unknown): void {
  const expected = 'a chunker with `name` and `split`, such as embedder.chunker({ maxTokens: 200 })';
  requireMethods(chunker, 'chunker', { methods: ['split'], expected });
  if (typeof Reflect.get(chunker as object, 'name') === 'string') return;
  throw new InvalidArgumentError({ parameter: 'chunker', value: chunker, expected });
}

/** True of dense vectors, and false of sparse ones. */
function hasDimension(embedder: unknown): boolean {
  return typeof Reflect.get(embedder as object, 'dimension') === 'number';
}

function isHybrid(embedder: object): boolean {
  return ['dense', 'sparse', 'multiVector'].every((part) => typeof Reflect.get(embedder, part) === 'object');
}
