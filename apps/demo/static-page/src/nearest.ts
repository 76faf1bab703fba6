/** Returns the positions of the vectors that are most similar to the query, best first. All vectors must have length 1. Twenty movies need no index. */
export function nearest(query: Float32Array, vectors: readonly Float32Array[], count: number): number[] {
  const scores = vectors.map((vector) => vector.reduce((sum, value, index) => sum + value * query[index]!, 0));
  return scores
    .map((_, position) => position)
    .toSorted((a, b) => scores[b]! - scores[a]!)
    .slice(0, count);
}
