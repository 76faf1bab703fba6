import type { Reranker } from '@x/core';
import { createSearchPipeline, type SearchHit, type StagedPipeline, type StagePlace } from '@x/pipeline';

import { EmbedTimer, roundTime } from '../../search-times.ts';
import type { FoundDocument, SearchAnswer, SearchRequest, SearchTimings, SearchWay } from '../contract.ts';
import { RequestFailure } from '../request-failure.ts';
import { searchStages, type TextPayload } from './search-stages.ts';
import { toSnippet } from './snippet.ts';
import type { CascadeParts, TextIndex } from './text-index.ts';

/** A request with its defaults filled in. */
export interface CheckedSearch extends SearchRequest {
  readonly way: SearchWay;
  readonly candidates: number;
  readonly topK: number;
}

/** The reranker and the signal of a search. */
export interface SearchParts {
  readonly reranker: Reranker | undefined;
  readonly signal: AbortSignal;
}

/** Runs a search with the pipeline for the request. @throws {RequestFailure} 409 for a cascade without token vectors. */
export async function searchTexts(
  index: TextIndex,
  request: CheckedSearch,
  { reranker, signal }: SearchParts,
): Promise<SearchAnswer> {
  const { query, collection, firstStage, way, candidates, topK } = request;
  const timer = new EmbedTimer();
  const pipeline = pipelineOf(index, request, { reranker, timer });
  // With `explain`, each list is retrieved separately, so its ranks and times are known.
  const asked = way === 'cascade' ? { explain: true, matches: true } : {};
  // Requests all candidates, because the page draws each of them. `topK` only marks the best ones.
  const { hits, timingsMs } = await pipeline.search(query, { candidates, topK: candidates, signal, ...asked });
  const embedder = way === 'two' && firstStage === 'words' ? undefined : index.embedder?.resource.modelName;
  return {
    query,
    collection,
    firstStage,
    way,
    reranked: reranker !== undefined,
    documents: hits.map((hit) => toDocument(hit, topK)),
    timingsMs: toTimings({ ...timingsMs, embed: timer.longestMs }),
    models: { ...(embedder && { embedder }), ...(reranker && { reranker: reranker.modelName }) },
  };
}

function pipelineOf(
  index: TextIndex,
  { way, firstStage, candidates }: CheckedSearch,
  { reranker, timer: { onEvent } }: { readonly reranker: Reranker | undefined; readonly timer: EmbedTimer },
): StagedPipeline<TextPayload> {
  if (way === 'cascade') {
    const parts: CascadeParts = index.cascade ?? refuseCascade(index.embedder?.resource.modelName);
    return createSearchPipeline<TextPayload>({ ...parts, ...(reranker && { reranker }), onEvent });
  }
  const stages = searchStages(index.embedders, { firstStage, candidates, reranker });
  return createSearchPipeline<TextPayload>({ store: index.store, stages, onEvent });
}

function refuseCascade(embedder: string | undefined): never {
  const message = `'${embedder}' has no token vectors, which the cascade needs. Choose another embedder, or two stages.`;
  throw new RequestFailure({ status: 409, code: 'NO_TOKEN_VECTORS', message, parameter: 'way' });
}

function toDocument(
  { id, payload: { text }, rank, stages, matches }: SearchHit<TextPayload, Readonly<Record<string, StagePlace>>>,
  topK: number,
): FoundDocument {
  const { dense, words, fuse, maxSim, rerank } = stages;
  return {
    id: Number(id),
    text,
    snippet: text.length <= longestWhole ? text : toSnippet(text),
    shown: rank <= topK,
    firstStage: (maxSim ?? fuse ?? dense ?? words)!,
    stages,
    ...(rerank && { rerank }),
    ...(matches && { matches }),
  };
}

// Hiding fewer than 40 characters behind a button would save no space.
const longestWhole = 240;

/** Converts the times of a pipeline. Retrieve stages run at the same time, so the longer time counts. */
function toTimings({
  embed,
  dense,
  words,
  fuse,
  maxSim,
  rerank,
  matches,
  total,
}: Readonly<Record<string, number>>): SearchTimings {
  return {
    embed: roundTime(embed),
    retrieve: roundTime(Math.max(dense ?? 0, words ?? 0)),
    ...(fuse !== undefined && { fuse: roundTime(fuse) }),
    ...(maxSim !== undefined && { maxSim: roundTime(maxSim) }),
    ...(rerank !== undefined && { rerank: roundTime(rerank) }),
    ...(matches !== undefined && { matches: roundTime(matches) }),
    total: roundTime(total),
  };
}
