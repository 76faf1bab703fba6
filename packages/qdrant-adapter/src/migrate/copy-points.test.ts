import { expect, it } from 'vitest';
import type { QdrantBackend } from '../backend/qdrant-backend.ts';
import { createNotingRunner } from '../__tests__/noting-backend.ts';
import { createEmbedderRegistry } from '../inference/embedder-registry.ts';
import { RequestRunner } from '../requests/request-runner.ts';
import { copyPoints } from './copy-points.ts';

const row = new Float32Array(1024).fill(0.5);

/** Creates a source that records the limit of each page. Each point has the given number of rows of 1024 components. */
function sourceOf(rowsOfPoints: readonly number[]) {
  const limits: number[] = [];
  const backend: QdrantBackend = {
    remote: undefined,
    isAtomic: true,
    async call(_operation, { body }) {
      const { limit, offset: start = 0 } = body as { limit: number; offset?: number };
      limits.push(limit);
      const rows = rowsOfPoints.slice(start, start + limit);
      const points = rows.map((count, index) => ({ id: start + index, vector: Array(count).fill(row) as unknown }));
      return { points, next_page_offset: start + limit < rowsOfPoints.length ? start + limit : null };
    },
    close: async () => {},
  };
  return { limits, source: new RequestRunner(backend, { registry: createEmbedderRegistry([]), isServerSide: false }) };
}

const others = { ordering: undefined, reading: {}, signal: undefined, onProgress: undefined };
const options = { batchSize: 100, parallel: 1, count: 300, ...others };

it.each<[string, readonly number[], readonly number[]]>([
  ['grow to the batch size for small points', Array<number>(300).fill(1), [8, 16, 32, 64, 100, 100]],
  ['hold 25 MB for large points', Array<number>(60).fill(128), [8, 15, 15, 15, 15]],
  [
    'shrink when the points become larger',
    [...Array<number>(24).fill(1), ...Array<number>(40).fill(512)],
    [8, 16, 32, 3, 3, 3],
  ],
  ['hold at least one point', Array<number>(12).fill(1150), [8, 1, 1, 1, 1]],
])('pages of the source %s, and every point is copied once, in order', async (_, rows, pages) => {
  const { limits, source } = sourceOf(rows);
  const destination = createNotingRunner();
  await copyPoints(source, destination.runner, 'c', options);
  expect(limits).toEqual(pages);
  expect(destination.batches.flat()).toEqual(rows.map((_count, id) => id));
});
