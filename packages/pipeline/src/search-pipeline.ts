import { InvalidArgumentError, type Reranker, requireInteger, requireText, type StoreHit } from '@x/core';

import { indexDocuments } from './index-documents.ts';
import type { IndexOptions, PipelineDocument, SearchOptions, SearchPipelineOptions } from './pipeline-options.ts';
import { runStage } from './run-stage.ts';
import type { Candidate, IndexReport, SearchHit, SearchResult } from './search-result.ts';

/** Documents in, ranked answers out. */
export interface SearchPipeline<Payload extends object> {
  /**
   * Embeds and stores documents, batch by batch, so that a source of any length fits in memory.
   *
   * A batch is stored whole or not at all; when a later one fails, those before it stay.
   *
   * @throws {InvalidArgumentError} when a document's text is not a string; its index is named.
   * @throws {PipelineStageError} with the stage `embed` or `store`, and the failure as its cause.
   */
  index(
    documents: Iterable<PipelineDocument<Payload>> | AsyncIterable<PipelineDocument<Payload>>,
    options?: IndexOptions,
  ): Promise<IndexReport>;

  /**
   * Finds the `candidates` nearest documents and returns the `topK` that the reranker puts first.
   *
   * @throws {InvalidArgumentError} when the query is empty, or `topK` is above `candidates`.
   * @throws {PipelineStageError} with the stage `embed`, `retrieve` or `rerank`, and the failure as its cause.
   */
  search(query: string, options?: SearchOptions): Promise<SearchResult<Payload>>;
}

/**
 * Joins an embedder, a vector store and a reranker into one search.
 *
 * @example
 * const pipeline = createSearchPipeline({ embedder, store, reranker });
 * await pipeline.index([{ id: 1, payload: { text: 'Bees collect nectar.' } }]);
 * const { hits } = await pipeline.search('how is honey made', { topK: 1 });
 * hits[0]?.id; // => 1
 */
export function createSearchPipeline<Payload extends object = { readonly text: string }>({
  embedder,
  store,
  reranker,
  text = readText,
}: SearchPipelineOptions<Payload>): SearchPipeline<Payload> {
  return {
    index: (documents, options = {}) => indexDocuments({ embedder, store, text }, documents, options),

    async search(query, options = {}) {
      const { candidates: limit, topK, signal, filter } = requireSearchOptions(query, options);
      const call = signal === undefined ? {} : { signal };
      const start = performance.now();
      const embed = await runStage('embed', () => embedder.queryEmbed(query, call), signal);
      const retrieve = await runStage('retrieve', () => store.query(embed.result, { limit, filter, ...call }), signal);
      const candidates = retrieve.result.map(toCandidate);
      const rerank =
        reranker && (await runStage('rerank', () => rerankCandidates(reranker, query, candidates, text, call), signal));
      const hits = rerank?.result ?? candidates.map(keepOrder);
      return {
        query,
        hits: hits.slice(0, topK),
        candidates,
        timingsMs: {
          embed: embed.milliseconds,
          retrieve: retrieve.milliseconds,
          ...(rerank && { rerank: rerank.milliseconds }),
          total: performance.now() - start,
        },
      };
    },
  };
}

const defaultCandidates = 30;
const defaultTopK = 10;

function requireSearchOptions(
  query: string,
  options: SearchOptions,
): SearchOptions & { candidates: number; topK: number } {
  if (requireText(query, 'query').trim() === '') {
    throw new InvalidArgumentError({ parameter: 'query', value: query, expected: 'a text that is not empty' });
  }
  const topK = requireInteger(options.topK ?? defaultTopK, 'topK', { min: 1 });
  const candidates = options.candidates ?? Math.max(defaultCandidates, topK);
  requireInteger(candidates, 'candidates', { min: 1 });
  if (options.topK !== undefined && topK > candidates) {
    throw new InvalidArgumentError({ parameter: 'topK', value: topK, expected: `at most candidates (${candidates})` });
  }
  return { ...options, candidates, topK };
}

function toCandidate<Payload extends object>(
  { id, score, payload }: StoreHit<Payload>,
  index: number,
): Candidate<Payload> {
  return { id, payload, rank: index + 1, score };
}

function keepOrder<Payload extends object>(candidate: Candidate<Payload>): SearchHit<Payload> {
  const { rank, score } = candidate;
  return { ...candidate, stages: { retrieve: { rank, score } } };
}

async function rerankCandidates<Payload extends object>(
  reranker: Reranker,
  query: string,
  candidates: readonly Candidate<Payload>[],
  text: (payload: Payload) => string,
  call: { readonly signal?: AbortSignal },
): Promise<SearchHit<Payload>[]> {
  const documents = candidates.map(({ payload }, index) => requireText(text(payload), `candidates[${index}] text`));
  const ranked = await reranker.rerank(query, documents, call);
  return ranked.map(({ index, score }, position) => {
    const { id, payload, ...retrieve } = candidates[index]!;
    const rerank = { rank: position + 1, score };
    return { id, payload, ...rerank, stages: { retrieve, rerank } };
  });
}

function readText(payload: object): string {
  // Checked where it is used, so that the error can name the document.
  return Reflect.get(payload, 'text') as string;
}
