import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNotingRunner } from '../__tests__/noting-backend.ts';
import { Document } from '../wire/inference-objects.ts';
import { encodeRequest } from '../wire/encode-request.ts';
import { pointBytes } from './point-bytes.ts';
import { uploadPoints } from './upload-points.ts';

const bytesOf = (point: object): number =>
  Buffer.byteLength(JSON.stringify(encodeRequest({ points: [point] }, 'upsertBody')));

const model = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, index) => Math.sin(index) / 3); // prettier-ignore

describe('pointBytes', () => {
  it.each([
    ['the vector of a model', { id: 1, vector: model(1024) }],
    ['token vectors', { id: 1, vector: { tokens: [model(128), model(128)], title: model(384) } }],
    ['a text', { id: 1, vector: model(8), payload: { text: 'Zwei Schiffe, één boot. '.repeat(500) } }],
    ['a Chinese text', { id: 1, vector: model(8), payload: { text: '海上的船'.repeat(2000) } }],
    ['a text for the server to embed', { id: 1, vector: { text: 'a ship at sea '.repeat(500), model: 'org/m' } }],
    ['a vector beside a text for the server to embed', { id: 1, vector: { small: [1, 0.5], words: { text: 'a ship at sea '.repeat(500), model: 'org/m' } } }],
    ['data for the server to embed', { id: 1, vector: { object: ['a ship at sea '.repeat(500)], model: 'org/m' } }],
    ['a sparse vector', { id: 1, vector: { words: { indices: [...model(512).keys()].map((n) => n * 1e6), values: model(512) } } }],
    ['many short fields', { id: 1, vector: model(8), payload: Object.fromEntries([...model(200).keys()].map((n) => [`field ${n}`, `value ${n}`])) }],
  ])('estimates %s within -10 % and +15 %', (_, point) => {
    expect(pointBytes(point) / bytesOf(point)).toBeGreaterThan(0.9);
    expect(pointBytes(point) / bytesOf(point)).toBeLessThan(1.15);
  }); // prettier-ignore

  it('is at least a sixth of the JSON bytes', () => {
    const payload = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'binary' }));
    const vector = fc.array(fc.double({ noNaN: true, min: -1e38, max: 1e38 }), { minLength: 1 });
    fc.assert(
      fc.property(payload, vector, (data, components) => {
        const point = { id: 1, vector: components, payload: data };
        expect(pointBytes(point) * 6).toBeGreaterThanOrEqual(bytesOf(point));
      }),
    );
  });
});

describe('uploadPoints with large payloads', () => {
  const pointsOf = (count: number, text: string) =>
    Array.from({ length: count }, (_, id) => ({ id, vector: [1, 2], payload: { text } }));
  const megabyte = 'x'.repeat(1e6);

  it.each([
    ['an array', (points: object[]) => points],
    ['a stream', (points: object[]) => new Set(points)],
  ])('splits %s into requests of at most 5 MB', async (_, given) => {
    const { batches, runner } = createNotingRunner();
    await uploadPoints(runner, 'c', given(pointsOf(10, megabyte)) as never);
    expect(batches.map(({ length }) => length)).toEqual([4, 4, 2]);
  });

  it('splits points that mix a vector with a text for the server to embed', async () => {
    const { batches, runner } = createNotingRunner({ isServerSide: true, vectors: { a: { size: 2 }, b: { size: 2 } } });
    const points = Array.from({ length: 10 }, (_, id) => ({
      id,
      vector: { a: [1, 0.5], b: Document({ text: megabyte, model: 'org/m' }) },
    }));
    await uploadPoints(runner, 'c', points);
    expect(batches.map(({ length }) => length)).toEqual([4, 4, 2]);
  });

  it('stores the points in one write without a server', async () => {
    const { batches, runner } = createNotingRunner({ isAtomic: true });
    await uploadPoints(runner, 'c', pointsOf(10, megabyte));
    expect(batches.map(({ length }) => length)).toEqual([10]);
  });

  it('rejects a point that is too large for a server and names its path, before the first point is sent', async () => {
    const { batches, runner } = createNotingRunner();
    const points = [...pointsOf(3, 'x'), { id: 3, vector: [1, 2], payload: { text: megabyte.repeat(34) } }];
    await expect(uploadPoints(runner, 'c', points, { startAt: 1 })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      parameter: 'points[3]',
      message: expect.stringMatching(
        /^points\[3\] has 340000\d\d bytes as JSON, but a server accepts at most 33554432 by default\. If .* upsert\.$/,
      ),
    });
    expect(batches).toEqual([]);
    await expect(uploadPoints(runner, 'c', new Set(points))).rejects.toThrow(/^points\[3\] has 3\d+ bytes/);
  });

  it('sends a point near the limit of a server in its own request, whatever its estimate', async () => {
    const { batches, runner } = createNotingRunner();
    // Each quote takes two bytes in JSON and counts as one in the estimate.
    const points = [...pointsOf(1, 'x'), { id: 1, vector: [1, 2], payload: { text: '"'.repeat(16.7e6) } }];
    await uploadPoints(runner, 'c', points);
    expect(batches).toEqual([[0], [1]]); // prettier-ignore
    const larger = [{ id: 1, vector: [1, 2], payload: { text: '"'.repeat(16.8e6) } }];
    await expect(uploadPoints(runner, 'c', larger)).rejects.toThrow(/^points\[0\] has 3\d+ bytes/);
  });

  it('accepts a point of any size in memory', async () => {
    const { batches, runner } = createNotingRunner({ isAtomic: true });
    await uploadPoints(runner, 'c', [{ id: 1, vector: [1, 2], payload: { text: megabyte.repeat(34) } }]);
    expect(batches).toEqual([[1]]); // prettier-ignore
  });
});
