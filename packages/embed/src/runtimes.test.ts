import { readFile } from 'node:fs/promises';

// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import { expect, test } from 'vitest';

interface Goldens {
  readonly cases: readonly { readonly text: string; readonly result: readonly number[] }[];
}

const fixture = new URL('./__fixtures__/embeddings_int8.json', import.meta.url);
const { cases } = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;
const texts = cases.map(({ text }) => text);
const name = 'sentence-transformers/all-MiniLM-L6-v2';

const load = (runtime: 'native' | 'wasm', dtype: 'fp32' | 'int8'): Promise<TextEmbedding> =>
  TextEmbedding.load(name, { runtime, dtype, searchFrom: [import.meta.url], truncationPolicy: 'truncate' });

test('WebAssembly returns the native vectors to 1e-5', async () => {
  await using native = await load('native', 'fp32');
  await using wasm = await load('wasm', 'fp32');
  expect([native.runtime, wasm.runtime]).toEqual(['native', 'wasm']);
  const [expected, actual] = [await native.embed(texts), await wasm.embed(texts)];
  const differences = expected.flatMap((vector, row) => Array.from(vector, (x, at) => Math.abs(x - actual[row]![at]!)));
  expect(differences).toHaveLength(384 * texts.length);
  expect(Math.max(...differences)).toBeLessThanOrEqual(1e-5);
}, 120_000);

// A difference in the last bit of a float32 may round an integer the other way. Native vectors differ between processors just as much.
// The int8 graph reads the data that it shares with the float32 graph from that graph's file.
test('WebAssembly returns vectors close to the native ones for int8 weights', async () => {
  await using wasm = await load('wasm', 'int8');
  const vectors = await wasm.embed(texts);
  for (const [index, { text, result }] of cases.entries()) {
    const cosine = Array.from(result).reduce((sum, value, at) => sum + value * vectors[index]![at]!, 0);
    expect(cosine, text).toBeGreaterThan(0.9995);
  }
}, 120_000);
