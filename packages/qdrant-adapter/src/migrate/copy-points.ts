import type { Schemas } from '@qdrant/js-client-rest';
import type { ProgressListener } from '@x/core';
import { readPages } from '../requests/read-pages.ts';
import type { RequestRunner } from '../requests/request-runner.ts';
import type { PointStruct, ReadParameters, RetrievedPoint, ScrollResult } from '../types/points.ts';
import type { PointVectors } from '../types/vectors.ts';
import { requireExactNumbers } from './require-exact-numbers.ts';
import { maxBatchBytes, pointBytes } from '../upload/point-bytes.ts';
import { uploadPoints } from '../upload/upload-points.ts';

/** Number of points whose copies are compared with their originals. */
const sampleSize = 100;
/** Points of the first page, while their size is unknown. */
const firstPageSize = 8;
/** JSON bytes of one page. Responses are limited only by memory. */
const maxPageBytes = 5 * maxBatchBytes;

/** How the points of a collection are copied. */
export interface CopyOptions {
  readonly batchSize: number;
  readonly parallel: number;
  /** Expected number of points. */
  readonly count: number;
  readonly ordering: Schemas['WriteOrdering'] | undefined;
  /** Parameters of each read. */
  readonly reading: ReadParameters;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ProgressListener | undefined;
}

/** Copies all points of a collection. Returns an evenly spread sample of them, as read from the source. */
export async function copyPoints(
  source: RequestRunner,
  destination: RequestRunner,
  collection: string,
  { count, onProgress, ...options }: CopyOptions,
): Promise<readonly RetrievedPoint[]> {
  const sample: RetrievedPoint[] = [];
  const stride = Math.max(1, Math.floor(count / sampleSize));
  async function* points(): AsyncGenerator<PointStruct> {
    let position = 0;
    for await (const point of originals(source, collection, options)) {
      // Numbers of another client in this process are numbers of JavaScript already.
      if (source.backend.remote !== undefined) requireExactNumbers(collection, point);
      if (position++ % stride === 0) sample.push(point);
      const { id, vector, payload } = point;
      yield { id, vector: (vector ?? {}) as PointVectors, ...(payload && { payload }) };
    }
  }
  await uploadPoints(destination, collection, points(), {
    batchSize: options.batchSize,
    parallel: options.parallel,
    ...(options.ordering && { ordering: options.ordering }),
    ...(options.signal && { signal: options.signal }),
    // The upload of a stream does not know the total, but the collection's count is known.
    ...(onProgress && { onProgress: (event) => onProgress({ total: Math.max(count, event.completed), ...event }) }),
  });
  return sample;
}

/** Yields all points, in pages of at most the bytes of five batches. A page has at most twice the points of the previous one, to notice larger points. */
function originals(
  source: RequestRunner,
  collection: string,
  { batchSize, reading, signal }: Pick<CopyOptions, 'batchSize' | 'reading' | 'signal'>,
): AsyncGenerator<RetrievedPoint> {
  let limit = Math.min(batchSize, firstPageSize);
  return readPages(collection, undefined, async (offset) => {
    const start = offset === undefined ? {} : { offset };
    const body = { limit, with_payload: true, with_vector: true, ...start, ...reading };
    const page = await source.run<ScrollResult>('scroll', { collection, body, signal });
    const largest = page.points.reduce((size, point) => Math.max(size, pointBytes(point)), 1);
    limit = Math.max(1, Math.min(batchSize, limit * 2, Math.floor(maxPageBytes / largest)));
    return page;
  });
}
