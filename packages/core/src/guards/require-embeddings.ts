import { ShapeMismatchError } from '../errors/shape-mismatch-error.ts';

/**
 * Checks that an embedder returned one embedding for each text, and returns them. With one too many, texts would get each other's vectors.
 *
 * @throws {ShapeMismatchError} naming the model.
 */
export function requireEmbeddings<Embedding>(
  { modelName }: { readonly modelName: string },
  embeddings: readonly Embedding[],
  texts: number,
): Embedding[] {
  const given: unknown = embeddings;
  const isList = Array.isArray(given);
  if (isList && given.length === texts && given.every(isObject)) return embeddings as Embedding[];
  const actual = isList ? `${given.length}` : 'no list of';
  const missing = isList && given.length === texts ? ', of which some are missing' : '';
  const expected = `${texts}`;
  const problem = `'${modelName}' returned ${actual} vectors for ${expected} texts${missing}. It must return one for each text.`;
  throw new ShapeMismatchError({ tensor: 'vectors', expected, actual, problem });
}

/** Checks that an embedder returned an embedding for a query, and returns it. @throws {ShapeMismatchError} naming the model. */
export function requireEmbedding<Embedding>(
  { modelName }: { readonly modelName: string },
  embedding: Embedding,
): Embedding {
  if (isObject(embedding)) return embedding;
  const [expected, actual] = ['a vector', typeof embedding];
  const problem = `'${modelName}' returned no vector for the query.`;
  throw new ShapeMismatchError({ tensor: 'vector', expected, actual, problem });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
