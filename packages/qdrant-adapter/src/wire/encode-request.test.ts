import type { BodyKind } from '@x/qdrant-local/wire';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeRequest } from './encode-request.ts';

const rawJson = Object.getOwnPropertyDescriptor(JSON, 'rawJSON');

describe('encodeRequest', () => {
  afterEach(() => {
    if (rawJson === undefined) Reflect.deleteProperty(JSON, 'rawJSON');
    else Object.defineProperty(JSON, 'rawJSON', rawJson);
  });

  it('writes typed arrays as lists of their shortest decimals in every field', () => {
    const vector = new Float32Array([0.1, -0.7071067690849304, 3]);
    const decimals = [0.1, -0.70710677, 3];
    const points = [
      { id: 1, vector },
      { id: 2, vector: { a: vector, b: [vector, vector] } },
    ];
    expect(encodeRequest({ points }, 'upsertBody')).toEqual({
      points: [
        { id: 1, vector: decimals },
        { id: 2, vector: { a: decimals, b: [decimals, decimals] } },
      ],
    });
    const sparse = { indices: new Uint32Array([1, 4]), values: new Float32Array([0.1, 0.2]) };
    expect(encodeRequest({ query: sparse, prefetch: { query: vector } }, 'queryBody')).toEqual({
      query: { indices: [1, 4], values: [0.1, 0.2] },
      prefetch: { query: decimals },
    });
  });

  it('leaves lists of numbers and payloads unchanged', () => {
    const point = { id: 1, vector: [0.1, 1 / 3], payload: { vector: new Float32Array(1) } };
    expect(encodeRequest({ points: [point] }, 'upsertBody')).toEqual({ points: [point] });
  });

  it('writes no row of a multivector as integers, which a server would read as sparse indices', () => {
    const row = fc.oneof(
      fc.array(fc.nat(2 ** 32 - 1), { minLength: 1, maxLength: 4 }),
      fc.array(fc.constantFrom(0, 1, 16_777_217, 2 ** 32 - 1), { minLength: 1, maxLength: 3 }),
      fc
        .array(fc.constantFrom(0, 1, 7, 2 ** 24), { minLength: 1, maxLength: 3 })
        .map((list) => Float32Array.from(list)),
    );
    const placed: [BodyKind, (multi: unknown) => Record<string, unknown>][] = [
      ['upsertBody', (vector) => ({ points: [{ id: 1, vector }] })],
      ['upsertBody', (multi) => ({ points: [{ id: 1, vector: { multi } }] })],
      ['upsertBody', (multi) => ({ batch: { ids: [1], vectors: [multi] } })],
      ['upsertBody', (multi) => ({ batch: { ids: [1], vectors: { multi: [multi] } } })],
      ['updatesBody', (multi) => ({ operations: [{ update_vectors: { points: [{ id: 1, vector: { multi } }] } }] })],
      ['queryBody', (query) => ({ query })],
      ['queryBody', (nearest) => ({ prefetch: [{ query: { nearest } }] })],
      ['queriesBody', (multi) => ({ searches: [{ query: { recommend: { positive: [multi], negative: [multi] } } }] })],
      ['queryBody', (multi) => ({ query: { context: [{ positive: multi, negative: multi }] } })],
    ];
    const sparse = /\[\[\d+(,\d+)*\],/;
    const floatsIn = (node: unknown): unknown =>
      typeof node === 'number' ? Math.fround(node) : Array.isArray(node) ? node.map(floatsIn) : node;
    fc.assert(
      fc.property(fc.tuple(row, row), fc.constantFrom(...placed), (multi, [kind, place]) => {
        const text = JSON.stringify(encodeRequest(place(multi), kind));
        expect(text).not.toMatch(sparse);
        const rows = multi.map((one) => Array.from(one));
        const read = (value: unknown) =>
          JSON.parse(JSON.stringify(value), (_key, part: unknown) => floatsIn(part)) as unknown;
        expect(read(JSON.parse(text))).toEqual(read(place(rows)));
      }),
    );
  });

  it('rejects an id above 2^53 when JSON cannot write it exactly, else sends it', () => {
    Reflect.deleteProperty(JSON, 'rawJSON');
    expect(() => encodeRequest({ ids: [1, 2n ** 60n] }, 'idsBody')).toThrow(/^ids\[1\] must be below 2\^53.*UUID/);
    Object.defineProperty(JSON, 'rawJSON', { value: () => ({}), configurable: true });
    expect(encodeRequest({ ids: [2n ** 60n] }, 'idsBody')).toEqual({ ids: [2n ** 60n] });
  });
});
