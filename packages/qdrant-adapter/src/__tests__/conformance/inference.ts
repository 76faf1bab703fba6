import { expect, it } from 'vitest';
import { Document } from '../../index.ts';
import { createCountingEmbedder, vectorOf } from '../counting-embedder.ts';
import { type CreateClient, refusalOf } from './with-client.ts';

const model = 'org/small';
const texts = ['a ship', 'a plane', 'a ship', 'a train'];

const vectorOfModel = (name: string) => ({ text: Document({ text: 'a', model: name }) });

async function createTexts(createClient: CreateClient) {
  const embedder = createCountingEmbedder(model);
  const underTest = await createClient({ embedders: [embedder] });
  const { client } = underTest;
  const vectors = { text: { size: client.getEmbeddingSize('ORG/Small'), distance: 'Cosine' } } as const;
  await client.createCollection('texts', { vectors });
  return { client, embedder, [Symbol.asyncDispose]: () => underTest[Symbol.asyncDispose]() };
}

export function describeInference(createClient: CreateClient): void {
  it('stores the same collection from documents as from their vectors', async () => {
    await using byDocument = await createTexts(createClient);
    await using byVector = await createTexts(createClient);
    const upload = (client: typeof byVector.client, vectorFor: (text: string) => Document | Float32Array) =>
      client.uploadPoints(
        'texts',
        texts.map((text, id) => ({ id, payload: { text }, vector: { text: vectorFor(text) } })),
      );
    await upload(byDocument.client, (text) => Document({ text, model }));
    await upload(byVector.client, (text) => vectorOf(text, 3, 'passage'));
    const contents = (client: typeof byVector.client) => client.scroll('texts', { with_vector: true });
    expect(await contents(byDocument.client)).toEqual(await contents(byVector.client));
    expect(byDocument.embedder.calls).toEqual([{ purpose: 'passage', texts: ['a ship', 'a plane', 'a train'] }]);
  });

  it('returns the same results for a document as for its query vector', async () => {
    await using underTest = await createTexts(createClient);
    const { client } = underTest;
    await client.upsert('texts', {
      points: texts.map((text, id) => ({ id, vector: { text: Document({ text, model }) } })),
    });
    const search = async (query: Document | Float32Array) => {
      const { points } = await client.queryPoints('texts', { query, using: 'text' });
      // The order of points with equal scores is not specified.
      return points
        .map(({ id, score }) => ({ id: Number(id), score }))
        .toSorted((a, b) => b.score - a.score || a.id - b.id);
    };
    const byDocument = await search(Document({ text: 'a ship', model }));
    expect(byDocument).toEqual(await search(vectorOf('a ship', 3, 'query')));
    expect(byDocument.slice(0, 2).map(({ id }) => id)).toEqual([0, 2]);
  });

  it('stores nothing when a model is unknown', async () => {
    await using underTest = await createTexts(createClient);
    const { client, embedder } = underTest;
    const points = [
      { id: 1, vector: vectorOfModel(model) },
      { id: 2, vector: vectorOfModel('org/smal') },
    ];
    for (const call of [() => client.upsert('texts', { points }), () => client.uploadPoints('texts', points)]) {
      expect(await refusalOf(call())).toMatchObject({
        code: 'UNKNOWN_MODEL',
        message: expect.stringContaining('"org/small"'),
      });
    }
    expect(await client.count('texts')).toEqual({ count: 0 });
    expect(embedder.calls).toEqual([]);
  });

  it('explains how to pass embedders when a request has a document and the client has none', async () => {
    await using underTest = await createClient();
    const query = Document({ text: 'a', model });
    expect(await refusalOf(underTest.client.query('texts', { query }))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('embedders: [embedding]'),
    });
  });
}
