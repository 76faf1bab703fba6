import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { Tokenizer } from './tokenizer.ts';

const model = fileURLToPath(new URL('../../../models/all-minilm-l6-v2', import.meta.url));
let folder: string;
let tokenizers: Tokenizer[];
let wordPieces: Tokenizer;
let cutLeft: Tokenizer;

/** Copies the model's tokenizer with some parts replaced by those of other model families. */
async function writeVariant(name: string, parts: object): Promise<string> {
  const directory = join(folder, name);
  const json = JSON.parse(await readFile(join(model, 'tokenizer.json'), 'utf8')) as object;
  await mkdir(directory);
  await writeFile(join(directory, 'tokenizer.json'), JSON.stringify({ ...json, ...parts }));
  return directory;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-token-spans-'));
  const composing = { normalizer: { type: 'NFKC' } };
  const bytes = {
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  };
  const withoutSpecialTokens = { post_processor: null };
  const directories = [
    model,
    await writeVariant('composing', composing),
    await writeVariant('bytes', bytes),
    await writeVariant('without-special-tokens', withoutSpecialTokens),
  ];
  tokenizers = await Promise.all(
    directories.flatMap((directory) => [
      Tokenizer.load(directory, { maxLength: 512 }),
      Tokenizer.load(directory, { maxLength: 6, truncationDirection: 'right' }),
      Tokenizer.load(directory, { maxLength: 6, truncationDirection: 'left', maxCharacters: 40 }),
    ]),
  );
  wordPieces = tokenizers[0]!;
  cutLeft = await Tokenizer.load(model, { maxLength: 6, truncationDirection: 'left' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const word = fc.oneof(
  fc.constantFrom('bee', 'unbelievable', 'Zürich', 'Zu\u0308rich', '東京', '👩‍🚀', 'ﬁne', '①', '\ud800', '[SEP]', ' '),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));

it('returns one span within the text for each token of the sequence, even after truncation', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 4 }), async (texts) => {
      for (const tokenizer of tokenizers) {
        const spans = await tokenizer.tokenSpans(texts);
        const sequences = await tokenizer.encodeBatch(texts);
        expect(spans.map(({ length }) => length)).toEqual(sequences.map(({ inputIds }) => inputIds.length));
        for (const [index, places] of spans.entries()) {
          for (const { start, end } of places) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(texts[index]!.length);
          }
        }
      }
    }),
  );
});

it('returns the spans of kept tokens as positions in the whole text', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (whole) => {
      const all = (await wordPieces.tokenize(whole)).filter(({ isSpecial }) => !isSpecial);
      const places = all.map(({ offset: [start, end] }) => ({ start, end }));
      fc.pre(places.length <= 510);
      const textSpans = async (tokenizer: Tokenizer) => (await tokenizer.tokenSpans([whole]))[0]!.slice(1, -1);
      const [uncut, cutRight] = tokenizers;
      expect(await textSpans(uncut!)).toEqual(places);
      expect(await textSpans(cutRight!)).toEqual(places.slice(0, 4));
      expect(await textSpans(cutLeft)).toEqual(places.slice(-4));
    }),
  );
});

it('returns the span of each token, and empty spans for special tokens at both ends of the text', async () => {
  const [spans] = await wordPieces.tokenSpans(['😀 Cafés']);
  expect(spans).toEqual([
    { start: 0, end: 0 },
    { start: 0, end: 2 },
    { start: 3, end: 8 },
    { start: 8, end: 8 },
  ]);
  const none = { start: 0, end: 0 };
  expect(await wordPieces.tokenSpans(['', ' '])).toEqual([
    [none, none],
    [none, none],
  ]);
  const cut = await Tokenizer.load(model, { maxLength: 3 });
  expect(await cut.tokenSpans(['one two'])).toEqual([[none, { start: 0, end: 3 }, { start: 3, end: 3 }]]);
});

it('refuses elements that are not strings, and rejects with the reason of its signal', async () => {
  expect(await wordPieces.tokenSpans([])).toEqual([]);
  await expect(wordPieces.tokenSpans(['a', 7 as never])).rejects.toThrow(InvalidArgumentError);
  const reason = new Error('enough');
  await expect(wordPieces.tokenSpans(['a'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
