import {
  type PointId,
  requireInteger,
  ShapeMismatchError,
  type StoredPoint,
  type StoreHit,
  type StoreQueryOptions,
  type VectorStore,
} from '../index.ts';

/** Keeps points in memory and compares each one with the query by the dot product. A filter is a function of the payload. */
export class MapStore<Payload extends object> implements VectorStore<Payload> {
  readonly #points = new Map<string, StoredPoint<Payload>>();
  readonly #dimension: number;

  constructor(dimension: number) {
    this.#dimension = dimension;
  }

  async upsert(points: readonly StoredPoint<Payload>[], { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    signal?.throwIfAborted();
    // Check every vector before storing the first point: an upsert is all or nothing.
    for (const { vector } of points) this.#requireDimension(vector);
    for (const point of points) this.#points.set(String(point.id), point);
  }

  async query(vector: Float32Array, { limit, filter, signal }: StoreQueryOptions): Promise<StoreHit<Payload>[]> {
    signal?.throwIfAborted();
    requireInteger(limit, 'limit', { min: 1 });
    this.#requireDimension(vector);
    const isWanted = (filter ?? (() => true)) as (payload: Payload) => boolean;
    return [...this.#points.values()]
      .filter(({ payload }) => isWanted(payload))
      .map(({ id, payload, vector: stored }) => ({ id, payload, score: dotProduct(stored, vector) }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, limit);
  }

  async delete(ids: readonly PointId[], { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    signal?.throwIfAborted();
    for (const id of ids) this.#points.delete(String(id));
  }

  #requireDimension({ length }: Float32Array): void {
    if (length === this.#dimension) return;
    throw new ShapeMismatchError({ tensor: 'vector', expected: `[${this.#dimension}]`, actual: `[${length}]` });
  }
}

function dotProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
