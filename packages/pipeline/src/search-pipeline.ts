import { InvalidArgumentError, type OptionKinds, requireOneOf, requireOptions } from '@x/core';

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

/** Documents in, ranked answers out. */
export interface SearchPipeline<Payload extends object, Places = TwoStagePlaces, Timings = StageTimings> {
  /**
   * Embeds and stores documents, batch by batch, so that a source of any length fits in memory.
   *
   * Where the store can be read back (`ReadableVectorStore`), documents that have not changed since an earlier run are skipped, so a run
   * that was interrupted goes on where it stopped when it is started again, also when documents have changed since. A document that was
   * being written counts as changed.
   *
   * @throws {InvalidArgumentError} when a document's text is not a string; its index is named.
   * @throws {PipelineStageError} with the stage `chunk`, `embed` or `store`, and the failure as its cause.
   */
  index(
    documents: Iterable<PipelineDocument<Payload>> | AsyncIterable<PipelineDocument<Payload>>,
    options?: IndexOptions,
  ): Promise<IndexReport>;

  /**
   * Removes the documents that no run since `runId` saw, this one included, and returns how many these were: those without a mark of a run, and those
   * whose mark is smaller. Call it when all of the run's calls of {@link index} are done, and those of every earlier run. It may be called again, and
   * while later runs are under way.
   *
   * @throws {InvalidArgumentError} when the store is no `VersionedStore`, or `runId` no safe integer of at least 0.
   * @throws {PipelineStageError} with the stage `store`, and the failure as its cause.
   */
  removeVanished(options: RemoveVanishedOptions): Promise<number>;

  /**
   * Runs a query through the stages and returns the best `topK` documents.
   *
   * @throws {InvalidArgumentError} when the query is empty, or `topK` is above `candidates`.
   * @throws {PipelineStageError} naming the stage that failed, or whose time was up, with the failure as its cause.
   */
  search(query: string, options?: SearchOptions): Promise<SearchResult<Payload, Places, Timings>>;

  /** The answers to many queries, in their order, a few at a time so that models see full batches. */
  searchMany(queries: readonly string[], options?: SearchOptions): Promise<SearchResult<Payload, Places, Timings>[]>;
}

/** A pipeline whose hits tell their places by the names of its stages. */
export type StagedPipeline<Payload extends object> = SearchPipeline<
  Payload,
  Readonly<Record<string, StagePlace>>,
  Readonly<Record<string, number>>
>;

/** The parts of a pipeline, in any of its three forms. */
type PipelineOptions<Payload extends object> =
  | SearchStorePipelineOptions<Payload>
  | SearchPipelineOptions<Payload>
  | StagedPipelineOptions<Payload>;

/** Of all forms; whether what is given makes a search is checked apart. */
const optionKinds: OptionKinds<SearchStorePipelineOptions<object> & Pick<StagedPipelineOptions<object>, 'stages'>> = {
  // Parts have checks of their own, which say what they must be.
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
 * Joins an embedder, a vector store and a reranker into one search, or any stages.
 *
 * Over a `SearchStore` it searches by meaning and by words, orders what both find by tokens, and lets the reranker judge the best of that.
 *
 * @throws {InvalidArgumentError} when the stages do not make a search.
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
    if ('searchVectors' in options.store) return searchStoreStages(options as SearchStorePipelineOptions<Payload>);
    const misplaced = ['words', 'rerankTop'].find((name) => Reflect.get(options, name) !== undefined);
    if (misplaced !== undefined) {
      const expected =
        'left out with this store: only a SearchStore, such as createSearchStore makes, keeps words and tokens';
      throw new InvalidArgumentError({ parameter: misplaced, value: Reflect.get(options, misplaced), expected });
    }
    const { embedder, reranker, rerankWeight: weight, rerankTimeoutMs: timeoutMs } = options;
    const rerank = { rerank: 'rerank', ...(weight === undefined ? {} : { weight }), ...(timeoutMs && { timeoutMs }) };
    return [{ retrieve: 'retrieve', embedder }, ...(reranker === undefined ? [] : [{ ...rerank, reranker }])];
  }
  const beside = ['embedder', 'words', 'reranker', 'rerankTop', 'rerankWeight', 'rerankTimeoutMs'].find(
    (name) => Reflect.get(options, name) !== undefined,
  );
  if (beside !== undefined) {
    const expected = 'left out beside stages, which say it themselves';
    throw new InvalidArgumentError({ parameter: beside, value: Reflect.get(options, beside), expected });
  }
  return options.stages;
}

function readText(payload: object): string {
  // Checked where it is used, so that the error can name the document.
  return Reflect.get(payload, 'text') as string;
}
