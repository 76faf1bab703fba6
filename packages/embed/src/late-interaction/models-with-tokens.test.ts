// Tests with small graphs which models have token vectors, and how they run to compute them.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { LateInteractionTextEmbedding, TextEmbedding } from '@x/embed';
import { lookUpGraph, pooledGraph, taskGraph } from '@x/tiny-onnx';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const shipped = fileURLToPath(new URL('../../../../models/all-minilm-l6-v2/', import.meta.url));
const vocabulary = 30_522;
const [cls, sep, hello] = [101, 102, 7592];
const isolation = 'inline';

let modelPath: string;
beforeAll(async () => {
  modelPath = await mkdtemp(join(tmpdir(), 'x-tokens-'));
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) await cp(join(shipped, file), join(modelPath, file));
  const valueOf = (token: number, component: number): number => (component === 0 ? token : 1);
  const graphs = {
    'tokens.onnx': lookUpGraph({ vocabulary, hidden: 2, valueOf }),
    'pooled.onnx': pooledGraph({ vocabulary, columns: 2, valueOf, outputName: 'sentence_embedding' }),
    'tasks.onnx': taskGraph(),
    'model.onnx': lookUpGraph({ vocabulary, hidden: 2, valueOf }),
  };
  for (const [file, bytes] of Object.entries(graphs)) await writeFile(join(modelPath, file), bytes);
  const types = ['Transformer', 'Pooling'].map((kind) => `sentence_transformers.models.${kind}`);
  const modules = types.map((type, index) => ({ type, path: index === 0 ? '' : '1_Pooling' }));
  await writeFile(join(modelPath, 'modules.json'), JSON.stringify(modules));
  await mkdir(join(modelPath, '1_Pooling'));
  const pooling = { word_embedding_dimension: 2, pooling_mode_cls_token: true };
  await writeFile(join(modelPath, '1_Pooling/config.json'), JSON.stringify(pooling));
  const mean = { dimension: 2, pooling: 'mean', normalize: false } as const;
  const prefixes = { query: 'hello ', passage: 'a passage: ' };
  TextEmbedding.addCustomModel({ ...mean, model: 'own/mean', modelFile: 'tokens.onnx', prefixes });
  TextEmbedding.addCustomModel({ ...mean, model: 'own/first', modelFile: 'tokens.onnx', pooling: 'cls' });
  TextEmbedding.addCustomModel({ ...mean, model: 'own/pooled', modelFile: 'pooled.onnx' });
  TextEmbedding.addCustomModel({ ...mean, model: 'own/pooled-by-name', modelFile: 'pooled.onnx', output: 'sentence_embedding' }); // prettier-ignore
  const tasks = { asking: 0, telling: 5 };
  const defaultTasks = { query: 'asking', passage: 'telling' };
  TextEmbedding.addCustomModel({ ...mean, model: 'own/with-tasks', modelFile: 'tasks.onnx', tasks, defaultTasks });
});
afterAll(() => rm(modelPath, { recursive: true }));

interface Runtime {
  readonly InferenceSession: { create(...call: readonly unknown[]): Promise<Session> };
}
interface Session {
  run(feeds: object): Promise<object>;
  release(): Promise<void>;
}
const holder = globalThis as { [key: symbol]: unknown };
const key = Symbol.for('@x/onnxruntime-node');
afterEach(() => {
  delete holder[key];
});

/** Counts the sessions that ONNX Runtime opens from now on, their runs, and the sessions that are still open. */
function countRuns(): { sessions: number; runs: number; open: number } {
  const counts = { sessions: 0, runs: 0, open: 0 };
  const native = createRequire(import.meta.url)('onnxruntime-node') as Runtime;
  const InferenceSession = {
    create: async (...call: readonly unknown[]) => {
      counts.sessions++;
      counts.open++;
      const session = await native.InferenceSession.create(...call);
      const run = (feeds: object): Promise<object> => {
        counts.runs++;
        return session.run(feeds);
      };
      const release = (): Promise<void> => {
        counts.open--;
        return session.release();
      };
      return Object.create(session, { run: { value: run }, release: { value: release } }) as Session;
    },
  };
  holder[key] = Object.create(native, { InferenceSession: { value: InferenceSession } });
  return counts;
}

describe('a mean-pooled model', () => {
  it('runs once, in one session, for text vectors and token vectors', async () => {
    const counts = countRuns();
    await using embedding = await TextEmbedding.load('own/mean', { modelPath, isolation });
    const [both] = await embedding.passageEmbedWithTokens(['hello', 'hello']);
    expect(counts).toMatchObject({ sessions: 1, runs: 1 });
    const ids = [cls, hello, sep];
    expect(both!.vector[0]).toBeCloseTo((cls + hello + sep) / 3, 3);
    for (const [token, [first, second]] of both!.tokenVectors.entries()) {
      expect(first).toBeCloseTo(ids[token]! / Math.hypot(ids[token]!, 1), 6);
      expect(second).toBeCloseTo(1 / Math.hypot(ids[token]!, 1), 6);
    }
    await embedding.queryEmbed('hello');
    expect(counts).toMatchObject({ sessions: 1, runs: 2 });
    await embedding.passageTokenSpans(['hello']);
    expect(counts).toMatchObject({ sessions: 1, runs: 2 });
  });

  it('returns rows with empty spans for the tokens of its prefix', async () => {
    await using embedding = await TextEmbedding.load('own/mean', { modelPath, isolation, prefixes: 'model' });
    const query = await embedding.queryEmbedWithTokens('hello 😀');
    expect(query.vector).toEqual(await embedding.queryEmbed('hello 😀'));
    const nothing = { start: 0, end: 0 };
    const end = { start: 8, end: 8 };
    expect(await embedding.queryTokenSpans('hello 😀')).toEqual([nothing, nothing, { start: 0, end: 5 }, { start: 6, end: 8 }, end]); // prettier-ignore
    expect(query.tokenVectors).toHaveLength(5);
    const [passage] = await embedding.passageEmbedWithTokens(['hello']);
    const [spans] = await embedding.passageTokenSpans(['hello']);
    expect(spans).toEqual([nothing, nothing, nothing, nothing, { start: 0, end: 5 }, { start: 5, end: 5 }]);
    expect(passage!.tokenVectors).toHaveLength(6);
    expect(await embedding.passageEmbed(['hello'])).toEqual([passage!.vector]);
  });

  it('uses the default task for queries and the one for passages', async () => {
    await using embedding = await TextEmbedding.load('own/with-tasks', { modelPath, isolation });
    const query = await embedding.queryEmbedWithTokens('hello');
    const [passage] = await embedding.passageEmbedWithTokens(['hello']);
    const [other] = await embedding.passageEmbedWithTokens(['hello'], { task: 'asking' });
    expect([query, passage!, other!].map(({ vector }) => vector[1])).toEqual([0, 5, 0]);
    expect(passage!.tokenVectors[1]![1]).toBeCloseTo(5 / Math.hypot(hello, 5), 6);
    await expect(embedding.passageEmbedWithTokens([], { task: 'other' })).rejects.toThrow(InvalidArgumentError);
  });
});

describe('a model without token vectors', () => {
  it.each([
    ['own/first', /pooling of this model is 'cls'/],
    ['any/directory', /pooling of this model is 'cls'/],
    ['own/pooled', /graph returns token vectors/],
    ['own/pooled-by-name', /graph returns token vectors/],
  ])('refuses to return token vectors without a run, and states the reason: %s', async (model, why) => {
    const counts = countRuns();
    await using embedding = await TextEmbedding.load(model, { modelPath, isolation });
    expect(embedding.hasTokenVectors).toBe(false);
    for (const call of [embedding.passageEmbedWithTokens([]), embedding.queryEmbedWithTokens('hello')]) {
      const error: unknown = await call.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect(String(error)).toMatch(why);
    }
    await expect(LateInteractionTextEmbedding.load(model, { modelPath, isolation })).rejects.toThrow(why);
    expect(counts).toMatchObject({ runs: 0, open: 1 });
    expect(await embedding.embed(['hello'])).toHaveLength(1);
  });
});
