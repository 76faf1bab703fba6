// By their own name: a session's worker can only be started from built files.
import { LateInteractionTextEmbedding, TextEmbedding, type TruncationReport } from '@x/embed';
import type { TokenEmbedding } from '@x/core';
import { DisposedError, InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const load = { searchFrom: [import.meta.url], truncationPolicy: 'truncate', threads: 1, maxLength: 12 } as const;

/** Runs each text alone, so that all of its numbers are the same in every call. */
let exact: TextEmbedding;
let exactTokens: LateInteractionTextEmbedding;
/** Runs texts together. */
let packing: TextEmbedding;
beforeAll(async () => {
  [exact, exactTokens, packing] = await Promise.all([
    TextEmbedding.load(name, { ...load, deterministic: true }),
    LateInteractionTextEmbedding.load(name, { ...load, deterministic: true }),
    TextEmbedding.load(name, load),
  ]);
});
afterAll(() => Promise.all([exact, exactTokens, packing].map((model) => model.dispose())));

const words = ['the', 'bee', 'naïve', '漢字', 'honey', '😀', 'unbelievably', '42', '.'];
const text = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((some) => some.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

/** The numbers of an embedding, the text's own first. */
const numbersOf = ({ vector, tokenVectors }: TokenEmbedding): number[] => [vector, ...tokenVectors].flatMap((row) => [...row]); // prettier-ignore

it('gives bitwise the vectors that embed gives, and the rows of the token model, with a place for each', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 6 }), async (texts) => {
      const embeddings = await exact.passageEmbedWithTokens(texts);
      expect(embeddings.map(({ vector }) => vector)).toEqual(await exact.embed(texts));
      expect(embeddings.map(({ tokenVectors }) => tokenVectors)).toEqual(await exactTokens.embed(texts));
      const spans = await exact.passageTokenSpans(texts);
      expect(spans.map(({ length }) => length)).toEqual(embeddings.map(({ tokenVectors }) => tokenVectors.length));
    }),
    { numRuns: 20 },
  );
});

it('gives queries bitwise the vectors of queryEmbed and the rows of the token model', async () => {
  const { vector, tokenVectors } = await exact.queryEmbedWithTokens('How is honey made?');
  expect(vector).toEqual(await exact.queryEmbed('How is honey made?'));
  expect(tokenVectors).toEqual(await exactTokens.queryEmbed('How is honey made?'));
});

it('keeps calls with and without tokens apart that run at the same time', async () => {
  const calls = fc.array(fc.tuple(fc.boolean(), fc.array(text, { maxLength: 5 })), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(calls, async (drawn) => {
      const results = await Promise.all(
        drawn.map(async ([hasTokens, texts]) =>
          hasTokens
            ? (await packing.passageEmbedWithTokens(texts)).map(numbersOf)
            : (await packing.embed(texts)).map((vector) => [...vector]),
        ),
      );
      for (const [call, [hasTokens, texts]] of drawn.entries()) {
        for (const [index, one] of texts.entries()) {
          const [alone] = await exact.passageEmbedWithTokens([one]);
          const expected = hasTokens ? numbersOf(alone!) : [...alone!.vector];
          expect(maxDifference(results[call]![index]!, expected)).toBeLessThanOrEqual(1e-6);
        }
      }
    }),
    { numRuns: 15 },
  );
});

it('has rows and places of the tokens that are kept alone, and reports what is cut', async () => {
  const reports: TruncationReport[] = [];
  const long = 'bee '.repeat(30);
  const [cut] = await packing.passageEmbedWithTokens([long], { onTruncation: (report) => reports.push(report) });
  expect(cut!.tokenVectors).toHaveLength(12);
  expect(reports).toEqual([{ index: 0, truncatedTokens: 20, truncatedCharacters: 0 }]);
  const [spans] = await packing.passageTokenSpans([long]);
  expect(spans!.map(({ start, end }) => long.slice(start, end))).toEqual(['', ...Array(10).fill('bee'), '']);
});

it('gives each of several identical texts vectors of its own, whose text vector holds no more memory than it needs', async () => {
  const [first, other, second] = await packing.passageEmbedWithTokens(['twin', 'other', 'twin']);
  expect(second).toEqual(first);
  expect(first!.vector.buffer.byteLength).toBe(4 * packing.dimension);
  const before = numbersOf(second!);
  for (const row of [first!.vector, ...first!.tokenVectors, ...other!.tokenVectors]) row.fill(0);
  expect(numbersOf(second!)).toEqual(before);
});

it('refuses what is no text, an empty query, an aborted call, and use after disposal', async () => {
  await expect(packing.passageEmbedWithTokens(['a', 7 as never])).rejects.toThrow('documents[1]');
  await expect(packing.queryEmbedWithTokens(' ')).rejects.toThrow(InvalidArgumentError);
  await expect(packing.queryTokenSpans(' ')).rejects.toThrow(InvalidArgumentError);
  const reason = new Error('enough');
  await expect(packing.passageEmbedWithTokens([], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const disposed = await TextEmbedding.load(name, { ...load, isolation: 'inline' });
  await disposed.dispose();
  await expect(disposed.passageEmbedWithTokens([])).rejects.toThrow(DisposedError);
});

function maxDifference(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return actual.reduce((max, value, index) => Math.max(max, Math.abs(value - expected[index]!)), 0);
}
