import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import { lastPlaceGraph } from '@x/tiny-onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const shipped = fileURLToPath(new URL('../../../models/all-minilm-l6-v2/', import.meta.url));
const [places, sep] = [8, 102];

let modelPath: string;
beforeAll(async () => {
  modelPath = await mkdtemp(join(tmpdir(), 'x-embed-'));
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) await cp(join(shipped, file), join(modelPath, file));
  // A text's vector is the id at the last position (0 for padding) plus the number of positions.
  const graph = lastPlaceGraph({ vocabulary: 30_522, hidden: 1, valueOf: (token) => token });
  await writeFile(join(modelPath, 'model.onnx'), graph);
  TextEmbedding.addCustomModel({
    model: 'own/last-place',
    dimension: 1,
    pooling: 'none',
    normalize: false,
    output: 'pooler_output',
    padToLength: places,
  });
});
afterAll(() => rm(modelPath, { recursive: true }));

describe('a model that reads its vector at a fixed position', () => {
  it('gets every text padded to that position, whatever else is in the batch', async () => {
    await using embedding = await TextEmbedding.load('own/last-place', { modelPath, truncationPolicy: 'truncate' });
    const long = 'one two three four five six seven eight nine';
    expect(await embedding.embed(['hello', 'hello world', long])).toEqual([
      Float32Array.of(places),
      Float32Array.of(places),
      Float32Array.of(sep + places),
    ]);
    expect(await embedding.embed(['hello'])).toEqual([Float32Array.of(places)]);
  });

  it('has that position as its largest maxLength', async () => {
    await using whole = await TextEmbedding.load('own/last-place', { modelPath, isolation: 'inline' });
    expect(whole.maxLength).toBe(places);
    await using short = await TextEmbedding.load('own/last-place', { modelPath, isolation: 'inline', maxLength: 4 });
    expect(short.maxLength).toBe(4);
    expect(await short.embed(['hello'])).toEqual([Float32Array.of(places)]);
    const load = TextEmbedding.load('own/last-place', { modelPath, maxLength: places + 1 });
    await expect(load).rejects.toThrow(/maxLength must be/);
  });
});
