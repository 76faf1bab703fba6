// Imported by package name, because the session's worker starts only from built files.
import { LateInteractionTextEmbedding, SparseTextEmbedding, StaticTextEmbedding, TextEmbedding } from '@x/embed';
import { expect, test } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const options = { searchFrom: [import.meta.url] };
// More than the tokenizer reads in one call.
const texts = Array.from({ length: 70 }, (_, index) => `number ${index}`);

test.each([
  ['TextEmbedding', () => TextEmbedding.load(name, options)],
  ['LateInteractionTextEmbedding', () => LateInteractionTextEmbedding.load(name, options)],
  ['StaticTextEmbedding', () => StaticTextEmbedding.load('x/static-en', options)],
  ['SparseTextEmbedding', () => SparseTextEmbedding.load('Qdrant/bm25')],
])('%s embeds the documents that were given, even if the list changes during the call', async (_, load) => {
  await using embedding = await load();
  const documents = [...texts];
  const call = embedding.passageEmbed(documents);
  documents.splice(0, 70, 'other');
  expect(await call).toEqual(await embedding.passageEmbed(texts));
});

test('passageEmbed names its documents in errors', async () => {
  await using embedding = await TextEmbedding.load(name, options);
  const wrong = ['a', 7 as never];
  await expect(embedding.passageEmbed(wrong)).rejects.toThrow('documents[1]');
  await expect(embedding.passageEmbedWithTokens(wrong)).rejects.toThrow('documents[1]');
  await expect(embedding.passageTokenSpans(wrong)).rejects.toThrow('documents[1]');
});
