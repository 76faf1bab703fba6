import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchReader } from './batch-reader.ts';
import { type Batch, countComponents, cutBatch, maxComponents } from './cut-batch.ts';

/** Every row is the same one: a point of many components that takes no memory. */
const row = new Float32Array(2 ** 15);
const pointOf = (rows: number) => ({ vector: { tokens: Array.from({ length: rows }, () => row), title: [1, 2] } });
type LargePoint = ReturnType<typeof pointOf>;

/** The rule in other words: begin a batch wherever the one before has no room. */
function expectedLengths(points: readonly LargePoint[], batchSize: number): number[] {
  const lengths: number[] = [];
  let room = 0;
  for (const point of points) {
    const size = point.vector.tokens.length * row.length + 2;
    if (lengths.length === 0 || size > room || lengths.at(-1) === batchSize) {
      lengths.push(0);
      room = maxComponents;
    }
    lengths[lengths.length - 1]!++;
    room -= size;
  }
  return lengths;
}

async function readAll<Point>(reader: BatchReader<Point>): Promise<Batch<Point>[]> {
  const batches: Batch<Point>[] = [];
  const { signal } = new AbortController();
  for (let batch = await reader.next(signal); batch; batch = await reader.next(signal)) batches.push(batch);
  return batches;
}

/** By identity: comparing their rows would take longer than anything else here. */
function requireSame(batches: readonly Batch<LargePoint>[], points: readonly LargePoint[]): void {
  const all = batches.flatMap((batch) => batch.points);
  expect(all.length).toBe(points.length);
  for (const [position, point] of all.entries()) expect(point).toBe(points[position]);
}

const sizes = fc.array(fc.oneof(fc.nat(20), fc.nat(80)), { maxLength: 30 });

describe('batches of large points', () => {
  it('hold every point once, in order, and end where the next point has no room', () => {
    fc.assert(
      fc.property(sizes, fc.nat(1000), (rows, first) => {
        const points = rows.map(pointOf);
        const batches = cutBatch({ first, points });
        requireSame(batches, points);
        expect(batches.map((batch) => batch.points.length)).toEqual(expectedLengths(points, Infinity));
        for (const batch of batches) expect(points[batch.first - first]).toBe(batch.points[0]);
      }),
    );
  });

  it('are read from a source within the same bound and the number of points, from any position on', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 8 }), fc.nat(30), async (rows, batchSize, startAt) => {
        const points = rows.map(pointOf);
        const batches = await readAll(new BatchReader(points, batchSize, startAt));
        requireSame(batches, points.slice(startAt));
        expect(batches.map((batch) => batch.points.length)).toEqual(expectedLengths(points.slice(startAt), batchSize));
        for (const batch of batches) expect(points[batch.first]).toBe(batch.points[0]);
      }),
    );
  });
});

describe('countComponents', () => {
  it.each<[string, unknown, number]>([
    ['a dense vector', [1, 2, 3], 3],
    ['a typed array', new Float32Array(5), 5],
    ['rows', [[1, 2], new Float32Array(2), [3, 4]], 6], // prettier-ignore
    ['a sparse vector, index and value', { words: { indices: new Uint32Array(4), values: [1, 2, 3, 4] } }, 8],
    ['vectors of several names', { title: [1, 2], tokens: [[1, 2], [3, 4]] }, 6], // prettier-ignore
    ['a text that is not embedded yet', { title: { text: 'a ship', model: 'any', options: { stops: ['a', 'b'] } } }, 0],
    ['no vector', null, 0],
  ])('counts %s', (_, vector, count) => {
    expect(countComponents({ id: 1, vector })).toBe(count);
  });

  it.each([undefined, null, 7, 'text', {}])('finds none in %j, which is no point', (value) => {
    expect(countComponents(value)).toBe(0);
  });
});
