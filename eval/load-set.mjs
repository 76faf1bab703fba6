// Loads a retrieval set, or a part of one.
import { readBeirFolder } from '../packages/pipeline/dist/evaluation/index.js';

/**
 * @typedef {{ key: string, text: string }} Passage the document's id in its set, and the text to embed
 *
 * @typedef {object} EvaluationSet
 * @property {string} name
 * @property {readonly { id: number, payload: Passage }[]} documents
 * @property {readonly (readonly [id: string, text: string])[]} queries
 * @property {import('../packages/pipeline/dist/evaluation/index.js').Judgements} judgements for these queries
 * @property {boolean} [ignoreIdenticalIds] whether a query's own document counts as no result
 *
 * @param {{ name: string, folder: string }} set
 * @param {{ split: string, queries: number, documents: number }} limits
 * @returns {Promise<EvaluationSet>}
 * @throws {InvalidArgumentError} when the folder does not have BEIR's layout
 * @throws {RangeError} when no query has both a text and judgements
 */
export async function loadSet({ name, folder }, limits) {
  const set = await readBeirFolder(folder, { split: limits.split });
  const queries = spread(Object.entries(set.queries), limits.queries);
  if (queries.length === 0) throw new RangeError(`'${folder}' has no query with judgements`);
  const judgements = Object.fromEntries(queries.map(([id]) => [id, set.judgements[id] ?? {}]));
  const judged = new Set(Object.values(judgements).flatMap((relevances) => Object.keys(relevances)));
  const passages = [];
  let others = limits.documents - judged.size;
  for await (const { id, title, text } of set.corpus) {
    if (!judged.has(id) && others-- <= 0) continue;
    // Joined in the same way as in BEIR.
    passages.push({ key: id, text: `${title} ${text}`.trim() });
  }
  // BEIR ignores a document with the id of the query, as in ArguAna. A set that judges it relevant means it as an answer.
  const ignoreIdenticalIds = queries.every(([id]) => !((judgements[id]?.[id] ?? 0) > 0));
  return { name, documents: passages.map((payload, id) => ({ id, payload })), queries, judgements, ignoreIdenticalIds };
}

/**
 * Returns at most `most` items, evenly spaced over the list, because neighbors often concern the same document.
 *
 * @template T
 * @param {readonly T[]} items
 * @param {number} most
 */
function spread(items, most) {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/**
 * Returns the options with which a run over a set is evaluated.
 *
 * @param {Pick<EvaluationSet, 'ignoreIdenticalIds'>} set
 */
export function rulesOf({ ignoreIdenticalIds = false }) {
  return { ignoreIdenticalIds };
}
