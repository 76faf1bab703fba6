import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InferenceError, InvalidArgumentError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import { lookUpGraph, taskGraph } from '@x/tiny-onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const shipped = fileURLToPath(new URL('../../../models/all-minilm-l6-v2/', import.meta.url));
const tasks = { 'retrieval.query': 0, 'retrieval.passage': 1, classification: 3 };
const defaultTasks = { query: 'retrieval.query', passage: 'retrieval.passage' };
const model = { dimension: 2, pooling: 'cls', normalize: false } as const;

let modelPath: string;
beforeAll(async () => {
  modelPath = await mkdtemp(join(tmpdir(), 'x-embed-'));
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) await cp(join(shipped, file), join(modelPath, file));
  await writeFile(join(modelPath, 'model.onnx'), taskGraph());
  await writeFile(
    join(modelPath, 'model_fp16.onnx'),
    lookUpGraph({ vocabulary: 30_522, hidden: 2, valueOf: (token) => token }),
  );
  TextEmbedding.addCustomModel({ ...model, model: 'own/tasks', tasks, defaultTasks });
  TextEmbedding.addCustomModel({ ...model, model: 'own/one-task' });
});
afterAll(() => rm(modelPath, { recursive: true }));

/** Returns the number of the task that the graph received. */
const taskOf = (vector: Float32Array | undefined): number | undefined => vector?.[1];

describe('a model with several tasks', () => {
  it('uses the default task for queries, and the one for passages for all other texts, unless a call names a task', async () => {
    await using embedding = await TextEmbedding.load('own/tasks', { modelPath });
    const named = { task: 'classification' };
    expect(taskOf(await embedding.queryEmbed('hello'))).toBe(0);
    expect((await embedding.passageEmbed(['hello'])).map(taskOf)).toEqual([1]);
    expect((await embedding.embed(['hello'])).map(taskOf)).toEqual([1]);
    expect(taskOf(await embedding.queryEmbed('hello', named))).toBe(3);
    expect((await embedding.passageEmbed(['hello'], named)).map(taskOf)).toEqual([3]);
    const { vectors } = await embedding.embedWithReport(['hello'], named);
    for await (const vector of embedding.embedStream(['hello'], named)) vectors.push(vector);
    expect(vectors.map(taskOf)).toEqual([3, 3]);
  });

  it('separates simultaneous calls with different tasks', async () => {
    await using embedding = await TextEmbedding.load('own/tasks', { modelPath });
    const names = Array.from({ length: 60 }, (_, call) => Object.keys(tasks)[call % 3]!);
    const vectors = await Promise.all(names.map((task) => embedding.embed(['hello', 'world'], { task })));
    expect(vectors.map((pair) => pair.map(taskOf))).toEqual(
      names.map((task) => [tasks[task as 'classification'], tasks[task as 'classification']]),
    );
  });

  it('refuses an unknown task before anything runs, and lists its tasks', async () => {
    await using embedding = await TextEmbedding.load('own/tasks', { modelPath, isolation: 'inline' });
    for (const call of [
      () => embedding.embed([], { task: 'translation' }),
      () => embedding.queryEmbed('hello', { task: 'translation' }),
      async () => embedding.embedStream(['hello'], { task: 'translation' }),
    ]) {
      const error = await call().catch((reason: unknown) => reason);
      expect(InvalidArgumentError.isInstance(error) && error.message).toMatch(/task must be one of .*classification/);
    }
  });

  it('is refused when its graph has no input for tasks', async () => {
    const load = TextEmbedding.load('own/tasks', { modelPath, isolation: 'inline', dtype: 'fp16' });
    await expect(load).rejects.toSatisfy(InferenceError.isInstance);
    await expect(load).rejects.toThrow('no input "task_id"');
  });

  it('is refused by addCustomModel when a default task is missing or unknown', () => {
    const add = (change: object) => () =>
      TextEmbedding.addCustomModel({ ...model, model: 'own/bad', tasks, ...change });
    expect(add({})).toThrow(/defaultTasks\.query must be one of/);
    expect(add({ defaultTasks: { query: 'classification', passage: 'other' } })).toThrow(/defaultTasks\.passage/);
    expect(add({ tasks: { a: 0.5 }, defaultTasks: { query: 'a', passage: 'a' } })).toThrow(/tasks\.a/);
  });
});

describe('a model with one task', () => {
  it('refuses the option task', async () => {
    await using embedding = await TextEmbedding.load('own/one-task', {
      modelPath,
      isolation: 'inline',
      dtype: 'fp16',
    });
    await expect(embedding.embed(['hello'], { task: 'classification' })).rejects.toThrow(/task must be absent/);
  });

  it('cannot be loaded from a graph that needs the number of a task', async () => {
    const load = TextEmbedding.load('own/one-task', { modelPath, isolation: 'inline' });
    await expect(load).rejects.toThrow('needs the input "task_id"');
  });
});
