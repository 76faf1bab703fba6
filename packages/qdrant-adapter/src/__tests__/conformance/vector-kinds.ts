import { expect, it } from 'vitest';
import { Document } from '../../index.ts';
import { createCountingEmbedder, vectorOf } from '../counting-embedder.ts';
import type { CreateClient } from './with-client.ts';

const vectors = {
  hull: { size: 2, distance: 'Dot' },
  rows: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
} as const;
const sparse_vectors = { words: {} };

/** Stores two points with a dense vector, a multivector and a sparse one, given as typed arrays and as plain lists. */
async function createKinds(createClient: CreateClient) {
  const underTest = await createClient();
  const { client } = underTest;
  await client.createCollection('kinds', { vectors, sparse_vectors });
  const words = { indices: Uint32Array.of(9, 4), values: Float32Array.of(0.1, 2) };
  const rows = [Float32Array.of(1, 0), Float32Array.of(0, 0.1)];
  await client.upsert('kinds', {
    points: [
      { id: 1, vector: { hull: Float32Array.of(0.1, 1), rows, words } },
      { id: 2n, vector: { hull: [2, 0], rows: [[3, 3]], words: { indices: [4], values: [5] } } }, // prettier-ignore
    ],
  });
  return { client, [Symbol.asyncDispose]: () => underTest[Symbol.asyncDispose]() };
}

export function describeVectorKinds(createClient: CreateClient): void {
  it('stores dense, multi and sparse vectors, and returns them exactly', async () => {
    await using kinds = await createKinds(createClient);
    const [first] = await kinds.client.retrieve('kinds', { ids: [1], with_vector: true });
    const { words, ...others } = first!.vector as Record<string, { indices: number[]; values: number[] }>;
    expect(others).toEqual({ hull: [0.1, 1], rows: [[1, 0], [0, 0.1]] }); // prettier-ignore
    expect(words!.indices.map((index, position) => [index, words!.values[position]])).toEqual(
      expect.arrayContaining([[9, 0.1], [4, 2]]), // prettier-ignore
    );
  });

  it('searches each kind of vector by a query of that kind', async () => {
    await using kinds = await createKinds(createClient);
    const search = async (using: string, query: Parameters<typeof kinds.client.query>[1]['query']) =>
      (await kinds.client.query('kinds', { query: query!, using })).points.map(({ id, score }) => [id, score]);
    expect(await search('hull', Float32Array.of(1, 1))).toEqual([[2, 2], [1, 1.1]]); // prettier-ignore
    expect(await search('rows', [Float32Array.of(1, 1), [0, 2]])).toEqual([[2, 12], [1, 1.2]]); // prettier-ignore
    expect(await search('words', { indices: Uint32Array.of(4), values: Float32Array.of(2) })).toEqual([[2, 10], [1, 4]]); // prettier-ignore
  });

  it('changes and removes individual vectors of a point', async () => {
    await using kinds = await createKinds(createClient);
    const { client } = kinds;
    await client.updateVectors('kinds', { points: [{ id: 1, vector: { hull: Float32Array.of(7, 7) } }] });
    await client.deleteVectors('kinds', { vector: ['rows', 'words'], points: [1] });
    const [first] = await client.retrieve('kinds', { ids: [1], with_vector: true });
    expect(first!.vector).toEqual({ hull: [7, 7] });
  });

  it('embeds with sparse and late-interaction models as with dense ones', async () => {
    const words = (text: string) => ({ indices: Uint32Array.of(text.length), values: Float32Array.of(1) });
    const rows = (text: string) => Array.from(text, (letter) => vectorOf(letter, 2, 'passage'));
    const sparse = {
      modelName: 'org/sparse',
      passageEmbed: async (texts: readonly string[]) => texts.map(words),
      queryEmbed: async (text: string) => words(text),
    };
    const multi = {
      modelName: 'org/multi',
      dimension: 2,
      passageEmbed: async (texts: readonly string[]) => texts.map(rows),
      queryEmbed: async (text: string) => rows(text),
    };
    await using underTest = await createClient({ embedders: [createCountingEmbedder('org/dense', 2), sparse, multi] });
    const { client } = underTest;
    await client.createCollection('kinds', { vectors, sparse_vectors });
    const embedded = (text: string) => ({
      hull: Document({ text, model: 'org/dense' }),
      rows: Document({ text, model: 'org/multi' }),
      words: Document({ text, model: 'org/sparse' }),
    });
    await client.uploadPoints(
      'kinds',
      ['one', 'three'].map((text, id) => ({ id, vector: embedded(text) })),
    );
    const { points } = await client.query('kinds', {
      prefetch: [
        { query: Document({ text: 'three', model: 'org/sparse' }), using: 'words' },
        { query: Document({ text: 'three', model: 'org/multi' }), using: 'rows' },
      ],
      query: { fusion: 'rrf' },
    });
    expect(points.map(({ id }) => id)).toEqual([1, 0]);
    expect(() => client.getEmbeddingSize('org/sparse')).toThrow(
      /, but is "org\/sparse"\. Sparse vectors have no fixed size/,
    );
    expect(client.getEmbeddingSize('org/multi')).toBe(2);
  });
}
