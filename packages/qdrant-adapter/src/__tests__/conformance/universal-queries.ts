import { expect, it } from 'vitest';
import { Document, type QueryRequest } from '../../index.ts';
import { createCountingEmbedder, vectorOf } from '../counting-embedder.ts';
import { type CreateClient, createShips, knowsVersion, refusalOf } from './with-client.ts';

export function describeUniversalQueries(createClient: CreateClient): void {
  it.each<[string, QueryRequest, readonly number[]]>([
    ['examples', { query: { recommend: { positive: [1], negative: [2] } } }, [3]],
    ['a target in a context', { query: { discover: { target: [0, 1], context: { positive: 1, negative: 2 } } } }, [3]],
    ['a context', { query: { context: [{ positive: [1, 0], negative: [0, 2] }] } }, [1, 2, 3]],
    ['diversity', { query: { nearest: [1, 1], mmr: { diversity: 1 } }, limit: 1 }, [3]],
    [
      'the fusion of two searches',
      { prefetch: [{ query: [1, 0] }, { query: [1, -2] }], query: { fusion: 'rrf' } },
      [1, 3, 2],
    ],
    ['a formula', { prefetch: { query: [1, 0] }, query: { formula: { neg: 'rank' } } }, [1, 2, 3]],
    ['a payload field', { query: { order_by: { key: 'rank', direction: 'desc' } } }, [3, 2, 1]],
  ])('searches by %s', async (_, body, ids) => {
    await using ships = await createShips(createClient);
    await ships.client.createPayloadIndex('ships', { field_name: 'rank', field_schema: 'integer' });
    const { points } = await ships.client.query('ships', body);
    expect(points.map(({ id }) => id)).toEqual(ids);
  });

  it('ranks by the words of a payload field, alone and fused with vectors', async ({ skip }) => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    skip(!(await knowsVersion(20, client)), 'the server is older than 1.20');
    await client.createPayloadIndex('ships', { field_name: 'name', field_schema: { type: 'text', scoring: true } });
    const name = 'Sark of the sea, a sister of the Cutty Sark';
    await client.upsert('ships', { points: [{ id: 4, vector: [0, 0], payload: { name } }] });
    const words = { query: { text: 'SARK, cutty unknown' }, using: 'name' } as const;
    const { points } = await client.query('ships', words);
    expect(points.map(({ id }) => id)).toEqual([3, 4]);
    const scoring = { bm25: { k: 0, b: 0 } };
    const flat = await client.query('ships', { query: { text: { query: 'sark', scoring } }, using: 'name' });
    expect(flat.points.map(({ score }) => score.toFixed(5))).toEqual(['0.69315', '0.69315']);
    const prefetch = [words, { query: [1, 0] }];
    const fused = await client.query('ships', { prefetch, query: { fusion: 'rrf' }, limit: 1 });
    expect(fused.points.map(({ id }) => id)).toEqual([3]);
    expect(await refusalOf(client.query('ships', { ...words, using: 'rank' }))).toMatchObject({ status: 400 });
  });

  it('returns the results of a batch in order, and embeds each text once', async () => {
    const embedder = createCountingEmbedder('org/model', 2);
    await using underTest = await createClient({ embedders: [embedder] });
    const { client } = underTest;
    await client.createCollection('texts', { vectors: { size: 2, distance: 'Cosine' } });
    const texts = ['a', 'b', 'c'];
    await client.uploadPoints(
      'texts',
      texts.map((text, id) => ({ id, vector: vectorOf(text, 2, 'query') })),
    );
    const searches = ['c', 'a', 'c'].map((text) => ({ query: Document({ text, model: 'org/model' }), limit: 1 }));
    const answers = await client.queryBatch('texts', { searches });
    expect(answers.map(({ points }) => points[0]!.id)).toEqual([2, 0, 2]);
    expect(embedder.calls.map(({ texts: asked }) => asked)).toEqual([['c'], ['a']]);
  });

  it('groups points by a payload field', async () => {
    await using ships = await createShips(createClient);
    const { client } = ships;
    await client.upsert('ships', { points: [{ id: 4, vector: [9, 0], payload: { name: 'Argo' } }] });
    const { groups } = await client.queryGroups('ships', { query: [1, 0], group_by: 'name', limit: 2, group_size: 2 });
    expect(groups.map(({ id, hits }) => [id, hits.map((hit) => hit.id)])).toEqual([
      ['Argo', [4, 1]],
      ['Cutty Sark', [3]],
    ]);
  });

  it('compares points with each other', async () => {
    await using ships = await createShips(createClient);
    const { pairs } = await ships.client.searchMatrixPairs('ships', { sample: 3, limit: 1 });
    const best = Object.fromEntries(pairs.map(({ a, b, score }) => [String(a), [b, score]]));
    expect(best).toEqual({ 1: [3, 3], 2: [3, 4], 3: [2, 4] });
    const { ids, scores } = await ships.client.searchMatrixOffsets('ships', { sample: 3, limit: 2 });
    expect([new Set(ids), scores.length]).toEqual([new Set([1, 2, 3]), 6]);
  });
}
