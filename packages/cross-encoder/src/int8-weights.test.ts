import { readFile } from 'node:fs/promises';

// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface Goldens {
  readonly cases: readonly { readonly text: readonly [string, string]; readonly result: readonly [number] }[];
}

// Written by tooling/int8-weights/goldens.py.
const fixture = new URL('./__fixtures__/scores_int8.json', import.meta.url);
const { cases } = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;
const pairs = cases.map(({ text }) => text);
const options = { searchFrom: [import.meta.url], truncationPolicy: 'truncate' } as const;
const name = 'x/bge-small-reranker-en';

let integers: TextCrossEncoder;
beforeAll(async () => {
  integers = await TextCrossEncoder.load(name, { ...options, dtype: 'int8' });
});
afterAll(() => integers.dispose());

test('int8 weights come from the package and yield the scores of ONNX Runtime for Python', async () => {
  expect(integers.source).toBe('bundled');
  const scores = await integers.scorePairs(pairs);
  for (const [index, { text, result }] of cases.entries()) {
    // Scores differ between CPUs: a difference in the last bit of a float32 may round an integer the other way.
    expect(Math.abs(scores[index]! - result[0]), text.join(' | ')).toBeLessThan(0.1);
  }
});

test('int8 weights yield scores near those of float32', async () => {
  await using floats = await TextCrossEncoder.load(name, options);
  const [near, exact] = [await integers.scorePairs(pairs), await floats.scorePairs(pairs)];
  for (const [index, pair] of pairs.entries()) {
    expect(Math.abs(near[index]! - exact[index]!), pair.join(' | ')).toBeLessThan(0.5);
  }
});

test('int8 weights yield the same score for a pair alone and in any batch, to 1e-5', async () => {
  const order = fc.array(fc.nat(pairs.length - 1), { minLength: 1, maxLength: 12 });
  const alone: number[] = [];
  for (const pair of pairs) alone.push(...(await integers.scorePairs([pair])));
  await fc.assert(
    fc.asyncProperty(order, async (indexes) => {
      const together = await integers.scorePairs(indexes.map((index) => pairs[index]!));
      for (const [position, index] of indexes.entries()) {
        expect(Math.abs(together[position]! - alone[index]!)).toBeLessThanOrEqual(1e-5);
      }
    }),
    { numRuns: 15 },
  );
});
