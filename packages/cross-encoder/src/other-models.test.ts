import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError, ShapeMismatchError, UnknownModelError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { pooledGraph } from '@x/tiny-onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const shipped = fileURLToPath(new URL('../../../models/bge-small-reranker-en/', import.meta.url));
// Returns two logits: the sum of the pair's ids, and three times that sum.
const twoLogits = pooledGraph({
  vocabulary: 30_522,
  columns: 2,
  valueOf: (token, column) => (column === 0 ? token : 3 * token),
});

let modelPath: string;
beforeAll(async () => {
  modelPath = await mkdtemp(join(tmpdir(), 'x-cross-encoder-'));
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) await cp(join(shipped, file), join(modelPath, file));
  await writeFile(join(modelPath, 'model.onnx'), twoLogits);
});
afterAll(() => rm(modelPath, { recursive: true }));

describe('a reranker that no catalogue lists', () => {
  it('is loaded from a directory, and is an unknown model without one', async () => {
    await using reranker = await TextCrossEncoder.load('own/name', {
      modelPath,
      isolation: 'inline',
      logitRule: 'first',
    });
    expect(reranker).toMatchObject({ modelName: 'own/name', source: 'path', license: undefined });
    const offline = TextCrossEncoder.load('own/name', { offline: true });
    await expect(offline).rejects.toSatisfy(UnknownModelError.isInstance);
  });

  it('requires a logitRule if it has several logits', async () => {
    await using strict = await TextCrossEncoder.load('own/name', { modelPath, isolation: 'inline' });
    await expect(strict.score('q', ['d'])).rejects.toSatisfy(ShapeMismatchError.isInstance);
    for (const logitRule of ['first', 'last', 'difference'] as const) {
      await using reranker = await TextCrossEncoder.load('own/name', { modelPath, isolation: 'inline', logitRule });
      const [score] = await reranker.score('q', ['d']);
      expect(Number.isFinite(score)).toBe(true);
    }
  });

  it('can be added once by name, ignoring upper and lower case, with its logitRule', async () => {
    TextCrossEncoder.addCustomModel({ model: 'own/two-logits', logitRule: 'difference' });
    expect(() => TextCrossEncoder.addCustomModel({ model: 'OWN/two-logits' })).toThrow(InvalidArgumentError);
    expect(TextCrossEncoder.listSupportedModels().at(-1)).toMatchObject({
      model: 'own/two-logits',
      modelFile: 'onnx/model.onnx',
      sources: { hf: 'own/two-logits' },
    });
    await using reranker = await TextCrossEncoder.load('own/two-logits', { modelPath, isolation: 'inline' });
    await using first = await TextCrossEncoder.load('own/two-logits', {
      modelPath,
      isolation: 'inline',
      logitRule: 'first',
    });
    const [difference] = await reranker.score('q', ['d']);
    const [single] = await first.score('q', ['d']);
    expect(difference).toBeCloseTo(2 * single!, 1);
  });

  it.each([
    [() => TextCrossEncoder.addCustomModel({ model: 'own/bad', logitRule: 'best' as never }), 'logitRule'],
    [() => TextCrossEncoder.addCustomModel({ model: 'baai/BGE-reranker-base' }), 'model'],
  ])('is refused by addCustomModel with an invalid or taken field', (add, parameter) => {
    expect(add).toThrow(`${parameter} must be`);
  });
});
