import type { Schemas } from '@qdrant/js-client-rest';
import { describe, expect, it } from 'vitest';

import { requireFittingVectors } from './require-fitting-vectors.ts';

const operation = 'uploadPoints';
const paramsOf = (params: unknown) => params as Schemas['CollectionParams'];

const named = paramsOf({ vectors: { hull: { size: 2 }, rows: { size: 3 } }, sparse_vectors: { words: {} } });

describe('requireFittingVectors', () => {
  it.each([
    ['one unnamed vector', paramsOf({ vectors: { size: 2 } }), [1, 2]],
    ['some of the named vectors', named, { hull: [1, 2] }],
    ['a multivector', named, { rows: [[1, 2, 3], [4, 5, 6]] }], // prettier-ignore
    ['a sparse vector', named, { words: { indices: [7], values: [1] } }],
    ['a text that the server embeds', paramsOf({ vectors: { size: 2 } }), { text: 'a ship', model: 'any' }],
    ['a named text that the server embeds', named, { hull: { text: 'a ship', model: 'any' } }],
  ])('accepts %s', (_, params, vector) => {
    expect(() => requireFittingVectors('ships', params, [{ id: 1, vector }], { operation })).not.toThrow();
  });

  it.each([
    ['a row of a multivector is too short', { rows: [[1, 2, 3], [4, 5]] }, /expected dim: 3, got 2$/], // prettier-ignore
    ['a name is unknown', { mast: [1, 2] }, /Not existing vector name error: mast$/],
    ['an unnamed vector is given for named ones', [1, 2], /Not existing vector name error: $/],
  ])('rejects a point when %s', (_, vector, message) => {
    expect(
      () =>
      requireFittingVectors('ships', named, [{ id: 1, vector: {} }, { id: 2, vector }], { operation }), // prettier-ignore
    ).toThrow(message);
  });
});
