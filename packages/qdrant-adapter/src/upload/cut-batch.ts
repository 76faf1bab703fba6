import { maxBatchBytes, pointBytes } from './point-bytes.ts';

/** Points that are sent together, with the position of the first one in the whole upload. */
export interface Batch<Point> {
  readonly first: number;
  readonly points: readonly Point[];
}

/** Splits a batch of checked points into batches of at most `maxBatchBytes`. A larger point gets its own batch. */
export function cutBatch<Point>({ first, points }: Batch<Point>): Batch<Point>[] {
  const batches: Batch<Point>[] = [];
  let [begin, size] = [0, 0];
  for (const [position, point] of points.entries()) {
    const added = pointBytes(point);
    if (position > begin && size + added > maxBatchBytes) {
      batches.push({ first: first + begin, points: points.slice(begin, position) });
      [begin, size] = [position, 0];
    }
    size += added;
  }
  if (begin < points.length) batches.push({ first: first + begin, points: points.slice(begin) });
  return batches;
}
