import { InvalidArgumentError, type RankedDocument, type Reranker } from '@x/core';

/**
 * Checks that a reranker returned `count` of the documents, each at most once, and returns them. A framework would otherwise wait for the score of a
 * missing document, or read a document that does not exist.
 *
 * @throws {InvalidArgumentError} naming the reranker.
 */
export function requireRanking(
  { modelName }: Reranker,
  ranked: RankedDocument[],
  { documents, count }: { readonly documents: number; readonly count: number },
): RankedDocument[] {
  const given: unknown = ranked;
  const indices = Array.isArray(given) ? given.map((hit: Partial<RankedDocument> | null) => hit?.index) : undefined;
  const isValid = (index: number | undefined): boolean => Number.isInteger(index) && index! >= 0 && index! < documents;
  const distinct = new Set(indices?.filter(isValid));
  if (indices?.length === count && distinct.size === count) return ranked;
  const expected = `a reranker that returns ${count} of ${documents} documents, each once`;
  const actual = indices === undefined ? 'no list' : `documents with the indices [${indices.join(', ')}]`;
  const problem = () => `The reranker '${modelName}' returned ${actual}. It must return ${count} of ${documents} documents, each once.`; // prettier-ignore
  throw new InvalidArgumentError({ parameter: 'reranker', value: given, expected, problem });
}
