import type { OptionKind } from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
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

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const and = (defaults: object, options: object): never =>
  (isObject(options) ? { ...defaults, ...options } : options) as never;

/** Functions by name, with the kinds of their options and a call with given options. */
const functions: [string, Record<string, OptionKind>, (options: never) => unknown][] = [
  ['createSearchPipeline', making, (options) => createSearchPipeline(and({ store, embedder }, options))],
  ['index', indexing, (options) => pipeline.index([], options)],
  ['search', searching, (options) => pipeline.search('a', options)],
  ['searchMany', searching, (options) => pipeline.searchMany(['a'], options)],
  ['searchMany of nothing', searching, (options) => pipeline.searchMany([], options)],
  ['reciprocalRankFusion', fusing, (options) => reciprocalRankFusion(options)],
  ['weightedScoreFusion', { weights: 'list' }, (options) => weightedScoreFusion(options)],
  ['compareRuns', comparing, (options) => compareRuns({ q: 1 }, { q: 1 }, options)],
  ['readBeirFolder', reading, (options) => readBeirFolder('/nowhere', options)],
  ['writeBeirFolder', reading, (options) => writeBeirFolder('/nowhere', set, options)],
];

async function refusal(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each(functions)(
  '%s refuses each option of another kind, and options that are not an object',
  async (_, kinds, call) => {
    for (const [parameter, kind] of Object.entries(kinds)) {
      for (const value of valuesOfOtherKinds(kind)) {
        const error = await refusal(() => call({ [parameter]: value } as never));
        expect(error, `${parameter}: ${String(value)}`).toMatchObject({ code: 'INVALID_ARGUMENT', parameter, value });
      }
    }
    for (const value of valuesOfOtherKinds('object')) {
      const error = await refusal(() => call(value as never));
      expect(error, String(value)).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'options', value });
    }
  },
);

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

test.each(functions)('%s refuses a misspelled option, and suggests a similar name', async (_, kinds, call) => {
  const names = Object.keys(kinds);
  for (const value of misspeltNames(names)) {
    const error = await refusal(() => call({ [value]: 1 } as never));
    expect(error, value).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'name in options', value });
  }
  for (const name of names) {
    const error = (await refusal(() => call({ [`${name}_`]: 1 } as never))) as Error;
    expect(error.message).toMatch(
      name.length < 3 ? /options has no option/ : new RegExp(`Did you mean .*\\b${name}\\b`),
    );
  }
});
