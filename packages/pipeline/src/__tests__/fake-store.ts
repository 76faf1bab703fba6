import { type NamedVectorsPoint, type PointId, type ReadableVectorStore, requireInteger, ShapeMismatchError, type StoreHit, type StoreQueryOptions, type StoreVector } from '@x/core'; // prettier-ignore

interface CallOptions {
  readonly signal?: AbortSignal;
}

/** A store in memory of dense vectors; the nearest in space come first. Records its writes. */
export class FakeStore<Payload extends object> implements ReadableVectorStore<Payload> {
  readonly points = new Map<string, NamedVectorsPoint<Payload>>();
  readonly writes: string[] = [];
  /** Called before each write with its name; may throw. */
  beforeWrite: (name: 'upsert' | 'delete') => void = () => {};
  /** Called after each write was applied; may throw, as when an answer is lost. */
  afterWrite: () => void = () => {};

  #dimension: number | undefined;

  async upsert(points: readonly NamedVectorsPoint<Payload>[], { signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    for (const { vector } of points) if (vector instanceof Float32Array) this.#requireDimension(vector);
    this.#record('upsert', points.length);
    for (const point of points) this.points.set(String(point.id), point);
    this.afterWrite();
  }

  async delete(ids: readonly PointId[], { signal }: CallOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    this.#record('delete', ids.length);
    for (const id of ids) this.points.delete(String(id));
    this.afterWrite();
  }

  async query(vector: StoreVector, { limit, using, filter, signal }: StoreQueryOptions): Promise<StoreHit<Payload>[]> {
    signal?.throwIfAborted();
    requireInteger(limit, 'limit', { min: 1 });
    if (using === undefined) this.#requireDimension(vector as Float32Array);
    const hits = [...this.points.values()]
      .filter(({ id }) => filter === undefined || (filter as PointId[]).includes(id))
      .map(({ id, payload, vector: stored }) => {
        const own = using === undefined ? stored : (stored as Record<string, StoreVector>)[using]!;
        return { id, payload, score: 0 - distance(own as Float32Array, vector as Float32Array) };
      });
    return hits.toSorted((a, b) => b.score - a.score).slice(0, limit);
  }

  async retrieve(ids: readonly PointId[], { signal }: CallOptions = {}): Promise<NamedVectorsPoint<Payload>[]> {
    signal?.throwIfAborted();
    return ids.flatMap((id) => this.points.get(String(id)) ?? []);
  }

  async *scan({ signal }: CallOptions = {}): AsyncGenerator<NamedVectorsPoint<Payload>, void, undefined> {
    signal?.throwIfAborted();
    yield* Array.from(this.points.values());
  }

  #record(name: 'upsert' | 'delete', count: number): void {
    this.beforeWrite(name);
    this.writes.push(`${name} ${count}`);
  }

  /** The first vector decides. */
  #requireDimension({ length }: Float32Array): void {
    this.#dimension ??= length;
    if (length === this.#dimension) return;
    throw new ShapeMismatchError({ tensor: 'vector', expected: `[${this.#dimension}]`, actual: `[${length}]` });
  }
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, index) => value - b[index]!));
}
