/** What people said: for each query the relevance of judged documents, 0 for irrelevant. TREC calls it qrels. */
export type Judgements = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What a system answered: for each query the score of each document that it returned. */
export type Run = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * The documents of one answer, best first.
 *
 * Scores are compared as float32 and equal ones are put in the descending order of their ids' UTF-8 bytes, as trec_eval does
 * (form_res_rels.c), so that figures can be compared with published ones.
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
