// Imported by package name, because the session's worker starts only from built files.
import { LateInteractionTextEmbedding, TextEmbedding, type TruncationReport } from '@x/embed';
import type { TokenEmbedding } from '@x/core';
import { DisposedError, InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const load = { searchFrom: [import.meta.url], truncationPolicy: 'truncate', threads: 1, maxLength: 12 } as const;

/** Runs each text alone, so that its numbers are the same in every call. */
let exact: TextEmbedding;
let exactTokens: LateInteractionTextEmbedding;
/** Runs texts in batches. */
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

/** Returns the numbers of an embedding, those of the text's vector first. */
const numbersOf = ({ vector, tokenVectors }: TokenEmbedding): number[] => [vector, ...tokenVectors].flatMap((row) => [...row]); // prettier-ignore

it('returns exactly the vectors of embed and the rows of LateInteractionTextEmbedding, with a span for each row', async () => {
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

it('returns exactly the vector of queryEmbed and the rows of LateInteractionTextEmbedding for a query', async () => {
  const { vector, tokenVectors } = await exact.queryEmbedWithTokens('How is honey made?');
  expect(vector).toEqual(await exact.queryEmbed('How is honey made?'));
  expect(tokenVectors).toEqual(await exactTokens.queryEmbed('How is honey made?'));
});

it('separates simultaneous calls with and without tokens', async () => {
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

it('returns rows and spans only for the kept tokens, and reports truncated ones', async () => {
  const reports: TruncationReport[] = [];
  const long = 'bee '.repeat(30);
  const [cut] = await packing.passageEmbedWithTokens([long], { onTruncation: (report) => reports.push(report) });
  expect(cut!.tokenVectors).toHaveLength(12);
  expect(reports).toEqual([{ index: 0, truncatedTokens: 20, truncatedCharacters: 0 }]);
  const [spans] = await packing.passageTokenSpans([long]);
  expect(spans!.map(({ start, end }) => long.slice(start, end))).toEqual(['', ...Array(10).fill('bee'), '']);
});

it('returns separate vectors for identical texts, and text vectors that do not keep token vectors in memory', async () => {
  const [first, other, second] = await packing.passageEmbedWithTokens(['twin', 'other', 'twin']);
  expect(second).toEqual(first);
  expect(first!.vector.buffer.byteLength).toBe(4 * packing.dimension);
  const before = numbersOf(second!);
  for (const row of [first!.vector, ...first!.tokenVectors, ...other!.tokenVectors]) row.fill(0);
  expect(numbersOf(second!)).toEqual(before);
});

it('rejects for anything but a text, for an empty query, for an aborted signal, and after dispose', async () => {
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
