import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchReader, maxComponents } from './batch-reader.ts';
import { countComponents } from './count-components.ts';
import { type Batch, cutBatch } from './cut-batch.ts';
import { maxBatchBytes, pointBytes } from './point-bytes.ts';

/** Every row is this one, so that a point with many components takes no memory. */
const row = new Float32Array(2 ** 13);
const pointOf = (rows: number) => ({ vector: { tokens: Array.from({ length: rows }, () => row), title: [1, 2] } });
type LargePoint = ReturnType<typeof pointOf>;

interface Bound {
  readonly most: number;
  readonly sizeOf: (point: LargePoint) => number;
  readonly batchSize?: number;
}
const inBytes: Bound = { most: maxBatchBytes, sizeOf: pointBytes };
const inComponents: Bound = { most: maxComponents, sizeOf: countComponents };

/** The rule in another form: starts a batch whenever a point does not fit into the previous one. */
function expectedLengths(points: readonly LargePoint[], { most, sizeOf, batchSize = Infinity }: Bound): number[] {
  const lengths: number[] = [];
  let room = 0;
  for (const point of points) {
    const size = sizeOf(point);
    if (lengths.length === 0 || size > room || lengths.at(-1) === batchSize) {
      lengths.push(0);
      room = most;
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

/** Compares points by identity, because comparing their rows would take too long. */
function requireSame(batches: readonly Batch<LargePoint>[], points: readonly LargePoint[]): void {
  const all = batches.flatMap((batch) => batch.points);
  expect(all.length).toBe(points.length);
  for (const [position, point] of all.entries()) expect(point).toBe(points[position]);
}

const sizes = fc.array(fc.oneof(fc.nat(20), fc.nat(80), fc.nat(300)), { maxLength: 30 });

describe('batches of large points', () => {
  it('contain every point once, in order, and end where the next point does not fit', () => {
    fc.assert(
      fc.property(sizes, fc.nat(1000), (rows, first) => {
        const points = rows.map(pointOf);
        const batches = cutBatch({ first, points });
        requireSame(batches, points);
        expect(batches.map((batch) => batch.points.length)).toEqual(expectedLengths(points, inBytes));
        for (const batch of batches) expect(points[batch.first - first]).toBe(batch.points[0]);
      }),
    );
  });

  it('start at any position, and respect the limits of components and points', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 8 }), fc.nat(30), async (rows, batchSize, startAt) => {
        const points = rows.map(pointOf);
        const batches = await readAll(new BatchReader(points, batchSize, startAt));
        requireSame(batches, points.slice(startAt));
        expect(batches.map((batch) => batch.points.length)).toEqual(
          expectedLengths(points.slice(startAt), { ...inComponents, batchSize }),
        );
        for (const batch of batches) expect(points[batch.first]).toBe(batch.points[0]);
      }),
    );
  });
});
