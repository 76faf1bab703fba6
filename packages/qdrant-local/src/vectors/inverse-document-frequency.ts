/**
 * Returns the inverse document frequency of a term that `documentsWithTerm` of the `documents` contain: ln((n − df + 0.5) /
 * (df + 0.5) + 1) in float32, as the server computes it (qdrant/qdrant lib/segment/src/data_types/query_context.rs, `fancy_idf`).
 */
export function inverseDocumentFrequency(documents: number, documentsWithTerm: number): number {
  const { fround } = Math;
  const without = fround(fround(documents) - fround(documentsWithTerm));
  const odds = fround(fround(without + 0.5) / fround(fround(documentsWithTerm) + 0.5));
  return fround(Math.log(fround(odds + 1)));
}
