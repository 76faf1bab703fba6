import { readFile } from 'node:fs/promises';

// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { expect, test } from 'vitest';

interface Goldens {
  readonly cases: readonly { readonly text: readonly [string, string]; readonly result: readonly [number] }[];
}

const fixture = new URL('./__fixtures__/scores_int8.json', import.meta.url);
const { cases } = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;
const pairs = cases.map(({ text }) => text);

const load = (runtime: 'native' | 'wasm', dtype: 'fp32' | 'int8'): Promise<TextCrossEncoder> =>
  TextCrossEncoder.load('x/bge-small-reranker-en', {
    runtime,
    dtype,
    searchFrom: [import.meta.url],
    truncationPolicy: 'truncate',
  });

test('WebAssembly returns the native scores to 1e-5', async () => {
  await using native = await load('native', 'fp32');
  await using wasm = await load('wasm', 'fp32');
  expect([native.runtime, wasm.runtime]).toEqual(['native', 'wasm']);
  const [expected, actual] = [await native.scorePairs(pairs), await wasm.scorePairs(pairs)];
  const differences = expected.map((score, index) => Math.abs(score - actual[index]!));
  expect(differences).toHaveLength(pairs.length);
  expect(Math.max(...differences)).toBeLessThanOrEqual(1e-5);
}, 120_000);

// A difference in the last bit of a float32 may round an integer the other way. Native scores differ between processors just as much.
test('WebAssembly returns scores within 0.1 of the native ones for int8 weights', async () => {
  await using wasm = await load('wasm', 'int8');
  const scores = await wasm.scorePairs(pairs);
  for (const [index, { text, result }] of cases.entries()) {
    expect(Math.abs(scores[index]! - result[0]), text.join(' | ')).toBeLessThan(0.1);
  }
}, 120_000);
