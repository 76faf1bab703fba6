import {
  InvalidArgumentError,
  type NamedVectorStore,
  requireFilledText,
  requireInteger,
  requireOptions,
  requireTimeout,
  untilAborted,
} from '@x/core';

import { CallWatch, type PipelineEventListener } from '../events.ts';
import { type SearchOptions, searchOptionKinds } from './search-options.ts';
import type { Candidate, SearchHit, SearchResult, StagePlace } from './search-result.ts';
import { isRetrieve } from '../stages/require-stages.ts';
import { searchedVectors } from '../stages/searched-vectors.ts';
import type { EmbeddingRetrieveStage, Stage } from '../stages/stage.ts';
import { withinTime } from '../stages/within-time.ts';
import { onePerDocument, type WorkingCandidate } from './candidate-list.ts';
import { explainHit } from './explain-hit.ts';
import { matchTokens } from './match-tokens.ts';
import { QueryVectors } from './query-vectors.ts';
import { runStages } from './run-stages.ts';

/** The parts that searching needs. */
export interface Searcher<Payload extends object> {
  readonly store: NamedVectorStore<Payload>;
  readonly stages: readonly Stage<Payload>[];
  readonly text: (payload: Payload) => string;
  readonly whenRerankFails: 'error' | 'first-stage';
  readonly onEvent: PipelineEventListener | undefined;
}

/** A result with ranks, scores and timings by stage name. */
export type StagedResult<Payload extends object> = SearchResult<
  Payload,
  Readonly<Record<string, StagePlace>>,
  Readonly<Record<string, number>>
>;

const defaultCandidates = 30;
// A store compares tokens in a fraction of a reranker's time, and more candidates improve recall.
const defaultMaxSimCandidates = 50;
const defaultTopK = 10;

/** Runs one query through the stages of a pipeline. */
export async function searchDocuments<Payload extends object>(
  { store, stages, text, whenRerankFails, onEvent }: Searcher<Payload>,
  query: string,
  options: SearchOptions,
): Promise<StagedResult<Payload>> {
  const byTokens = stages.find((stage) => stage.maxSim !== undefined);
  const {
    candidates,
    topK,
    filter,
    signal,
    timeoutMs,
    explain = false,
    matches = false,
  } = requireSearchOptions(query, options, byTokens === undefined ? defaultCandidates : defaultMaxSimCandidates);
  if (matches && byTokens === undefined) {
    throw new InvalidArgumentError({ parameter: 'matches', value: matches, expected: 'false without a maxSim stage' });
  }
  const watch = new CallWatch('search', onEvent);
  const vectors = new QueryVectors(query, searchedVectors(stages), watch);
  const settings = { store, text, query, vectors, candidates, filter, explain, whenRerankFails, watch };
  const work = async (stop: AbortSignal | undefined) => {
    const run = { ...settings, signal: stop };
    const { ranked, ...result } = await runStages(stages, run);
    const best = onePerDocument(ranked).slice(0, topK);
    const lists = stages.filter(isRetrieve) as EmbeddingRetrieveStage[];
    const matchesOf = matches
      ? await watch.stage('matches', () => matchTokens(byTokens!, lists, best, run), stop)
      : undefined;
    return { ...result, best, matchesOf };
  };
  // A reranker or function that ignores the signal must not delay an aborted search.
  const { best, firstStage, degraded, matchesOf } = await watch.call(
    { type: 'search', topK, database: store.database, query: () => query },
    () => untilAborted(withinTime(work, { timeoutMs, signal }), signal),
    ({ best: found }) => ({
      documents: found.length,
      hits: () => found.map(({ id, score }) => ({ id, score })),
    }),
  );
  return {
    query,
    hits: best.map((candidate, index) => ({
      ...toHit(candidate, index),
      ...(matchesOf && { matches: matchesOf[index]! }),
      ...(explain && { explanation: explainHit(stages, candidate.places) }),
    })),
    candidates: firstStage.map(toCandidate),
    timingsMs: watch.timingsMs,
    ...(degraded.length > 0 && { degraded }),
  };
}

function requireSearchOptions(
  query: string,
  options: SearchOptions,
  usualCandidates: number,
): SearchOptions & { candidates: number; topK: number } {
  requireOptions(options, searchOptionKinds);
  requireFilledText(query, 'query');
  const topK = requireInteger(options.topK ?? defaultTopK, 'topK', { min: 1 });
  const candidates = options.candidates ?? Math.max(usualCandidates, topK);
  requireInteger(candidates, 'candidates', { min: 1 });
  if (options.timeoutMs !== undefined) requireTimeout(options.timeoutMs, 'timeoutMs');
  if (options.topK !== undefined && topK > candidates) {
    throw new InvalidArgumentError({ parameter: 'topK', value: topK, expected: `at most candidates (${candidates})` });
  }
  return { ...options, candidates, topK };
}

function toCandidate<Payload extends object>({
  id,
  payload,
  rank,
  score,
}: WorkingCandidate<Payload>): Candidate<Payload> {
  return { id, payload, rank, score };
}

function toHit<Payload extends object>(
  { id, payload, score, places, passage }: WorkingCandidate<Payload>,
  index: number,
): SearchHit<Payload, Readonly<Record<string, StagePlace>>> {
  return {
    id,
    payload,
    rank: index + 1,
    score,
    stages: places,
    ...(passage && { passage }),
  };
}
