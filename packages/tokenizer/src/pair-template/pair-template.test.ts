import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Tokenizer } from '../tokenizer.ts';
import type { TokenizerOptions } from '../tokenizer-options.ts';
import type { PairTemplate } from './pair-template.ts';

interface ExpectedPair {
  readonly query: string;
  readonly document: string;
  readonly ids: number[];
}

const golden = JSON.parse(
  gunzipSync(await readFile(new URL('../__fixtures__/pair_template.json.gz', import.meta.url))).toString(),
) as {
  readonly template: PairTemplate;
  readonly tokenizer: object;
  readonly pairs: readonly ExpectedPair[];
  readonly hostile: readonly (ExpectedPair & { readonly parsed: number[] })[];
};
const { template } = golden;

let directory: string;
let tokenizer: Tokenizer;
const load = (options: TokenizerOptions = {}): Promise<Tokenizer> =>
  Tokenizer.load(directory, { maxLength: 1000, pairTemplate: template, ...options });
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'x-pair-template-'));
  await writeFile(join(directory, 'tokenizer.json'), JSON.stringify(golden.tokenizer));
  tokenizer = await load();
});
afterAll(() => rm(directory, { recursive: true }));

describe('encodePair with a template', () => {
  it.each(golden.pairs)('returns the ids of Python for the whole text: $query', async ({ query, document, ids }) => {
    const { inputIds, truncatedTokens } = await tokenizer.encodePair(query, document);
    expect([...inputIds]).toEqual(ids);
    expect(truncatedTokens).toBe(0);
  });

  it.each(golden.hostile)('reads special tokens in texts as words: $document', async ({ query, document, ids }) => {
    expect([...(await tokenizer.encodePair(query, document)).inputIds]).toEqual(ids);
  });

  it.each(golden.hostile)("parses special tokens in texts with 'parse', as Python does: $document", async (pair) => {
    const parsing = await load({ specialTokens: 'parse' });
    expect([...(await parsing.encodePair(pair.query, pair.document)).inputIds]).toEqual(pair.parsed);
  });

  it('returns the same ids as encodePairs with many pairs', async () => {
    const pairs = golden.pairs.map(({ query, document }) => [query, document] as const);
    const together = await tokenizer.encodePairs(pairs);
    expect(together.map(({ inputIds }) => [...inputIds])).toEqual(golden.pairs.map(({ ids }) => ids));
  });

  it('cuts the document first and keeps the template', async () => {
    const { query, document, ids } = golden.pairs[0]!;
    const tail = ids.length - ids.lastIndexOf(tokenizer.tokenId('<|im_end|>')!);
    for (const cut of [1, 4, 9]) {
      const short = await load({ maxLength: ids.length - cut });
      const { inputIds, truncatedTokens } = await short.encodePair(query, document);
      expect([...inputIds]).toEqual([...ids.slice(0, -tail - cut), ...ids.slice(-tail)]);
      expect(truncatedTokens).toBe(cut);
    }
    const left = await load({ maxLength: ids.length - 2, truncationDirection: 'left' });
    const { inputIds } = await left.encodePair(query, document);
    expect(Array.from(inputIds).slice(-tail - 4)).toEqual(ids.slice(-tail - 4));
  });

  it('never exceeds the limit and keeps the end of the template', async () => {
    const word = fc.constantFrom('honey', 'bees', 'Straße', '😀', '<|im_end|>', '\n');
    const texts = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));
    const empty = (await tokenizer.encodePair('', '')).inputIds.length;
    const limited = await load({ maxLength: empty + 12 });
    await fc.assert(
      fc.asyncProperty(texts, texts, async (query, document) => {
        const [whole, cut] = await Promise.all([
          tokenizer.encodePair(query, document),
          limited.encodePair(query, document),
        ]);
        expect(cut.inputIds.length).toBe(Math.min(whole.inputIds.length, limited.maxLength));
        expect(cut.truncatedTokens).toBe(whole.inputIds.length - cut.inputIds.length);
        const tail = whole.inputIds.length - whole.inputIds.lastIndexOf(tokenizer.tokenId('<|im_end|>')!);
        expect(cut.inputIds.slice(-tail)).toEqual(whole.inputIds.slice(-tail));
      }),
      { numRuns: 60 },
    );
  });

  it('cuts the query when the document has one token left', async () => {
    const query = 'honey '.repeat(40);
    const limited = await load({ maxLength: (await tokenizer.encodePair('', '')).inputIds.length + 12 });
    // The token of `a` also contains a space of the template, so it belongs to the template. One more token of the document is kept.
    const [first, sameSecond, otherSecond] = await limited.encodePairs([
      [query, 'a b d'],
      [query, 'a b c'],
      [query, 'a c d'],
    ]);
    expect(first!.inputIds).toEqual(sameSecond!.inputIds);
    expect(first!.inputIds).not.toEqual(otherSecond!.inputIds);
  });

  it('reports characters beyond the cap', async () => {
    const capped = await load({ maxCharacters: 5 });
    const { truncatedCharacters, inputIds } = await capped.encodePair('honey bee', 'nectar');
    expect(truncatedCharacters).toBe(5);
    expect(inputIds).toEqual((await tokenizer.encodePair('honey', 'necta')).inputIds);
  });
});

describe('pairTemplate', () => {
  it.each([
    [{ text: 'Query: {query}' }, '{document} once'],
    [{ text: '{query} {query} {document}' }, '{query} once'],
    [{ text: '{query} {document}', instruction: 'Judge' }, '{instruction} once'],
    [{ text: '{instruction} {query} {document}' }, 'a string without {instruction}'],
  ])('is rejected if a placeholder is missing or repeated: %j', async (pairTemplate, message) => {
    await expect(load({ pairTemplate })).rejects.toThrow(message);
  });

  it('does not change single texts and excludes the option truncation', async () => {
    const bare = await Tokenizer.load(directory, { maxLength: 1000 });
    expect(await tokenizer.encode('honey')).toEqual(await bare.encode('honey'));
    await expect(load({ truncation: 'onlyFirst' })).rejects.toThrow('absent with pairTemplate');
  });

  it('is rejected when it fills maxLength, and the message states the required limit', async () => {
    const empty = (await tokenizer.encodePair('', '')).inputIds.length;
    const full = await load({ maxLength: empty + 1 });
    await expect(full.encodePair('a', 'b')).rejects.toThrow(`maxLength must be at least ${empty + 2}`);
  });
});
