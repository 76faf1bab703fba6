import { allOrNone, PipelineStageError, type NamedVectorStore } from '@x/core';

import type { PipelineWork } from '../events.ts';
import { reciprocalRankFusion } from '../stages/fusion.ts';
import { isRetrieve, type RetrieveStage } from '../stages/require-stages.ts';
import type { EmbeddingRetrieveStage, FuseStage, MaxSimStage, RerankStage, Stage } from '../stages/stage.ts';
import { requireFound, requireScore } from '../stages/require-scores.ts';
import { withinTime } from '../stages/within-time.ts';
import { reorder, toCandidates, toStoreCandidates, type WorkingCandidate } from './candidate-list.ts';
import { compareDocuments } from './document-order.ts';
import { findByMaxSim } from './max-sim.ts';
import { rerankCandidates } from './rerank-candidates.ts';
import type { Degradation } from './search-result.ts';
import type { SearchRun } from './search-run.ts';

/** The results of the stages for a query. */
export interface StagesResult<Payload extends object> {
  readonly ranked: readonly WorkingCandidate<Payload>[];
  /** The list before the first rerank stage. */
  readonly firstStage: readonly WorkingCandidate<Payload>[];
  readonly degraded: readonly Degradation[];
}

/** Runs validated stages in order; consecutive retrieve stages run concurrently, and the first failure ends the others. */
export async function runStages<Payload extends object>(
  stages: readonly Stage<Payload>[],
  run: SearchRun<Payload>,
): Promise<StagesResult<Payload>> {
  const found = stages.filter(isRetrieve);
  const isInStore = stages.some((stage) => stage.maxSim !== undefined) && !run.explain;
  const lists = isInStore ? [] : await retrieveAll(found, run);
  const degraded: Degradation[] = [];
  let ranked = lists[0] ?? [];
  let firstStage: readonly WorkingCandidate<Payload>[] | undefined;
  for (const stage of stages) {
    if (isRetrieve(stage)) continue;
    if (stage.fuse !== undefined) ranked = await fuse(stage, lists, run);
    // Already validated: only stages with an embedder precede a maxSim stage.
    else if (stage.maxSim !== undefined) ranked = await maxSim(stage, found as EmbeddingRetrieveStage[], lists, run);
    else if (stage.cut !== undefined) ranked = ranked.slice(0, stage.cut);
    else {
      firstStage ??= ranked;
      ranked = await rerank(stage, ranked, run, degraded);
    }
  }
  return { ranked, firstStage: firstStage ?? ranked, degraded };
}

/** The first failure ends the models and the requests to the store. A function of the caller gets the caller's own signal. */
async function retrieveAll<Payload extends object>(
  stages: readonly RetrieveStage<Payload>[],
  run: SearchRun<Payload>,
): Promise<WorkingCandidate<Payload>[][]> {
  return allOrNone(run.signal, (signal) =>
    stages.map((stage) => retrieve(stage, stage.with === undefined ? { ...run, signal } : run)),
  );
}

async function retrieve<Payload extends object>(
  stage: RetrieveStage<Payload>,
  { store, query, vectors, candidates, filter, signal, watch }: SearchRun<Payload>,
): Promise<WorkingCandidate<Payload>[]> {
  const limit = stage.limit ?? candidates;
  const name = stage.retrieve;
  const find = async (stop: AbortSignal | undefined): Promise<WorkingCandidate<Payload>[]> => {
    const call = { ...(stop && { signal: stop }), ...(filter === undefined ? {} : { filter }), limit };
    if (stage.with !== undefined) {
      return watch.stage(name, async () => toCandidates(name, requireFound(name, await stage.with(query, call))), stop);
    }
    const { embedder, using } = stage;
    const vector = await vectors.of(embedder, stop);
    const search = { ...call, ...(using === undefined ? {} : { using }) };
    return watch.stage(
      name,
      async () => toStoreCandidates(name, await store.query(vector, search), isLowerCloser(store, using)),
      stop,
      { type: 'store', action: 'query', database: store.database },
    );
  };
  return inTime(name, find, stage.timeoutMs, signal);
}

/** Runs a stage with a timeout. The timeout ends the stage from outside, so its error gets the stage's name here. */
async function inTime<T>(
  stage: string,
  work: (stop: AbortSignal | undefined) => Promise<T>,
  timeoutMs: number | undefined,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await withinTime(work, { timeoutMs, signal });
  } catch (cause) {
    if (signal?.aborted || PipelineStageError.isInstance(cause)) throw cause;
    throw new PipelineStageError({ stage, cause });
  }
}

function isLowerCloser(
  { lowerIsCloser = false }: Pick<NamedVectorStore, 'lowerIsCloser'>,
  using: string | undefined,
): boolean {
  return typeof lowerIsCloser === 'boolean' ? lowerIsCloser : lowerIsCloser.includes(using ?? '');
}

async function fuse<Payload extends object>(
  { fuse: name, with: fusion = reciprocalRankFusion() }: FuseStage,
  lists: readonly (readonly WorkingCandidate<Payload>[])[],
  { watch, signal }: SearchRun<Payload>,
): Promise<WorkingCandidate<Payload>[]> {
  const merged = mergeLists(lists);
  const work = async (): Promise<WorkingCandidate<Payload>[]> => {
    const scores = fusion(
      lists.map((list) => list.map(({ key, rank, closeness }) => ({ key, rank, score: closeness }))),
    );
    return reorder(name, [...merged.values()].toSorted(compareDocuments), ({ key }) =>
      requireScore(name, scores.get(key)),
    );
  };
  return watch.stage(name, work, signal);
}

/** The lists are empty unless the search uses `explain`. */
async function maxSim<Payload extends object>(
  stage: MaxSimStage,
  found: readonly EmbeddingRetrieveStage[],
  lists: readonly (readonly WorkingCandidate<Payload>[])[],
  run: SearchRun<Payload>,
): Promise<WorkingCandidate<Payload>[]> {
  const find = (stop: AbortSignal | undefined) => findByMaxSim(stage, found, { ...run, signal: stop });
  const ranked = await inTime(stage.maxSim, find, stage.timeoutMs, run.signal);
  const merged = mergeLists(lists);
  return ranked.map((candidate) => {
    return { ...candidate, places: { ...merged.get(candidate.key)?.places, ...candidate.places } };
  });
}

/** Returns each candidate of the lists once, with its rank and score in all of them. */
function mergeLists<Payload extends object>(
  lists: readonly (readonly WorkingCandidate<Payload>[])[],
): Map<string, WorkingCandidate<Payload>> {
  const merged = new Map<string, WorkingCandidate<Payload>>();
  for (const candidate of lists.flat()) {
    const known = merged.get(candidate.key);
    merged.set(candidate.key, known ? { ...known, places: { ...known.places, ...candidate.places } } : candidate);
  }
  return merged;
}

async function rerank<Payload extends object>(
  stage: RerankStage<Payload>,
  candidates: readonly WorkingCandidate<Payload>[],
  { query, text, signal, whenRerankFails, watch }: SearchRun<Payload>,
  degraded: Degradation[],
): Promise<WorkingCandidate<Payload>[]> {
  const name = stage.rerank;
  const judge = (stop: AbortSignal | undefined): Promise<WorkingCandidate<Payload>[]> =>
    rerankCandidates(stage, query, candidates, { text, signal: stop });
  try {
    const run = (): Promise<WorkingCandidate<Payload>[]> => withinTime(judge, { timeoutMs: stage.timeoutMs, signal });
    return await watch.stage(name, run, signal, rerankWork(stage, candidates.length));
  } catch (error) {
    if (whenRerankFails === 'error' || signal?.aborted) throw error;
    const cause: unknown = error instanceof Error ? error.cause : error;
    degraded.push({ stage: name, reason: error instanceof Error ? error.message : String(error), cause });
    return [...candidates];
  }
}

/** A custom function has no model to report. */
function rerankWork({ reranker, top = Infinity }: RerankStage<never>, candidates: number): PipelineWork | undefined {
  return reranker && { type: 'rerank', model: reranker.modelName, candidates: Math.min(top, candidates) };
}
