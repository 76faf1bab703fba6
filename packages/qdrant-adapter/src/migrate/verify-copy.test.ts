import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestRunner } from '../requests/request-runner.ts';
import type { RetrievedPoint } from '../types/points.ts';
import { sameVectors, verifyCopy } from './verify-copy.ts';

const original: RetrievedPoint = { id: 1, payload: { name: 'Argo' }, vector: [0.6, 0.8] };

/** Creates a runner whose collection has `count` points, one of which can be retrieved. */
function placeOf(count: number, point?: RetrievedPoint, vectors: object = { size: 2 }): RequestRunner {
  const run = async (operation: string) => {
    if (operation === 'getCollection') return { config: { params: { vectors } } };
    return operation === 'count' ? { count } : point === undefined ? [] : [point];
  };
  return { run } as unknown as RequestRunner;
}

const verify = (copy: RequestRunner) =>
  verifyCopy(placeOf(1, original), copy, 'ships', { sample: [original], reading: {}, signal: undefined });

describe('verifyCopy', () => {
  it('returns the number of points of a copy that equals its original', async () => {
    expect(await verify(placeOf(1, { ...original, vector: [0.600_000_1, 0.8] }))).toBe(1);
  });

  it.each([
    [placeOf(2, original), 'it has 2 points, the original 1'],
    [placeOf(1), 'point 1 is missing'],
    [placeOf(1, { ...original, payload: { name: 'Argo', rank: 1 } }), 'the payload of point 1 is different'],
    [placeOf(1, { ...original, payload: null }), 'the payload of point 1 is different'],
    [placeOf(1, { ...original, vector: [0.6, 0.81] }), 'the vectors of point 1 are different'],
    [placeOf(1, { ...original, vector: { hull: [0.6, 0.8] } }), 'the vectors of point 1 are different'],
  ])('rejects a copy that differs from its original', async (copy, reason) => {
    await expect(verify(copy)).rejects.toThrow(`The copy of "ships" differs from its original: ${reason}.`);
  });
});

describe('a copy whose vectors are stored with fewer bits', () => {
  const rows = { multivector_config: { comparator: 'max_sim' }, on_disk: true, quantization_config: { scalar: {} } };
  const withTokens = (...tokens: number[][]): RetrievedPoint => ({ id: 1, payload: {}, vector: { tokens, hull: [1] } });
  const verifyTokens = (copy: RetrievedPoint, tokens: object) =>
    verifyCopy(placeOf(1, withTokens([0.6, 0.8])), placeOf(1, copy, { tokens, hull: { size: 1 } }), 'ships', {
      sample: [withTokens([0.6, 0.8])],
      reading: {},
      signal: undefined,
    });

  it('is accepted only with the same number of rows', async () => {
    expect(await verifyTokens(withTokens([0.55, 0.8]), rows)).toBe(1);
    expect(await verifyTokens(withTokens([0.55, 0.8]), { datatype: 'turbo4' })).toBe(1);
    await expect(verifyTokens(withTokens([0.55, 0.8], [1, 0]), rows)).rejects.toThrow('the vectors of point 1');
  });

  it('is accepted only with equal other vectors', async () => {
    await expect(verifyTokens(withTokens([0.55, 0.8]), { ...rows, on_disk: false })).rejects.toThrow('the vectors of');
    const other = { ...withTokens([0.6, 0.8]), vector: { tokens: [[0.6, 0.8]], hull: [2] } };
    await expect(verifyTokens(other, rows)).rejects.toThrow('the vectors of point 1 are different');
  });
});

describe('sameVectors', () => {
  it('ignores the order of a sparse vector', () => {
    const sparse = fc.uniqueArray(fc.tuple(fc.nat(), fc.float({ noNaN: true, noDefaultInfinity: true })), {
      selector: ([index]) => index,
    });
    const orders = sparse.chain((pairs) =>
      fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })),
    );
    const vectorOf = (pairs: readonly (readonly [number, number])[]) => ({
      words: { indices: pairs.map(([index]) => index), values: pairs.map(([, value]) => value) },
    });
    fc.assert(fc.property(orders, ([one, other]) => sameVectors(vectorOf(one), vectorOf(other))));
  });
});
