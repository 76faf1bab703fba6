import type { OptionKind } from '@x/core';
import { optionConformance, valuesOfOtherKinds } from '@x/core/testing';
import { expect, test } from 'vitest';

import { lengthEmbedder } from './__tests__/fake-embedder.ts';
import { FakeStore } from './__tests__/fake-store.ts';
import {
  type BeirFolderOptions,
  compareRuns,
  type CompareRunsOptions,
  evaluate,
  readBeirFolder,
  readTrecJudgements,
  readTrecRun,
  writeBeirFolder,
  writeTrecJudgements,
  writeTrecRun,
} from './evaluation/index.ts';
import type { IndexOptions } from './indexing/index-options.ts';
import { traceEvents } from './opentelemetry/index.ts';
import type { SearchPipelineOptions, SearchStorePipelineOptions, StagedPipelineOptions } from './pipeline-options.ts';
import { createSearchPipeline } from './search-pipeline.ts';
import type { SearchOptions } from './search/search-options.ts';
import { reciprocalRankFusion, type ReciprocalRankFusionOptions, weightedScoreFusion } from './stages/fusion.ts';

type Kinds<Options> = Record<keyof Options, OptionKind>;

const making: Kinds<
  SearchPipelineOptions<object> & SearchStorePipelineOptions<object> & StagedPipelineOptions<object>
> = {
  store: 'object',
  embedder: 'object',
  words: 'object',
  reranker: 'object',
  rerankTop: 'number',
  rerankWeight: 'number',
  rerankTimeoutMs: 'number',
  stages: 'list',
  text: 'function',
  chunker: 'object',
  whenRerankFails: 'text',
  onEvent: 'function',
};
const indexing: Kinds<IndexOptions> = {
  batchSize: 'number',
  removeVanished: 'boolean',
  runId: 'number',
  onFailure: 'text',
  total: 'number',
  signal: 'signal',
  onProgress: 'function',
};
const searching: Kinds<Omit<SearchOptions, 'filter'>> = {
  candidates: 'number',
  topK: 'number',
  explain: 'boolean',
  matches: 'boolean',
  timeoutMs: 'number',
  signal: 'signal',
};
const fusing: Kinds<ReciprocalRankFusionOptions> = { k: 'number', weights: 'list' };
const comparing: Kinds<CompareRunsOptions> = { resamples: 'number', seed: 'number' };
const reading: Kinds<BeirFolderOptions> = { split: 'text' };

const [store, embedder] = [new FakeStore<{ text: string }>(), lengthEmbedder()];
const pipeline = createSearchPipeline({ store, embedder });
const set = { corpus: [], queries: {}, judgements: {} };

const cases = optionConformance([
  { name: 'createSearchPipeline', kinds: making, defaults: { store, embedder }, call: createSearchPipeline },
  { name: 'index', kinds: indexing, call: (options) => pipeline.index([], options) },
  { name: 'search', kinds: searching, call: (options) => pipeline.search('a', options) },
  { name: 'searchMany', kinds: searching, call: (options) => pipeline.searchMany(['a'], options) },
  { name: 'searchMany of nothing', kinds: searching, call: (options) => pipeline.searchMany([], options) },
  { name: 'reciprocalRankFusion', kinds: fusing, call: reciprocalRankFusion },
  { name: 'weightedScoreFusion', kinds: { weights: 'list' }, call: weightedScoreFusion },
  { name: 'compareRuns', kinds: comparing, call: (options) => compareRuns({ q: 1 }, { q: 1 }, options) },
  { name: 'readBeirFolder', kinds: reading, call: (options) => readBeirFolder('/nowhere', options) },
  { name: 'writeBeirFolder', kinds: reading, call: (options) => writeBeirFolder('/nowhere', set, options) },
]);
test.each(cases)('$name', ({ run }) => run());

async function refusal(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each<[string, object, OptionKind]>([
  ['retrieve', { embedder }, 'text'],
  ['embedder', { retrieve: 'a' }, 'object'],
  ['with', { retrieve: 'a' }, 'function'],
  ['using', { retrieve: 'a', embedder }, 'text'],
  ['limit', { retrieve: 'a', embedder }, 'number'],
  ['timeoutMs', { retrieve: 'a', embedder }, 'number'],
  ['fuse', {}, 'text'],
  ['with', { fuse: 'a' }, 'function'],
  ['maxSim', { embedder, using: 'a' }, 'text'],
  ['embedder', { maxSim: 'a', using: 'a' }, 'object'],
  ['rerank', { with: () => [] }, 'text'],
  ['reranker', { rerank: 'a' }, 'object'],
  ['with', { rerank: 'a' }, 'function'],
  ['top', { rerank: 'a', with: () => [] }, 'number'],
  ['weight', { rerank: 'a', with: () => [] }, 'number'],
  ['cut', {}, 'number'],
])('a stage whose %s beside %j is of another kind is refused', async (field, stage, kind) => {
  for (const value of valuesOfOtherKinds(kind)) {
    const error = await refusal(() => createSearchPipeline({ store, stages: [{ ...stage, [field]: value }] as never }));
    expect(error, String(value)).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: `stages[0].${field}`, value });
  }
});

test('stages, documents, queries, judgements, paths and tracers of another kind are refused', async () => {
  const refused = async (work: () => unknown, parameter: string): Promise<void> => {
    expect(await refusal(work)).toMatchObject({ code: 'INVALID_ARGUMENT', parameter });
  };
  for (const value of valuesOfOtherKinds('object') as never[]) {
    await refused(() => createSearchPipeline({ store, stages: [value] }), 'stages[0]');
    await refused(() => compareRuns(value, {}), 'first');
    await refused(() => compareRuns({}, value), 'second');
    await refused(() => evaluate(value, {}, []), 'judgements');
    await refused(() => evaluate({}, value, []), 'run');
    await refused(() => writeBeirFolder('/nowhere', value), 'set');
    await refused(() => writeTrecJudgements('/nowhere', value), 'judgements');
    await refused(() => writeTrecRun('/nowhere', value, 'a'), 'run');
    await refused(() => traceEvents(value), 'tracer');
  }
  for (const value of valuesOfOtherKinds('text') as never[]) {
    await refused(() => pipeline.search(value), 'query');
    await refused(() => readBeirFolder(value), 'folder');
    await refused(() => writeBeirFolder(value, set), 'folder');
    await refused(() => readTrecJudgements(value), 'path');
    await refused(() => readTrecRun(value), 'path');
    await refused(() => writeTrecJudgements(value, {}), 'path');
    await refused(() => writeTrecRun(value, {}, 'a'), 'path');
    await refused(() => writeTrecRun('/nowhere', {}, value), 'name');
  }
  for (const value of valuesOfOtherKinds('list') as never[]) {
    await refused(() => pipeline.searchMany(value), 'queries');
    await refused(() => evaluate({}, {}, value), 'metrics');
  }
  for (const value of valuesOfOtherKinds('list', 'text'))
    await refused(() => pipeline.index(value as never), 'documents');
  await refused(() => pipeline.index('text' as never), 'documents');
});
