import { fileURLToPath } from 'node:url';

// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import { Tokenizer } from '@x/tokenizer';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const surrogate = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
const control = fc.integer({ min: 0, max: 0x9f }).map((unit) => String.fromCharCode(unit));
const tokens = ['[CLS]', '[SEP]', '[PAD]', '[MASK]', '[UNK]', '##ing'];
const invisible = ['\0', '\uFEFF', '\u202E', '\u200D', '\uFFFE', '\uFFFD', '\r\n\u2028\u2029', '\t \u00A0\u3000'];
const scripts = ['👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '𠀀𠀁', '한국어', 'ﷺ', 'ﬁ', 'İ', 'ß', 'ΌΣΟΣ', 'ก็็็็็', 'e\u0301\u0323', '\u0300\u0301'];
const code = ['{{7*7}}', '<script>', '%00%n%s', '../../etc/passwd', "'; DROP TABLE", '1e309', 'NaN'];
const awkward = fc.constantFrom(...tokens, ...invisible, ...scripts, ...code);
const repeated = fc
  .tuple(
    fc.constantFrom('a', ' ', '\u0301', '😀', '[SEP]', '漢', '\uD800', '\n', 'the '),
    fc.integer({ min: 1, max: 4000 }),
  )
  .map(([unit, count]) => unit.repeat(count));
const anything = fc.string({ unit: 'binary', maxLength: 60 });
const text = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: anything },
      { weight: 4, arbitrary: awkward },
      { weight: 2, arbitrary: surrogate },
      { weight: 2, arbitrary: control },
      { weight: 1, arbitrary: repeated },
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));
const texts = fc.sample(text, { numRuns: 10_000, seed: 1 });

test('10,000 hostile texts yield sequences that a model can run', async () => {
  const directory = fileURLToPath(new URL('.', import.meta.resolve('@x/model-all-minilm-l6-v2/package.json')));
  const tokenizer = await Tokenizer.load(directory);
  const sequences = await tokenizer.encodeBatch(texts);
  expect(sequences).toHaveLength(texts.length);
  const { inputIds: none } = await tokenizer.encode('');
  const isSound = ({ inputIds, truncatedTokens }: (typeof sequences)[number]): boolean =>
    inputIds.length >= 2 &&
    inputIds.length <= tokenizer.maxLength &&
    inputIds.every((id) => id >= 0 && id < tokenizer.vocabularySize) &&
    inputIds[0] === none[0] &&
    inputIds.at(-1) === none[1] &&
    (truncatedTokens === 0 || (truncatedTokens > 0 && inputIds.length === tokenizer.maxLength));
  expect(texts.filter((_, index) => !isSound(sequences[index]!))).toEqual([]);
  // Some texts exceed the limit, others do not.
  const cut = sequences.filter(({ truncatedTokens }) => truncatedTokens > 0).length;
  expect(cut).toBeGreaterThan(100);
  expect(cut).toBeLessThan(9_900);
});

test('every 50th hostile text has a vector of length 1', async () => {
  const name = 'sentence-transformers/all-MiniLM-L6-v2';
  await using embedding = await TextEmbedding.load(name, {
    searchFrom: [import.meta.url],
    truncationPolicy: 'truncate',
  });
  const sample = texts.filter((_, index) => index % 50 === 0);
  const vectors = await embedding.embed(sample);
  expect(vectors).toHaveLength(200);
  for (const [index, vector] of vectors.entries()) {
    expect(vector).toHaveLength(384);
    expect(Math.hypot(...vector), JSON.stringify(sample[index])).toBeCloseTo(1, 4);
  }
});
