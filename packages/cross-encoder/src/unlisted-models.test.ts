import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DownloadError, ShapeMismatchError, UnknownModelError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { type HubServer, startHubServer } from '@x/hub-server';
import { pooledGraph } from '@x/tiny-onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const shipped = fileURLToPath(new URL('../../../models/bge-small-reranker-en/', import.meta.url));
const vocabulary = 30_522;
const classifier = (columns: number): Uint8Array =>
  pooledGraph({ vocabulary, columns, valueOf: (token, column) => (column + 1) * token });

let cacheDir: string;
let hub: HubServer;
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'x-cross-encoder-'));
  const common = {
    'tokenizer.json': await readFile(join(shipped, 'tokenizer.json')),
    'tokenizer_config.json': Buffer.from('{"model_max_length":128}'),
  };
  hub = await startHubServer({
    repositories: {
      'org/single': { ...common, 'onnx/model.onnx': classifier(1), 'onnx/model_int8.onnx': classifier(2) },
      'org/two-logits': { ...common, 'model.onnx': classifier(2) },
    },
    fault: ({ url }) => (url.includes('org/locked') ? { kind: 'status', status: 403 } : undefined),
  });
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await rm(cacheDir, { recursive: true });
});

const load = (name: string, options = {}): Promise<TextCrossEncoder> =>
  TextCrossEncoder.load(name, { cacheDir, endpoint: hub.url, isolation: 'inline', ...options });

describe('a repository that no catalogue lists', () => {
  it('is downloaded, used, and loaded from the cache afterwards', async () => {
    await using first = await load('org/single');
    expect(first).toMatchObject({ modelName: 'org/single', source: 'hub', maxLength: 128 });
    const scores = await first.score('query', ['document', 'another']);
    await using second = await load('org/single', { offline: true });
    expect(second.source).toBe('cache');
    expect(await second.score('query', ['document', 'another'])).toEqual(scores);
  });

  it('requires a logitRule if its model has two logits', async () => {
    await using strict = await load('org/two-logits');
    await expect(strict.score('q', ['d'])).rejects.toSatisfy(ShapeMismatchError.isInstance);
    await using ruled = await load('org/two-logits', { logitRule: 'difference' });
    await using first = await load('org/two-logits', { logitRule: 'first' });
    expect(await ruled.score('q', ['d'])).toEqual(await first.score('q', ['d'])); // 2 x - x = x
  });

  it('is loaded in the number format of the option dtype', async () => {
    await using reranker = await load('org/single', { dtype: 'int8', logitRule: 'last' });
    await using listed = await load('org/single');
    const [score] = await listed.score('q', ['d']);
    expect(await reranker.score('q', ['d'])).toEqual([2 * score!]);
  });

  it('causes an UnknownModelError with similar names if it does not exist, and a DownloadError if access is denied', async () => {
    const error = await load('BAAI/bge-reranker-bass').catch((thrown: unknown) => thrown);
    expect(UnknownModelError.isInstance(error) && error.suggestions).toContain('BAAI/bge-reranker-base');
    expect((error as Error).message).toContain('does not exist');
    await expect(load('org/locked')).rejects.toSatisfy(DownloadError.isInstance);
  });
});
