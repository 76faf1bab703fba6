import type { Reranker } from '@x/core';
import { createSearchPipeline, type PipelineEvent, type SearchHit, type StagePlace } from '@x/pipeline';

import type { FoundDocument, SearchAnswer, SearchRequest, SearchTimings } from '../contract.ts';
import { searchStages, type TextPayload } from './search-stages.ts';
import { toSnippet } from './snippet.ts';
import type { TextIndex } from './text-index.ts';

/** A request whose defaults are filled in. */
export interface CheckedSearch extends SearchRequest {
  readonly candidates: number;
  readonly topK: number;
}

/** Runs one search through the pipeline that the request asks for. */
export async function searchTexts(
  index: TextIndex,
  request: CheckedSearch,
  { reranker, signal }: { readonly reranker: Reranker | undefined; readonly signal: AbortSignal },
): Promise<SearchAnswer> {
  const { query, collection, firstStage, candidates, topK } = request;
  const stages = searchStages(index.embedders, { firstStage, candidates, reranker });
  let embed = 0;
  const onEvent = ({ kind, stage, durationMs = 0 }: PipelineEvent): void => {
    if (kind === 'end' && stage === 'embed') embed = Math.max(embed, durationMs);
  };
  const pipeline = createSearchPipeline<TextPayload>({ store: index.store, stages, onEvent });
  // All of them, because the page draws the way of each; `topK` says which are among the best.
  const { hits, timingsMs } = await pipeline.search(query, { candidates, topK: candidates, signal });
  const embedder = firstStage === 'words' ? undefined : index.embedder?.resource.modelName;
  return {
    query,
    collection,
    firstStage,
    reranked: reranker !== undefined,
    documents: hits.map((hit) => toDocument(hit, topK)),
    timingsMs: toTimings({ ...timingsMs, embed }),
    models: { ...(embedder && { embedder }), ...(reranker && { reranker: reranker.modelName }) },
  };
}

function toDocument(
  { id, payload: { text }, rank, stages }: SearchHit<TextPayload, Readonly<Record<string, StagePlace>>>,
  topK: number,
): FoundDocument {
  const { dense, words, fuse, rerank } = stages;
  return {
    id: Number(id),
    text,
    snippet: toSnippet(text),
    shown: rank <= topK,
    firstStage: (fuse ?? dense ?? words)!,
    stages,
    ...(rerank && { rerank }),
  };
}

/** Hybrid's two retrieve stages run at the same time, so the longer one is what was waited for. */
function toTimings({ embed, dense, words, fuse, rerank, total }: Readonly<Record<string, number>>): SearchTimings {
  return {
    embed: round(embed),
    retrieve: round(Math.max(dense ?? 0, words ?? 0)),
    ...(fuse !== undefined && { fuse: round(fuse) }),
    ...(rerank !== undefined && { rerank: round(rerank) }),
    total: round(total),
  };
}

/** Tenths of a millisecond: what is finer is noise. */
function round(milliseconds = 0): number {
  return Math.round(milliseconds * 10) / 10;
}
