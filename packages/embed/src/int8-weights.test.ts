import { readFile } from 'node:fs/promises';

// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface Goldens {
  readonly cases: readonly { readonly text: string; readonly result: readonly number[] }[];
}

// Written by tooling/int8-weights/goldens.py.
const fixture = new URL('./__fixtures__/embeddings_int8.json', import.meta.url);
const { cases } = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;
const texts = cases.map(({ text }) => text);
const name = 'sentence-transformers/all-MiniLM-L6-v2';
const load = (dtype: 'fp32' | 'int8') =>
  TextEmbedding.load(name, { dtype, searchFrom: [import.meta.url], truncationPolicy: 'truncate' });

let integers: TextEmbedding;
beforeAll(async () => {
  integers = await load('int8');
});
afterAll(() => integers.dispose());

test('int8 weights come from the package', async () => {
  expect(integers.source).toBe('bundled');
  await using floats = await load('fp32');
  expect(floats.source).toBe('bundled');
});

test('int8 weights yield the vectors of ONNX Runtime for Python', async () => {
  const vectors = await integers.embed(texts);
  for (const [index, { text, result }] of cases.entries()) {
    // Vectors differ between CPUs: a difference in the last bit of a float32 may round an integer the other way.
    expect(cosine(vectors[index]!, result), text).toBeGreaterThan(0.9995);
  }
});

test('int8 weights yield vectors near those of float32', async () => {
  await using floats = await load('fp32');
  const [near, exact] = [await integers.embed(texts), await floats.embed(texts)];
  for (const [index, text] of texts.entries()) {
    expect(cosine(near[index]!, exact[index]!), text).toBeGreaterThan(0.99);
  }
});

/** Returns the cosine of two vectors of unit length. */
function cosine(one: ArrayLike<number>, other: ArrayLike<number>): number {
  return Array.from(one).reduce((sum, value, index) => sum + value * other[index]!, 0);
}
