import { InvalidArgumentError, type OptionKinds, requireOneOf, requireOptions, requireTimeout } from '@x/core';

import { indexDocuments } from './indexing/index-documents.ts';
import type { IndexOptions, PipelineDocument, RemoveVanishedOptions } from './indexing/index-options.ts';
import type { IndexReport } from './indexing/index-report.ts';
import { removeOlderDocuments } from './indexing/remove-older.ts';
import type { SearchPipelineOptions, SearchStorePipelineOptions, StagedPipelineOptions } from './pipeline-options.ts';
import { searchDocuments } from './search/search-documents.ts';
import { searchMany } from './search/search-many.ts';
import type { SearchOptions } from './search/search-options.ts';
import type { SearchResult, StagePlace, StageTimings, TwoStagePlaces } from './search/search-result.ts';
import { requireStages } from './stages/require-stages.ts';
import { requireChunker, requireSearchParts, requireStore } from './stages/require-parts.ts';
import { searchStoreStages } from './stages/search-store-stages.ts';
import type { Stage } from './stages/stage.ts';

/** Indexes documents and searches them. */
export interface SearchPipeline<Payload extends object, Places = TwoStagePlaces, Timings = StageTimings> {
  /**
   * Embeds and stores documents batch by batch, so that a source of any length fits in memory.
   *
   * If the store can be read back (`ReadableVectorStore`), documents that have not changed since an earlier run are skipped. An interrupted run that is
   * started again therefore continues where it stopped, even if documents have changed since. A document that was being written counts as changed.
   *
   * @throws {InvalidArgumentError} when a document's text is not a string or its payload is not plain data; the message contains its index.
   * @throws {PipelineStageError} with the stage `chunk`, `embed` or `store`, and the failure as its cause.
   */
  index(
    documents: Iterable<PipelineDocument<Payload>> | AsyncIterable<PipelineDocument<Payload>>,
    options?: IndexOptions,
  ): Promise<IndexReport>;

  /**
   * Removes the documents that neither run `runId` nor a later one saw, and returns their number. These are documents without the mark of a run,
   * and those with a smaller mark. Call it after all {@link index} calls of this run and of every earlier run have finished. It can be called
   * again, and while later runs are in progress.
   *
   * @throws {InvalidArgumentError} when the store is not a `VersionedStore`, or `runId` is not a safe integer of at least 0.
   * @throws {PipelineStageError} with the stage `store`, and the failure as its cause.
   */
  removeVanished(options: RemoveVanishedOptions): Promise<number>;

  /**
   * Runs a query through the stages and returns the best `topK` documents.
   *
   * @throws {InvalidArgumentError} when the query is empty, or `topK` is above `candidates`.
   * @throws {PipelineStageError} with the stage that failed or timed out, and the failure as its cause.
   */
  search(query: string, options?: SearchOptions): Promise<SearchResult<Payload, Places, Timings>>;

  /** Returns the results of many queries, in order. Runs a few at a time, so that models process full batches. */
  searchMany(queries: readonly string[], options?: SearchOptions): Promise<SearchResult<Payload, Places, Timings>[]>;
}

/** A pipeline whose hits contain their ranks by the names of its stages. */
export type StagedPipeline<Payload extends object> = SearchPipeline<
  Payload,
  Readonly<Record<string, StagePlace>>,
  Readonly<Record<string, number>>
>;

/** The options of a pipeline in any of its three forms. */
type PipelineOptions<Payload extends object> =
  | SearchStorePipelineOptions<Payload>
  | SearchPipelineOptions<Payload>
  | StagedPipelineOptions<Payload>;

/** Kinds of the options of all forms. Whether the options form a valid search is checked separately. */
const optionKinds: OptionKinds<SearchStorePipelineOptions<object> & Pick<StagedPipelineOptions<object>, 'stages'>> = {
  // Parts have separate checks, whose errors say what the part must be.
  store: 'any',
  embedder: 'any',
  words: 'any',
  reranker: 'any',
  rerankTop: 'number',
  rerankWeight: 'number',
  rerankTimeoutMs: 'number',
  stages: 'list',
  text: 'function',
  chunker: 'any',
  whenRerankFails: 'text',
  onEvent: 'function',
};

/**
 * Combines an embedder, a vector store and a reranker, or custom stages, into one search.
 *
 * Over a `SearchStore`, it searches by meaning and by words, orders the union by tokens, and reranks the best with the reranker.
 *
 * @throws {InvalidArgumentError} when the stages do not form a valid search.
 *
 * @example
 * const pipeline = createSearchPipeline({ embedder, store, reranker });
 * await pipeline.index([{ id: 1, payload: { text: 'Bees collect nectar.' } }]);
 * const { hits } = await pipeline.search('who collects nectar?');
 * hits[0].payload.text; // => 'Bees collect nectar.'
 */
export function createSearchPipeline<Payload extends object = { readonly text: string }>(
  options: SearchPipelineOptions<Payload>,
): SearchPipeline<Payload>;
export function createSearchPipeline<Payload extends object = { readonly text: string }>(
  options: StagedPipelineOptions<Payload>,
): StagedPipeline<Payload>;
export function createSearchPipeline<Payload extends object = { readonly text: string }>(
  options: SearchStorePipelineOptions<Payload>,
): StagedPipeline<Payload>;
export function createSearchPipeline<Payload extends object>(
  options: PipelineOptions<Payload>,
): SearchPipeline<Payload> | StagedPipeline<Payload> {
  requireOptions(options, optionKinds);
  requireStore(options.store);
  if (options.chunker !== undefined) requireChunker(options.chunker);
  const { store, text = readText, chunker, whenRerankFails = 'error', onEvent } = options;
  requireOneOf(whenRerankFails, 'whenRerankFails', ['error', 'first-stage']);
  const stages = stagesOf(options);
  requireStages(stages, store);
  const searcher = { store, stages, text, whenRerankFails, onEvent };
  const pipeline: StagedPipeline<Payload> = {
    index: (documents, indexOptions = {}) =>
      indexDocuments({ store, stages, text, chunker, onEvent }, documents, indexOptions),
    removeVanished: (removeOptions) => removeOlderDocuments({ store, onEvent }, removeOptions),
    search: (query, searchOptions = {}) => searchDocuments(searcher, query, searchOptions),
    searchMany: (queries, searchOptions = {}) => searchMany(searcher, queries, searchOptions),
  };
  return pipeline;
}

function stagesOf<Payload extends object>(options: PipelineOptions<Payload>): readonly Stage<Payload>[] {
  if (!('stages' in options)) {
    requireSearchParts(options);
    if (options.rerankTimeoutMs !== undefined) requireTimeout(options.rerankTimeoutMs, 'rerankTimeoutMs');
    if ('searchVectors' in options.store) return searchStoreStages(options as SearchStorePipelineOptions<Payload>);
    const misplaced = ['words', 'rerankTop'].find((name) => Reflect.get(options, name) !== undefined);
    if (misplaced !== undefined) {
      const expected = 'omitted with this store';
      const advice = 'Only a SearchStore, e.g. from createSearchStore, keeps words and tokens.';
      const value: unknown = Reflect.get(options, misplaced);
      throw new InvalidArgumentError({ parameter: misplaced, value, expected, advice });
    }
    const { embedder, reranker, rerankWeight: weight, rerankTimeoutMs: timeoutMs } = options;
    const rerank = {
      rerank: 'rerank',
      ...(weight === undefined ? {} : { weight }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
    return [{ retrieve: 'retrieve', embedder }, ...(reranker === undefined ? [] : [{ ...rerank, reranker }])];
  }
  const beside = ['embedder', 'words', 'reranker', 'rerankTop', 'rerankWeight', 'rerankTimeoutMs'].find(
    (name) => Reflect.get(options, name) !== undefined,
  );
  if (beside !== undefined) {
    const expected = 'omitted when stages are given';
    const advice = 'Set it in the stages.';
    throw new InvalidArgumentError({ parameter: beside, value: Reflect.get(options, beside), expected, advice });
  }
  return options.stages;
}

function readText(payload: object): string {
  // Checked by the caller, whose error names the document.
  return Reflect.get(payload, 'text') as string;
}
