import { type Embedder, InvalidArgumentError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { asymmetricEmbedder } from './asymmetric-embedder.ts';
import { denseModels } from './catalogue/catalogues.ts';

/** Embeds a text as its length and the mark of the model. */
function fake(modelName: string, mark: number, facts: Partial<Embedder> = {}): Embedder {
  const vectorOf = (text: string): Float32Array => Float32Array.of(mark, text.length);
  return {
    modelName,
    dimension: 2,
    passageEmbed: (documents) => Promise.resolve(documents.map(vectorOf)),
    queryEmbed: (query) => Promise.resolve(vectorOf(query)),
    ...facts,
  };
}

const document = fake('org/large', 1);
const query = fake('org/small', 2, { documentModel: 'org/large' });

describe('an asymmetric embedder', () => {
  it('embeds queries and documents with different models, under the name of the document model', async () => {
    const embedder = asymmetricEmbedder({ query, document });
    expect(embedder).toMatchObject({ modelName: 'org/large', queryModelName: 'org/small', dimension: 2 });
    expect(embedder.documentModel).toBeUndefined();
    expect(await embedder.queryEmbed('bees')).toEqual(Float32Array.of(2, 4));
    expect(await embedder.passageEmbed(['bees', 'a'])).toEqual([Float32Array.of(1, 4), Float32Array.of(1, 1)]);
  });

  it('passes the options of a call to both models', async () => {
    const seen: unknown[] = [];
    const listening = (name: string): Embedder =>
      fake(name, 1, {
        passageEmbed: (documents, options) => {
          seen.push(options);
          return document.passageEmbed(documents, options);
        },
        queryEmbed: (text, options) => {
          seen.push(options);
          return document.queryEmbed(text, options);
        },
      });
    const embedder = asymmetricEmbedder({ query: listening('a'), document: listening('b') });
    const options = { signal: new AbortController().signal };
    await embedder.queryEmbed('q', options);
    await embedder.passageEmbed(['d'], options);
    expect(seen).toEqual([options, options]);
  });

  it.each([
    [
      'has another dimension',
      { query: fake('org/tiny', 1, { dimension: 3 }), document },
      "The query model 'org/tiny' has 3 dimensions, but the document model 'org/large' has",
    ],
    [
      'was trained for other documents',
      { query, document: fake('org/other', 1) },
      "'org/large', the document model of",
    ],
    [
      'embeds queries only',
      { query: fake('org/a', 1), document: query },
      "embeds queries for documents of 'org/large'.",
    ],
    ['is not an embedder', { query: null as never, document }, 'query must be an embedder'],
    ['is a name', { query, document: 'org/large' as never }, 'document must be an embedder'],
  ])('is refused for a model that %s', (_, models, message) => {
    expect(() => asymmetricEmbedder(models)).toThrow(InvalidArgumentError);
    expect(() => asymmetricEmbedder(models)).toThrow(message);
  });
});

it('the catalogue has a document model of the same dimension for each query model', () => {
  const pairs = denseModels.list().filter(({ documentModel }) => documentModel !== undefined);
  expect(pairs.map(({ model }) => model)).toEqual(['Qdrant/constella-zero', 'Qdrant/constella-nano']);
  for (const { model, documentModel, dimension } of pairs) {
    expect(denseModels.require(documentModel!), model).toMatchObject({ model: documentModel, dimension });
    expect(denseModels.require(documentModel!).documentModel).toBeUndefined();
  }
});
