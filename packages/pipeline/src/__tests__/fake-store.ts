import type {
  PointId,
  ReadableVectorStore,
  NamedVectorsPoint,
  StoreHit,
  StoreQueryOptions,
  StoreVector,
} from '@x/core';

/** A store in memory whose vectors hold one number; the nearest numbers come first. Records its writes. */
export class FakeStore<Payload extends object> implements ReadableVectorStore<Payload> {
  readonly points = new Map<string, NamedVectorsPoint<Payload>>();
  readonly writes: string[] = [];
  /** Called before each write with its name; may throw. */
  beforeWrite: (name: 'upsert' | 'delete') => void = () => {};

  upsert(points: readonly NamedVectorsPoint<Payload>[]): Promise<void> {
    return this.#write(
      'upsert',
      points.map(({ id }) => id),
      () => {
        for (const point of points) this.points.set(String(point.id), point);
      },
    );
  }

  delete(ids: readonly PointId[]): Promise<void> {
    return this.#write('delete', ids, () => {
      for (const id of ids) this.points.delete(String(id));
    });
  }

  query(vector: StoreVector, { limit, using, filter }: StoreQueryOptions): Promise<StoreHit<Payload>[]> {
    const wanted = numberOf(vector);
    const hits = [...this.points.values()]
      .filter(({ id }) => filter === undefined || (filter as PointId[]).includes(id))
      .map(({ id, payload, vector: stored }) => {
        const own = using === undefined ? stored : (stored as Record<string, StoreVector>)[using]!;
        return { id, payload, score: 0 - Math.abs(numberOf(own as StoreVector) - wanted) };
      });
    return Promise.resolve(hits.toSorted((a, b) => b.score - a.score).slice(0, limit));
  }

  retrieve(ids: readonly PointId[]): Promise<NamedVectorsPoint<Payload>[]> {
    return Promise.resolve(ids.flatMap((id) => this.points.get(String(id)) ?? []));
  }

  async *scan(): AsyncGenerator<NamedVectorsPoint<Payload>, void, undefined> {
    yield* Array.from(this.points.values());
  }

  async #write(name: 'upsert' | 'delete', ids: readonly PointId[], apply: () => void): Promise<void> {
    this.beforeWrite(name);
    this.writes.push(`${name} ${ids.length}`);
    apply();
  }
}

function numberOf(vector: StoreVector): number {
  return (vector as Float32Array)[0]!;
}
