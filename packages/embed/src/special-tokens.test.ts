// Imported by package name, because the session's worker starts only from built files.
import { LateInteractionTextEmbedding, SparseTextEmbedding, StaticTextEmbedding, TextEmbedding } from '@x/embed';
import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const options = { searchFrom: [import.meta.url], isolation: 'inline' } as const;
// BERT's pre-tokenizer splits the text in the same way.
const apart = (text: string): string => text.replaceAll(/\[([A-Z]+)\]/gu, ' [ $1 ] ');

const parts = fc.constantFrom('[SEP]', '[CLS]', '[MASK]', '[PAD]', '[UNK]', 'bees', 'honey', ' ', '.');
const texts = fc.array(
  fc.array(parts, { maxLength: 10 }).map((list) => list.join('')),
  { minLength: 1, maxLength: 4 },
);

it('reads special tokens that a text spells as words', async () => {
  await using dense = await TextEmbedding.load(name, options);
  await using fixed = await StaticTextEmbedding.load('x/static-en', { searchFrom: [import.meta.url] });
  await fc.assert(
    fc.asyncProperty(texts, async (list) => {
      expect(await dense.embed(list)).toEqual(await dense.embed(list.map(apart)));
      expect(await dense.queryEmbed(`why ${list[0]}`)).toEqual(await dense.queryEmbed(apart(`why ${list[0]}`)));
      expect(await fixed.embed(list)).toEqual(await fixed.embed(list.map(apart)));
    }),
    { numRuns: 20 },
  );
});

it("parses special tokens that a text spells with 'parse'", async () => {
  await using dense = await TextEmbedding.load(name, options);
  await using parsing = await TextEmbedding.load(name, { ...options, specialTokens: 'parse' });
  expect(await parsing.embed(['bees [SEP]'])).not.toEqual(await dense.embed(['bees [SEP]']));
  expect(await parsing.embed(['bees'])).toEqual(await dense.embed(['bees']));
});

it.each([TextEmbedding, StaticTextEmbedding, SparseTextEmbedding, LateInteractionTextEmbedding])(
  'refuses an invalid specialTokens before it looks for the model: $name',
  async (kind) => {
    const model = {
      SparseTextEmbedding: 'prithivida/Splade_PP_en_v1',
      LateInteractionTextEmbedding: 'colbert-ir/colbertv2.0',
    };
    const load = kind.load(model[kind.name as keyof typeof model] ?? 'no/such', {
      specialTokens: 'strip' as never,
      offline: true,
    });
    await expect(load).rejects.toThrow(InvalidArgumentError);
    await expect(load).rejects.toThrow(/specialTokens must be/);
  },
);
