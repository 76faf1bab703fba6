/** Relevance judgements: the relevance of each judged document by query, 0 for irrelevant. TREC calls them qrels. */
export type Judgements = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Results of a system: the score of each returned document by query. */
export type Run = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Returns the ids of the documents of one query, best first.
 *
 * Scores are compared as float32, and ties are ordered by descending UTF-8 bytes of their ids, as in trec_eval
 * (form_res_rels.c). Metrics are therefore comparable with published ones.
 *
 * @example
 * rankDocuments({ a: 1, b: 2, c: 1 }); // => ['b', 'c', 'a']
 */
export function rankDocuments(scores: Readonly<Record<string, number>>): string[] {
  return Object.entries(scores)
    .map(([id, score]) => ({ id, score: Math.fround(score) }))
    .toSorted((a, b) => b.score - a.score || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id)))
    .map(({ id }) => id);
}
