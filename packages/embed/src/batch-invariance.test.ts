// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const limits = [
  {},
  { batchSize: 1 },
  { batchSize: 3 },
  { maxBatchTokens: 40 },
  { maxBatchTokens: 4096, batchSize: 256 },
] as const;
const common = { searchFrom: [import.meta.url], truncationPolicy: 'truncate', threads: 1 } as const;

const words = ['the', 'bee', 'volcano', 'naïve', '漢字', 'honey', 'of', 'rust', '😀', 'unbelievably', '42', '.'];
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 12 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...words), { minLength: 30, maxLength: 120 }) },
);
// Indexes of texts, in any order and with repetitions.
const call = fc
  .array(text, { minLength: 1, maxLength: 8 })
  .chain((texts) =>
    fc.tuple(
      fc.constant(texts.map((some) => some.join(' '))),
      fc.array(fc.nat(texts.length - 1), { minLength: 1, maxLength: 16 }),
    ),
  );

describe.each(['fp32', 'int8'] as const)('with weights in %s', (dtype) => {
  let models: readonly TextEmbedding[] = [];
  beforeAll(async () => {
    models = await Promise.all(limits.map((limit) => TextEmbedding.load(name, { ...common, dtype, ...limit })));
  });
  afterAll(() => Promise.all(models.map((model) => model.dispose())));

  test('each text has the same vector as alone in any batch, to 1e-6', async () => {
    await fc.assert(
      fc.asyncProperty(call, fc.constantFrom(...limits.keys()), async ([texts, order], chosen) => {
        const alone: Float32Array[] = [];
        for (const one of texts) alone.push(...(await models[0]!.embed([one])));
        const together = await models[chosen]!.embed(order.map((index) => texts[index]!));
        for (const [position, index] of order.entries()) {
          expect(maxDifference(together[position]!, alone[index]!)).toBeLessThanOrEqual(1e-6);
        }
      }),
      { numRuns: 20 },
    );
  });
});

function maxDifference(actual: Float32Array, expected: Float32Array): number {
  return actual.reduce((max, value, index) => Math.max(max, Math.abs(value - expected[index]!)), 0);
}
